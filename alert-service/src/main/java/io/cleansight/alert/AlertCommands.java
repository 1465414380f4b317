package io.cleansight.alert;

import io.cleansight.contracts.Topics;
import io.cleansight.event.AlertRule;
import io.cleansight.event.Camera;
import io.cleansight.event.Silence;
import io.cleansight.messaging.codec.Decoded;
import io.cleansight.messaging.read.TopicReplay;
import io.cleansight.rehearsal.Period;
import io.cleansight.rehearsal.Rehearsal;
import io.cleansight.rule.Rule;
import io.cleansight.rule.SilenceWindow;
import io.cleansight.rule.Site;
import io.cleansight.rule.body.RuleBody;
import io.cleansight.rule.body.RuleReader;
import io.cleansight.rule.body.SilenceWindowReader;
import io.cleansight.rule.condition.BadRuleException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.ConsumerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** What an operator does by hand. Settings are those of the service, from the environment. */
@Command(
    name = "alert-service",
    description = "Evaluates alert rules. Without a command it runs as a service.",
    mixinStandardHelpOptions = true)
public final class AlertCommands {
  private static final Logger log = LoggerFactory.getLogger(AlertCommands.class);
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final Map<String, Object> settings;
  @Spec private CommandSpec spec = CommandSpec.create();

  AlertCommands() {
    this(Map.of());
  }

  /**
   * @param settings beside those of the environment
   */
  public AlertCommands(Map<String, Object> settings) {
    this.settings = settings;
  }

  /** Reads topics, and does nothing else that the service does. */
  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class Reading {}

  @Command(
      name = "dry-run",
      description = "Says which alerts a rule would have raised on the history that Kafka keeps.")
  void dryRun(
      @Option(names = "--rule", required = true, description = "A rule in JSON, as REST takes it.")
          Path file,
      @Option(names = "--from", description = "Default: seven days before --to.")
          @Nullable Instant from,
      @Option(names = "--to", description = "Default: now.") @Nullable Instant to)
      throws IOException {
    AlertRule written = read(file);
    Instant now = Instant.now(); // of a time to come nobody knows who will be silent
    Instant end = to == null || to.isAfter(now) ? now : to;
    Instant start = from == null ? end.minus(Duration.ofDays(7)) : from;
    var quiet = new HashMap<String, Object>(settings);
    quiet.put("spring.kafka.admin.auto-create", "false");
    quiet.put("spring.kafka.streams.auto-startup", "false");
    quiet.put("logging.level.root", "warn");
    var application = new SpringApplicationBuilder(Reading.class).web(WebApplicationType.NONE);
    String[] arguments =
        quiet.entrySet().stream()
            .map(it -> "--" + it.getKey() + "=" + it.getValue())
            .toArray(String[]::new);
    try (var context = application.run(arguments);
        var consumer = consumers(context.getBean(ConsumerFactory.class)).createConsumer(null, "")) {
      Rule rule =
          RuleReader.read(AlertRule.newBuilder(written).setEnabled(true).build()).orElseThrow();
      var result =
          Rehearsal.of(
              rule, site(rule, consumer), consumer, new Period(start, end), Duration.ofHours(1));
      PrintWriter out = spec.commandLine().getOut();
      for (Rehearsal.Raised alert : result.alerts()) {
        out.printf(
            "%s  %s  %s%n",
            alert.raisedAt(),
            alert.resolvedAt() == null ? "still open" : "to " + alert.resolvedAt(),
            alert.message());
      }
      out.printf(
          "%d alerts from %s to %s, by %d events%s%n",
          result.raised(),
          start,
          end,
          result.events(),
          result.complete() ? "" : "; time ran out before all were read");
      out.flush();
    }
  }

  private AlertRule read(Path file) throws IOException {
    try {
      return JSON.readValue(Files.readString(file), RuleBody.class).event(UUID.randomUUID());
    } catch (JacksonException e) {
      throw new ParameterException(
          spec.commandLine(), file + " is no rule: " + e.getOriginalMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), file + ": " + e.getMessage(), e);
    }
  }

  /** That rule alone, with cameras' labels and with silences as they are set. */
  private static Site site(
      Rule rule,
      org.apache.kafka.clients.consumer.Consumer<String, Decoded<SpecificRecord>> consumer) {
    var labels = new HashMap<String, Set<String>>();
    var quiets = new HashMap<String, SilenceWindow>();
    boolean whole =
        new TopicReplay(consumer)
            .read(
                List.of(Topics.CAMERAS, Topics.SILENCES),
                Instant.EPOCH,
                Instant.MAX,
                Duration.ofMinutes(1),
                record -> {
                  switch (record.value()) {
                    case Decoded.Event<SpecificRecord>(Camera it) ->
                        labels.put(it.getCameraId(), Set.copyOf(it.getLabels()));
                    case Decoded.Event<SpecificRecord>(Silence it) -> silence(it, quiets);
                    case null -> quiets.remove(record.key());
                    default -> {} // said in the service's log
                  }
                });
    if (!whole) {
      throw new IllegalStateException("cameras and silences were not read within a minute");
    }
    return new Site(List.of(rule), labels, Set.of(), List.copyOf(quiets.values()));
  }

  private static void silence(Silence written, Map<String, SilenceWindow> quiets) {
    try {
      quiets.put(written.getSilenceId().toString(), SilenceWindowReader.read(written));
    } catch (BadRuleException refused) {
      log.warn("silence {} is left out: {}", written.getSilenceId(), refused.getMessage());
    }
  }

  @SuppressWarnings("unchecked") // messaging sets the deserialisers by property
  private static ConsumerFactory<String, Decoded<SpecificRecord>> consumers(
      ConsumerFactory<?, ?> factory) {
    return (ConsumerFactory<String, Decoded<SpecificRecord>>) factory;
  }
}
