package io.cleansight.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/** Ports of this machine's loopback. */
public final class Ports {
  private static final int PROBE_MILLIS = 500;
  private static final int LOWEST = 20_000;
  private static final int HIGHEST = 32_000;
  private static final int ATTEMPTS = 100;

  private Ports() {}

  /** Whether nobody listens there. */
  public static boolean isFree(int port) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PROBE_MILLIS);
      return false;
    } catch (IOException nobody) {
      return true;
    }
  }

  /** A port that was free a moment ago. */
  public static int anyFree() {
    return anyFree(1);
  }

  /**
   * The first of so many ports in a row that were free a moment ago.
   *
   * <p>They lie below the range from which the system takes the near ends of outgoing connections
   * (32,768 and above on Linux), as a port from there can be gone before its server starts.
   */
  public static int anyFree(int inARow) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      int first = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST - inARow);
      if (IntStream.range(first, first + inARow).allMatch(Ports::canBeBound)) {
        return first;
      }
    }
    throw new IllegalStateException(
        inARow + " free ports in a row not found between " + LOWEST + " and " + HIGHEST);
  }

  private static boolean canBeBound(int port) {
    try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException taken) {
      return false;
    }
  }
}
