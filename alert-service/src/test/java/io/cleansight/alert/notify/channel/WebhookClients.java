package io.cleansight.alert.notify.channel;

import io.cleansight.messaging.address.AddressPolicy;
import io.cleansight.messaging.address.Trust;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Webhook clients that differ in what they may open. */
final class WebhookClients {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private WebhookClients() {}

  /** To this machine. */
  static WebhookClient open() {
    return trusting(null);
  }

  /** To this machine, believing these issuers as well. */
  static WebhookClient trusting(@Nullable Path ca) {
    return new WebhookClient(
        PATIENCE, new AddressPolicy(List.of("127.0.0.0/8"), true), Trust.with(ca));
  }

  /** As on a laptop without further settings. */
  static WebhookClient usual() {
    return at(new AddressPolicy(List.of(AddressPolicy.PUBLIC), true));
  }

  static WebhookClient at(AddressPolicy addresses) {
    return new WebhookClient(PATIENCE, addresses, Trust.with(null));
  }
}
