package io.cleansight.messaging.security;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * How every client of this process reaches Kafka: made from the settings under {@code
 * cleansight.kafka}, which the {@code KAFKA_…} variables fill.
 */
final class KafkaSecurity {
  static final String PREFIX = "cleansight.kafka.";

  private static final String PLAINTEXT = "PLAINTEXT";
  private static final String TLS = "SSL";
  private static final String SASL = "SASL_SSL";
  private static final List<String> SCRAM = List.of("SCRAM-SHA-512", "SCRAM-SHA-256");
  private static final String OAUTH = "OAUTHBEARER";
  private static final String LOGIN_MODULES = "org.apache.kafka.common.security.";
  private static final String PEM = "PEM";

  private static final List<String> UNUSED_IN_PLAIN_TEXT =
      List.of(
          "ca-file",
          "certificate-file",
          "key-file",
          "sasl-mechanism",
          "username",
          "password",
          "client-secret");

  private final UnaryOperator<String> settings;
  private final Map<String, String> client = new LinkedHashMap<>();

  private KafkaSecurity(UnaryOperator<String> settings) {
    this.settings = settings;
  }

  /**
   * Settings of a client in Kafka's words; none where Kafka is reached in plain text.
   *
   * @param settings what is set under a name of ours, empty if nothing is
   * @throws IllegalArgumentException if they do not go together; it names the variable, and holds
   *     no secret
   */
  static Map<String, String> client(UnaryOperator<String> settings) {
    return new KafkaSecurity(settings).made();
  }

  /** Address that gives tokens, empty if none does. */
  static String tokenUrl(UnaryOperator<String> settings) {
    return OAUTH.equals(settings.apply("sasl-mechanism")) ? settings.apply("token-url") : "";
  }

  private Map<String, String> made() {
    String protocol = get("security-protocol");
    if (!List.of(PLAINTEXT, TLS, SASL).contains(protocol)) {
      throw wrong("security-protocol", "must be PLAINTEXT, SSL or SASL_SSL, not " + protocol);
    }
    if (protocol.equals(PLAINTEXT)) {
      requireNoneUnused();
      return client;
    }
    client.put("security.protocol", protocol);
    trust();
    certificate();
    login(protocol);
    return client;
  }

  private void requireNoneUnused() {
    for (String name : UNUSED_IN_PLAIN_TEXT) {
      if (!get(name).isEmpty()) {
        throw wrong(
            name, "is set, but KAFKA_SECURITY_PROTOCOL is PLAINTEXT, which would not use it");
      }
    }
  }

  private void login(String protocol) {
    String mechanism = get("sasl-mechanism");
    if (protocol.equals(SASL) == mechanism.isEmpty()) {
      throw wrong("sasl-mechanism", "is set exactly where KAFKA_SECURITY_PROTOCOL is SASL_SSL");
    }
    if (SCRAM.contains(mechanism)) {
      scram(mechanism);
    } else if (mechanism.equals(OAUTH)) {
      oauth();
    } else if (!mechanism.isEmpty()) {
      throw wrong("sasl-mechanism", "must be one of " + SCRAM + " or OAUTHBEARER");
    }
  }

  private void trust() {
    if (!get("ca-file").isEmpty()) {
      file("ca-file"); // said now and by its name, not by Kafka in ten
      client.put("ssl.truststore.type", PEM);
      client.put("ssl.truststore.location", get("ca-file"));
    }
  }

  private void certificate() {
    if (get("certificate-file").isEmpty() != get("key-file").isEmpty()) {
      throw wrong("certificate-file", "and KAFKA_KEY_FILE go together");
    }
    if (!get("certificate-file").isEmpty()) {
      client.put("ssl.keystore.type", PEM);
      client.put("ssl.keystore.certificate.chain", file("certificate-file"));
      client.put("ssl.keystore.key", file("key-file"));
    }
  }

  private void scram(String mechanism) {
    client.put("sasl.mechanism", mechanism);
    client.put(
        "sasl.jaas.config",
        LOGIN_MODULES
            + "scram.ScramLoginModule required username=%s password=%s;"
                .formatted(quoted(required("username")), quoted(required("password"))));
  }

  private void oauth() {
    client.put("sasl.mechanism", OAUTH);
    client.put("sasl.oauthbearer.token.endpoint.url", required("token-url"));
    client.put(
        "sasl.login.callback.handler.class",
        LOGIN_MODULES + "oauthbearer.OAuthBearerLoginCallbackHandler");
    client.put("sasl.oauthbearer.client.credentials.client.id", required("client-id"));
    client.put("sasl.oauthbearer.client.credentials.client.secret", required("client-secret"));
    if (!get("scope").isEmpty()) {
      client.put("sasl.oauthbearer.scope", get("scope"));
    }
    client.put(
        "sasl.jaas.config",
        LOGIN_MODULES + "oauthbearer.OAuthBearerLoginModule required" + tokenTrust() + ";");
  }

  private String tokenTrust() {
    if (get("token-ca-file").isEmpty()) {
      return "";
    }
    file("token-ca-file");
    return " ssl.truststore.type=%s ssl.truststore.location=%s"
        .formatted(quoted(PEM), quoted(get("token-ca-file")));
  }

  private String get(String name) {
    return settings.apply(name);
  }

  private String required(String name) {
    if (get(name).isEmpty()) {
      throw wrong(name, "must be set where KAFKA_SASL_MECHANISM is " + get("sasl-mechanism"));
    }
    return get(name);
  }

  private String file(String name) {
    try {
      return Files.readString(Path.of(get(name)));
    } catch (IOException e) {
      throw new IllegalArgumentException(
          variable(name)
              + " cannot be read: "
              + get(name)
              + " ("
              + e.getClass().getSimpleName()
              + ")",
          e);
    }
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static IllegalArgumentException wrong(String name, String why) {
    return new IllegalArgumentException(variable(name) + " " + why);
  }

  private static String variable(String name) {
    return "KAFKA_" + name.toUpperCase(java.util.Locale.ROOT).replace('-', '_');
  }
}
