package io.cleansight.alert.notify;

import io.cleansight.messaging.address.AddressPolicy;
import io.cleansight.messaging.address.Trust;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Couriers that differ in what they may open. */
final class Couriers {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private Couriers() {}

  /** To this machine. */
  static Courier open() {
    return trusting(null);
  }

  /** To this machine, believing these issuers as well. */
  static Courier trusting(@Nullable Path ca) {
    return new Courier(PATIENCE, new AddressPolicy(List.of("127.0.0.0/8"), true), Trust.with(ca));
  }

  /** As on a laptop without further settings. */
  static Courier usual() {
    return at(new AddressPolicy(List.of(AddressPolicy.PUBLIC), true));
  }

  static Courier at(AddressPolicy addresses) {
    return new Courier(PATIENCE, addresses, Trust.with(null));
  }
}
