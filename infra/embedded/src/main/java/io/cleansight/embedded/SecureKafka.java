package io.cleansight.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Uuid;

/**
 * One Kafka broker in this process that speaks TLS alone, asks whoever comes for who they are, and
 * lets them do what access control lists say: nothing, to begin with. {@link #OPERATOR} may do all.
 */
public final class SecureKafka implements AutoCloseable {
  public static final String OPERATOR = "operator";

  private static final String BROKER = "broker";
  private static final String LOGIN_MODULES = "org.apache.kafka.common.security.";
  private static final int LISTENERS = 4;

  /** Setting that says where the keys are by which tokens are signed. */
  private static final String KEYS = "sasl.oauthbearer.jwks.endpoint.url";

  private final kafka.server.KafkaRaftServer server;
  private final int firstPort;

  private SecureKafka(kafka.server.KafkaRaftServer server, int firstPort) {
    this.server = server;
    this.firstPort = firstPort;
  }

  /**
   * Starts it.
   *
   * @param data directory of its own
   * @param passwords of those who log in with SCRAM, by name
   * @param more settings of the broker that go before ours; tokens are taken where they name keys
   */
  public static SecureKafka start(
      Path data, Certificates certificates, Map<String, String> passwords, Map<String, String> more)
      throws IOException, InterruptedException {
    int port = Ports.anyFree(LISTENERS);
    int controller = port + LISTENERS - 1;
    boolean tokens = more.containsKey(KEYS);
    var settings = new HashMap<>(settings(certificates, port, controller, tokens));
    settings.putAll(more);
    var node =
        new KafkaNode(1, data, port, controller, KafkaNode.voter(1, controller), 1, settings);
    List<String> scram =
        passwords.entrySet().stream()
            .map(it -> "SCRAM-SHA-512=[name=%s,password=%s]".formatted(it.getKey(), it.getValue()))
            .toList();
    node.format(Uuid.randomUuid().toString(), scram);
    return new SecureKafka(node.start(), port);
  }

  /** Where names and passwords are asked for, by SCRAM-SHA-512. */
  public String scramServers() {
    return address(firstPort);
  }

  /** Where tokens are asked for. */
  public String oauthServers() {
    return address(firstPort + 1);
  }

  /** Where certificates are asked for. */
  public String mutualTlsServers() {
    return address(firstPort + 2);
  }

  @Override
  public void close() {
    server.shutdown();
    server.awaitShutdown();
  }

  private static String address(int port) {
    return KafkaNode.HOST + ":" + port;
  }

  private static Map<String, String> settings(
      Certificates certificates, int port, int controller, boolean tokens)
      throws IOException, InterruptedException {
    Certificates.Certified own = certificates.issue(BROKER);
    String clients =
        "SCRAM://%s,%sMUTUAL://%s"
            .formatted(
                address(port),
                tokens ? "OAUTH://" + address(port + 1) + "," : "",
                address(port + 2));
    return Map.ofEntries(
        Map.entry("listeners", clients + ",CONTROLLER://" + address(controller)),
        Map.entry("advertised.listeners", clients),
        Map.entry(
            "listener.security.protocol.map",
            "SCRAM:SASL_SSL,OAUTH:SASL_SSL,MUTUAL:SSL,CONTROLLER:SSL"),
        Map.entry("inter.broker.listener.name", "MUTUAL"),
        Map.entry("ssl.keystore.type", "PEM"),
        Map.entry("ssl.keystore.certificate.chain", Files.readString(own.certificate())),
        Map.entry("ssl.keystore.key", Files.readString(own.key())),
        Map.entry("ssl.truststore.type", "PEM"),
        Map.entry("ssl.truststore.certificates", Files.readString(certificates.authority())),
        Map.entry("listener.name.mutual.ssl.client.auth", "required"),
        Map.entry("listener.name.controller.ssl.client.auth", "required"),
        Map.entry("ssl.principal.mapping.rules", "RULE:^CN=([^,]+).*$/$1/,DEFAULT"),
        Map.entry("listener.name.scram.sasl.enabled.mechanisms", "SCRAM-SHA-512"),
        Map.entry(
            "listener.name.scram.scram-sha-512.sasl.jaas.config",
            LOGIN_MODULES + "scram.ScramLoginModule required;"),
        Map.entry("listener.name.oauth.sasl.enabled.mechanisms", "OAUTHBEARER"),
        Map.entry(
            "listener.name.oauth.oauthbearer.sasl.jaas.config",
            LOGIN_MODULES + "oauthbearer.OAuthBearerLoginModule required;"),
        Map.entry(
            "listener.name.oauth.oauthbearer.sasl.server.callback.handler.class",
            LOGIN_MODULES + "oauthbearer.OAuthBearerValidatorCallbackHandler"),
        Map.entry(
            "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer"),
        Map.entry("allow.everyone.if.no.acl.found", "false"),
        Map.entry("super.users", "User:" + BROKER + ";User:" + OPERATOR));
  }
}
