package io.cleansight.video.web;

import io.cleansight.messaging.address.AddressPolicy;
import io.cleansight.messaging.address.ForbiddenAddressException;
import io.cleansight.messaging.address.Trust;
import io.cleansight.video.Rules;
import io.cleansight.video.VideoException;
import io.cleansight.video.VideoException.Fault;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.apache.hc.core5.http.MessageConstraintException;

/** Connects to a host at an address that was checked. */
public final class Connections {
  private Connections() {}

  /**
   * @param patience for each address, and for agreeing on TLS
   */
  public static Socket connect(
      String host, int port, boolean tls, Duration patience, Rules rules, AddressPolicy addresses)
      throws VideoException {
    try {
      Socket plain = connect(host, port, patience, addresses);
      return tls ? secured(plain, host, port, patience, rules) : plain;
    } catch (IOException e) {
      throw new VideoException(fault(e));
    }
  }

  /** What a failure is called. */
  static Fault fault(IOException e) {
    return switch (e) {
      case ForbiddenAddressException _ -> Fault.NOT_ALLOWED;
      case SSLException _ -> Fault.UNTRUSTED;
      case MessageConstraintException _ -> Fault.UNWILLING; // a header without end
      default -> Fault.UNREACHABLE;
    };
  }

  private static Socket connect(String host, int port, Duration patience, AddressPolicy addresses)
      throws IOException {
    IOException last = new IOException("no address");
    for (InetAddress address : addresses.addresses(host)) {
      var socket = new Socket();
      try {
        socket.connect(new InetSocketAddress(address, port), Math.toIntExact(patience.toMillis()));
        return socket;
      } catch (IOException e) {
        socket.close();
        last = e;
      }
    }
    throw last;
  }

  private static Socket secured(Socket plain, String host, int port, Duration patience, Rules rules)
      throws IOException {
    try {
      var socket =
          (SSLSocket)
              Trust.with(rules.ca()).getSocketFactory().createSocket(plain, host, port, true);
      var parameters = socket.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS"); // else any trusted name would do
      socket.setSSLParameters(parameters);
      socket.setSoTimeout(Math.toIntExact(patience.toMillis()));
      socket.startHandshake();
      socket.setSoTimeout(0);
      return socket;
    } catch (IOException e) {
      plain.close();
      throw e;
    }
  }
}
