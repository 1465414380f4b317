package io.cleansight.video.decoder;

import io.cleansight.messaging.address.AddressPolicy;
import io.cleansight.video.Rules;
import io.cleansight.video.Source;
import io.cleansight.video.VideoException;
import io.cleansight.video.VideoException.Fault;
import io.cleansight.video.web.Connections;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import net.jcip.annotations.ThreadSafe;

/**
 * Hosts at which nothing answered. Whether they are back is asked here, by a connection that is
 * closed at once, before a process is started for nothing.
 */
@ThreadSafe
final class AbsentHosts {
  private static final Map<String, Integer> PORTS =
      Map.of("rtsp", 554, "rtsps", 322, "http", 80, "https", 443);

  private final Rules rules;
  private final AddressPolicy addresses;
  private final Set<String> absent = ConcurrentHashMap.newKeySet();

  AbsentHosts(Rules rules) {
    this.rules = rules;
    this.addresses = rules.addresses();
  }

  /**
   * Looks whether a host that was absent is back.
   *
   * @throws VideoException if it is not
   */
  void check(Source source, Duration patience) throws VideoException {
    if (source instanceof Source.Stream(var uri) && absent.contains(name(uri))) {
      try (var _ =
          Connections.connect(uri.getHost(), port(uri), false, patience, rules, addresses)) {
        absent.remove(name(uri));
      } catch (IOException e) {
        throw new UncheckedIOException("a connection cannot be closed", e);
      }
    }
  }

  /** Keeps in mind what came of opening it. */
  void heard(Source source, Fault fault) {
    if (fault == Fault.UNREACHABLE && source instanceof Source.Stream(var uri)) {
      absent.add(name(uri));
    }
  }

  private static String name(URI uri) {
    return uri.getHost() + ":" + port(uri);
  }

  private static int port(URI uri) {
    return uri.getPort() >= 0
        ? uri.getPort()
        : PORTS.getOrDefault(uri.getScheme().toLowerCase(Locale.ROOT), 0);
  }
}
