package io.cleansight.bridge.mqtt;

import io.cleansight.messaging.address.CaFile;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings under {@code bridge.mqtt}.
 *
 * @param url {@code mqtt://host[:1883]} or {@code mqtts://host[:8883]}; empty: nobody is told
 * @param username of a login there; empty: none
 * @param password of that login
 * @param caFile PEM of whom the broker's certificate must be signed by; null: whom the JVM trusts
 * @param prefix begins every topic of ours
 * @param discovery prefix of Home Assistant's discovery; empty: cameras are not announced
 */
@ConfigurationProperties("bridge.mqtt")
record MqttProperties(
    @DefaultValue("") String url,
    @DefaultValue("") String username,
    @DefaultValue("") String password,
    @Nullable Path caFile,
    @DefaultValue("cleansight") String prefix,
    @DefaultValue("") String discovery) {
  private static final Map<String, Integer> PORTS = Map.of("mqtt", 1883, "mqtts", 8883);
  private static final Pattern PREFIX = Pattern.compile("[\\w.-]{1,64}(/[\\w.-]{1,64}){0,7}");

  MqttProperties {
    if (!url.isEmpty()) {
      requireAddress(url);
    }
    if (!PREFIX.matcher(prefix).matches()) {
      throw new IllegalArgumentException(
          "bridge.mqtt.prefix must be levels of letters, digits, dots, dashes and underscores");
    }
    if (!discovery.isEmpty() && !PREFIX.matcher(discovery).matches()) {
      throw new IllegalArgumentException(
          "bridge.mqtt.discovery must be levels of letters, digits, dots, dashes and underscores");
    }
    caFile = CaFile.named("bridge.mqtt.ca-file", caFile);
  }

  private static void requireAddress(String url) {
    // Without what is written: it may hold a password.
    String wrong =
        "bridge.mqtt.url must be mqtt://host[:port] or mqtts://host[:port], without a login";
    URI address;
    try {
      address = URI.create(url);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(wrong, null);
    }
    String path = address.getPath();
    if (!PORTS.containsKey(String.valueOf(address.getScheme()))
        || address.getHost() == null
        || address.getUserInfo() != null
        || (path != null && path.length() > 1)) {
      throw new IllegalArgumentException(wrong);
    }
  }

  String host() {
    return URI.create(url).getHost();
  }

  int port() {
    URI address = URI.create(url);
    return address.getPort() < 0 ? PORTS.getOrDefault(address.getScheme(), 0) : address.getPort();
  }

  boolean encrypted() {
    return url.startsWith("mqtts:");
  }

  /** Without what is secret. */
  @Override
  public String toString() {
    return "MqttProperties[" + url + ", " + prefix + "]";
  }
}
