package io.cleansight.messaging.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaSecurityTest {
  private static final Map<String, String> SCRAM =
      Map.of(
          "security-protocol", "SASL_SSL",
          "sasl-mechanism", "SCRAM-SHA-512",
          "username", "query-api",
          "password", "a \"word\"");

  @TempDir Path folder;

  @Test
  void plainTextNeedsNothing() {
    assertThat(client(Map.of("security-protocol", "PLAINTEXT"))).isEmpty();
  }

  @Test
  void aPasswordIsQuoted() {
    assertThat(client(SCRAM))
        .containsEntry("security.protocol", "SASL_SSL")
        .containsEntry("sasl.mechanism", "SCRAM-SHA-512")
        .containsEntry(
            "sasl.jaas.config",
            "org.apache.kafka.common.security.scram.ScramLoginModule required"
                + " username=\"query-api\" password=\"a \\\"word\\\"\";");
  }

  @Test
  void theOwnCertificateAndKeyAreRead() throws Exception {
    Path file = Files.writeString(folder.resolve("one.pem"), "a certificate");
    assertThat(
            client(
                Map.of(
                    "security-protocol", "SSL",
                    "ca-file", file.toString(),
                    "certificate-file", file.toString(),
                    "key-file", file.toString())))
        .containsEntry("ssl.truststore.location", file.toString())
        .containsEntry("ssl.keystore.key", "a certificate");
  }

  @Test
  void credentialsAreNotSentInTheClear() {
    var settings = new HashMap<>(SCRAM);
    settings.put("security-protocol", "PLAINTEXT");
    assertWrong(settings, "KAFKA_SASL_MECHANISM is set, but KAFKA_SECURITY_PROTOCOL is PLAINTEXT");
    settings.put("security-protocol", "SASL_PLAINTEXT");
    assertWrong(settings, "KAFKA_SECURITY_PROTOCOL must be PLAINTEXT, SSL or SASL_SSL");
  }

  @Test
  void whatIsMissingIsNamed() {
    assertWrong(without("username"), "KAFKA_USERNAME must be set");
    assertWrong(without("password"), "KAFKA_PASSWORD must be set");
    assertWrong(without("sasl-mechanism"), "KAFKA_SASL_MECHANISM is set exactly where");
    assertWrong(with("sasl-mechanism", "PLAIN"), "KAFKA_SASL_MECHANISM must be one of");
    assertWrong(with("sasl-mechanism", "OAUTHBEARER"), "KAFKA_TOKEN_URL must be set");
    assertWrong(with("ca-file", "/no/such.crt"), "KAFKA_CA_FILE cannot be read: /no/such.crt");
    assertWrong(with("key-file", "/no/such.key"), "KAFKA_CERTIFICATE_FILE and KAFKA_KEY_FILE");
  }

  private static Map<String, String> without(String name) {
    var settings = new HashMap<>(SCRAM);
    settings.remove(name);
    return settings;
  }

  private static Map<String, String> with(String name, String value) {
    var settings = new HashMap<>(SCRAM);
    settings.put(name, value);
    return settings;
  }

  private static void assertWrong(Map<String, String> settings, String complaint) {
    assertThatThrownBy(() -> client(settings))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(complaint)
        .hasMessageNotContaining("a \"word\"");
  }

  private static Map<String, String> client(Map<String, String> settings) {
    return KafkaSecurity.client(name -> settings.getOrDefault(name, ""));
  }
}
