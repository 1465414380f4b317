package io.cleansight.messaging.trace;

import io.cleansight.messaging.address.CaFile;
import io.cleansight.messaging.address.HttpAddress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings under {@code cleansight.tracing}, the same for every service of a site.
 *
 * @param endpoint address to which traces are sent by OTLP over HTTP, with its path; empty: nothing
 *     is recorded
 * @param sampling share of traces that are recorded, from 0 to 1; decided where a trace begins
 * @param caFile PEM of whom an https endpoint's certificate must be signed by; null: whom the JVM
 *     trusts
 */
@ConfigurationProperties("cleansight.tracing")
record TracingProperties(
    @DefaultValue("") String endpoint,
    @DefaultValue("0.01") double sampling,
    @Nullable Path caFile) {
  /**
   * @throws IllegalArgumentException if it cannot be an address, a share or a file
   */
  TracingProperties {
    if (!endpoint.isEmpty() && !HttpAddress.isValid(endpoint)) {
      throw new IllegalArgumentException(
          "cleansight.tracing.endpoint must be like http://collector:4318/v1/traces");
    }
    if (!(sampling >= 0 && sampling <= 1)) {
      throw new IllegalArgumentException(
          "cleansight.tracing.sampling must be from 0 to 1, not " + sampling);
    }
    caFile = CaFile.named("cleansight.tracing.ca-file", caFile);
  }

  boolean isOn() {
    return !endpoint.isEmpty();
  }
}
