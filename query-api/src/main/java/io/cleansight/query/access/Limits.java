package io.cleansight.query.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HexFormat;
import net.jcip.annotations.ThreadSafe;
import org.springframework.stereotype.Component;

/**
 * How often something may happen within a minute. Counted by this instance alone; the {@link #MOST}
 * that happened last are remembered.
 */
@Component
@ThreadSafe
public final class Limits {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final int MOST = 10_000;
  private static final int NETWORK_BYTES = 8;

  private final Cache<String, Bucket> buckets =
      Caffeine.newBuilder().maximumSize(MOST).expireAfterAccess(MINUTE.multipliedBy(2)).build();

  /**
   * Counts one.
   *
   * @return seconds until the next may be, or 0 if this one may
   */
  public long take(String what, int perMinute) {
    ConsumptionProbe probe = bucket(what, perMinute).tryConsumeAndReturnRemaining(1);
    return probe.isConsumed()
        ? 0
        : 1 + Duration.ofNanos(probe.getNanosToWaitForRefill()).toSeconds();
  }

  /**
   * Where an address is, as far as limits go: an address of IPv4, of IPv6 the network (/64) within
   * which whoever has one address has them all.
   */
  public static String origin(String address) {
    try {
      return InetAddress.ofLiteral(address) instanceof Inet6Address six
          ? HexFormat.of().formatHex(six.getAddress(), 0, NETWORK_BYTES) + "/64"
          : address;
    } catch (IllegalArgumentException e) {
      return address;
    }
  }

  /** That one did not count after all. */
  public void giveBack(String what, int perMinute) {
    bucket(what, perMinute).addTokens(1);
  }

  private Bucket bucket(String what, int perMinute) {
    return buckets.get(
        what,
        _ ->
            Bucket.builder()
                .addLimit(it -> it.capacity(perMinute).refillGreedy(perMinute, MINUTE))
                .build());
  }
}
