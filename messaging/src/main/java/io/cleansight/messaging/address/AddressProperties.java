package io.cleansight.messaging.address;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings under {@code addresses}, for everything that opens an address that a person gave.
 *
 * @param local whether this machine itself (loopback) and its link (169.254.0.0/16, fe80::/10) may
 *     be opened where they are allowed; on a cluster the chart's command line says no, and nothing
 *     says otherwise
 * @param ca certificates (PEM) that are believed besides those that Java believes
 */
@ConfigurationProperties("addresses")
public record AddressProperties(@DefaultValue("true") boolean local, @Nullable Path ca) {
  /**
   * @throws IllegalArgumentException if there is no such file
   */
  public AddressProperties {
    if (ca != null && ca.toString().isBlank()) {
      ca = null;
    }
    if (ca != null && !ca.toFile().canRead()) {
      throw new IllegalArgumentException("addresses.ca: " + ca + " cannot be read");
    }
  }
}
