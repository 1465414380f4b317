package io.cleansight.alert;

import io.cleansight.contracts.Topics;
import io.cleansight.contracts.codec.Decoded;
import io.cleansight.event.AlertRule;
import io.cleansight.event.Camera;
import io.cleansight.event.Silence;
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
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
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

  /** Cameras' labels and silences, as topics say one after another. */
  private record SiteSettings(
      Map<String, Set<String>> labels, Map<String, SilenceWindow> silences) {
    void take(ConsumerRecord<String, Decoded<SpecificRecord>> record) {
      switch (record.value()) {
        case Decoded.Event<SpecificRecord>(Camera it) ->
            labels.put(it.getCameraId(), Set.copyOf(it.getLabels()));
        case Decoded.Event<SpecificRecord>(Silence it) -> take(it);
        case null -> silences.remove(record.key());
        default -> {} // said in the service's log
      }
    }

    private void take(Silence written) {
      try {
        silences.put(written.getSilenceId().toString(), SilenceWindowReader.read(written));
      } catch (BadRuleException refused) {
        log.warn("silence {} is left out: {}", written.getSilenceId(), refused.getMessage());
      }
    }
  }

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
    Instant now = Clock.systemUTC().instant(); // of a time to come nobody knows who will be silent
    Instant end = to == null || to.isAfter(now) ? now : to;
    Instant start = from == null ? end.minus(Duration.ofDays(7)) : from;
    var period = new Period(start, end);
    try (var context = reading();
        var consumer = consumers(context.getBean(ConsumerFactory.class)).createConsumer(null, "")) {
      Rule rule =
          RuleReader.read(AlertRule.newBuilder(written).setEnabled(true).build()).orElseThrow();
      print(
          Rehearsal.of(rule, site(rule, consumer), consumer, period, Duration.ofHours(1)), period);
    }
  }

  private ConfigurableApplicationContext reading() {
    var quiet = new HashMap<String, Object>(settings);
    quiet.put("spring.kafka.admin.auto-create", "false");
    quiet.put("spring.kafka.streams.auto-startup", "false");
    quiet.put("logging.level.root", "warn");
    String[] arguments =
        quiet.entrySet().stream()
            .map(it -> "--" + it.getKey() + "=" + it.getValue())
            .toArray(String[]::new);
    return new SpringApplicationBuilder(Reading.class).web(WebApplicationType.NONE).run(arguments);
  }

  private void print(Rehearsal.Result result, Period period) {
    PrintWriter out = spec.commandLine().getOut();
    for (Rehearsal.Raised alert : result.alerts()) {
      Instant resolvedAt = alert.resolvedAt();
      String end = resolvedAt == null ? "still open" : "to " + resolvedAt;
      out.printf("%s  %s  %s%n", alert.raisedAt(), end, alert.message());
    }
    out.printf(
        "%d alerts from %s to %s, by %d events%s%n",
        result.raised(),
        period.from(),
        period.to(),
        result.events(),
        result.complete() ? "" : "; time ran out before all were read");
    out.flush();
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
  private static Site site(Rule rule, Consumer<String, Decoded<SpecificRecord>> consumer) {
    var settings = new SiteSettings(new HashMap<>(), new HashMap<>());
    boolean whole =
        new TopicReplay(consumer)
            .read(
                List.of(Topics.CAMERAS, Topics.SILENCES),
                Instant.EPOCH,
                Instant.MAX,
                Duration.ofMinutes(1),
                settings::take);
    if (!whole) {
      throw new IllegalStateException("cameras and silences were not read within a minute");
    }
    return new Site(
        List.of(rule), settings.labels(), Set.of(), List.copyOf(settings.silences().values()));
  }

  @SuppressWarnings("unchecked") // messaging sets the deserialisers by property
  private static ConsumerFactory<String, Decoded<SpecificRecord>> consumers(
      ConsumerFactory<?, ?> factory) {
    return (ConsumerFactory<String, Decoded<SpecificRecord>>) factory;
  }
}
