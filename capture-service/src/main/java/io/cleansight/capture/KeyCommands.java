package io.cleansight.capture;

import io.cleansight.capture.setting.SourceRotation;
import io.cleansight.contracts.codec.Decoded;
import io.cleansight.messaging.codec.EventRecords;
import io.cleansight.sourcekey.SourceKeyset;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The keys for cameras' sources. A rotation is {@code rotate}, its private key to capture-service,
 * then its public key to query-api, {@code reencrypt}, and {@code retire}; nobody enters an address
 * again.
 */
@Command(
    name = "keys",
    description = "The keys for the sources of cameras that people add.",
    mixinStandardHelpOptions = true)
public final class KeyCommands {
  static final String PRIVATE_KEY = "CAMERA_PRIVATE_KEY";

  private final Map<String, String> environment;
  private final Map<String, Object> settings;
  @Spec private CommandSpec spec = CommandSpec.create();

  KeyCommands() {
    this(System.getenv(), Map.of());
  }

  /**
   * @param environment holds the private key
   * @param settings beside those of the environment
   */
  public KeyCommands(Map<String, String> environment, Map<String, Object> settings) {
    this.environment = Map.copyOf(environment);
    this.settings = Map.copyOf(settings);
  }

  /** Reads and writes topics, and does nothing else that the service does. */
  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class Messaging {}

  @Command(name = "new", description = "Prints new keys: the first is capture-service's alone.")
  void create() {
    print(SourceKeyset.generate());
  }

  @Command(
      description =
          "Prints the keys with a new one beside those of CAMERA_PRIVATE_KEY, which can still be"
              + " read by.")
  void rotate() {
    print(keys().rotated());
  }

  @Command(
      description =
          "Encrypts every source in Kafka for the newest key of CAMERA_PRIVATE_KEY; ends with 1 if"
              + " one could not be read.")
  int reencrypt() {
    SourceKeyset keys = keys();
    try (var context = context()) {
      SourceRotation.Result result =
          new SourceRotation(
                  keys,
                  kafka(context.getBean(KafkaTemplate.class)),
                  consumers(context.getBean(ConsumerFactory.class)),
                  context.getBean(EventRecords.class),
                  Clock.systemUTC())
              .run();
      print(result, keys);
      return result.unreadable().isEmpty() ? 0 : 1;
    }
  }

  @Command(description = "Prints the newest key of CAMERA_PRIVATE_KEY alone, after reencrypt.")
  void retire() {
    print(keys().primaryOnly());
  }

  private SourceKeyset keys() {
    String text = environment.getOrDefault(PRIVATE_KEY, "");
    if (text.isBlank()) {
      throw new ParameterException(
          spec.commandLine(), PRIVATE_KEY + " is not set: `keys new` prints one");
    }
    try {
      return SourceKeyset.parse(text);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private void print(SourceKeyset keys) {
    out().println("CAMERA_PRIVATE_KEY=" + keys.secret());
    out().println("CAMERA_PUBLIC_KEY=" + keys.publicKey());
    out()
        .println(
            "# key ids, the newest first: "
                + keys.ids().stream()
                    .map(Integer::toUnsignedString)
                    .collect(Collectors.joining(", ")));
    out().flush();
  }

  private void print(SourceRotation.Result result, SourceKeyset keys) {
    out()
        .printf(
            "%d sources encrypted anew for key %s, %d were before, %d cannot be read%s%n",
            result.encryptedAnew().size(),
            Integer.toUnsignedString(keys.ids().getFirst()),
            result.current().size(),
            result.unreadable().size(),
            result.unreadable().isEmpty() ? "" : ": " + String.join(", ", result.unreadable()));
    out().flush();
  }

  private ConfigurableApplicationContext context() {
    var quiet = new HashMap<String, Object>(settings);
    quiet.put("spring.kafka.admin.auto-create", "false");
    quiet.put("logging.level.root", "warn");
    return new SpringApplicationBuilder(Messaging.class)
        .web(WebApplicationType.NONE)
        .run(
            quiet.entrySet().stream()
                .map(it -> "--" + it.getKey() + "=" + it.getValue())
                .toArray(String[]::new));
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  @SuppressWarnings("unchecked") // messaging sets the serialisers by property
  private static KafkaTemplate<String, Object> kafka(KafkaTemplate<?, ?> template) {
    return (KafkaTemplate<String, Object>) template;
  }

  @SuppressWarnings("unchecked") // messaging sets the deserialisers by property
  private static ConsumerFactory<String, Decoded<SpecificRecord>> consumers(
      ConsumerFactory<?, ?> factory) {
    return (ConsumerFactory<String, Decoded<SpecificRecord>>) factory;
  }
}
