package io.cleansight.video.web;

import io.cleansight.messaging.address.Trust;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import javax.net.ssl.SSLSocket;
import net.jcip.annotations.ThreadSafe;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/**
 * TLS of which nothing is made before a connection needs it: to read all the issuers that Java
 * believes takes a sixth of the CPU with which a decoder starts, and most cameras have no TLS.
 */
@ThreadSafe
final class LazyTls implements TlsSocketStrategy {
  private final @Nullable Path ca;
  private @Nullable TlsSocketStrategy strategy;

  LazyTls(@Nullable Path ca) {
    this.ca = ca;
  }

  @Override
  public SSLSocket upgrade(
      Socket socket, String target, int port, Object attachment, HttpContext context)
      throws IOException {
    return strategy().upgrade(socket, target, port, attachment, context);
  }

  private synchronized TlsSocketStrategy strategy() {
    if (strategy == null) {
      strategy = new DefaultClientTlsStrategy(Trust.with(ca));
    }
    return strategy;
  }
}
