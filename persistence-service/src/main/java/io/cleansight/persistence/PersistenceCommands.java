package io.cleansight.persistence;

import io.cleansight.messaging.registry.SchemaRegistry;
import io.cleansight.messaging.security.AccessControl;
import io.cleansight.messaging.topic.PartitionGrowth;
import io.cleansight.persistence.audit.AuditChain;
import io.cleansight.persistence.deadletter.DeadLetterFilter;
import io.cleansight.persistence.deadletter.DeadLetters;
import io.cleansight.persistence.erasure.Erasures;
import io.cleansight.persistence.once.PositionReader;
import io.cleansight.persistence.retention.Retention;
import io.cleansight.persistence.statistics.Auditor;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.kafka.core.KafkaAdmin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * What an operator does by hand; each ends with 0 if it did what it says. Settings are those of the
 * service, from the environment.
 */
@Command(
    name = "persistence-service",
    description = "Keeps the record. Without a command it runs as a service.",
    mixinStandardHelpOptions = true,
    subcommandsRepeatable = false)
final class PersistenceCommands {
  private static final Map<String, Object> QUIET =
      Map.of(
          "spring.kafka.listener.auto-startup", "false",
          "spring.kafka.admin.auto-create", "false",
          "spring.task.scheduling.enabled", "false",
          "logging.level.root", "warn");

  @Spec private CommandSpec spec = CommandSpec.create();

  @Command(description = "Brings the database up to date and ends.")
  void migrate() {
    context("--persistence.migrate=true").close();
  }

  @Command(description = "Lets go what is due by persistence.retention; one instance at a time.")
  void retention(
      @Option(names = "--dry-run", description = "Only print what would go.") boolean dryRun) {
    try (var context = context()) {
      var retention = context.getBean(Retention.class);
      if (dryRun) {
        print(retention.wouldGo(), "Nothing would go.");
      } else {
        retention.letGo();
      }
    }
  }

  @Command(description = "Puts an archived day of records back into the database.")
  void restore(
      @Parameters(
              paramLabel = "FILE",
              description = "detection_records-DAY.csv.gz, its manifest beside it.")
          Path file)
      throws IOException {
    try (var context = context()) {
      out().println(context.getBean(Retention.class).putBack(file));
    }
  }

  @Command(description = "Recounts every hour; ends with 1 if a sum is not what the records say.")
  int audit() {
    try (var context = context()) {
      List<String> differences = context.getBean(Auditor.class).auditAll();
      print(differences, "Every sum is what the records say.");
      return differences.isEmpty() ? 0 : 1;
    }
  }

  @Command(
      name = "erase",
      description = {
        "Erases what was seen of cameras in a time that is over, but for what is under legal hold.",
        "The service that runs applies it; what came of it is in the audit, and at /api/v1/erasures/ID."
      })
  void erase(
      @Parameters(paramLabel = "CAMERA", arity = "1..*", description = "Their ids.")
          List<String> cameras,
      @Option(names = "--from", required = true, description = "For instance 2026-03-01T08:00:00Z.")
          Instant from,
      @Option(names = "--to", required = true, description = "Without that instant itself.")
          Instant to,
      @Option(names = "--reason", required = true, description = "Why, for the record.")
          String reason,
      @Option(names = "--by", required = true, description = "Who asks for it.") String by) {
    try (var context = context()) {
      out().println(context.getBean(Erasures.class).ask(cameras, from, to, reason, by));
    }
  }

  @Command(
      name = "verify-audit",
      description = {
        "Verifies that every line of the audit is as it was written, and none is missing.",
        "Prints how many lines are, and ends with 1 and the first line that is not."
      })
  int verifyAudit() {
    try (var context = context()) {
      AuditChain.Report report = context.getBean(AuditChain.class).verify();
      report.lines().forEach(out()::println);
      String fault = report.fault();
      out().println(fault == null ? "The audit is as it was written." : "NOT AS WRITTEN: " + fault);
      return fault == null ? 0 : 1;
    }
  }

  @Command(
      name = "dead-letters",
      description = {
        "Lists dead letters, and with --replay sends them again to the topics they came from.",
        "Each keeps its key, bytes and headers; one that is replayed twice counts once.",
        "Bytes that did not fit into a dead letter are fetched from where they lie, if they still do."
      })
  void deadLetters(
      @Option(
              names = "--topic",
              description = "Only of this topic, for instance cleansight.violations.")
          @Nullable String topic,
      @Option(names = "--code", description = "Only with this code, for instance BAD_TIME.")
          @Nullable String code,
      @Option(names = "--key", description = "Only of this camera or rule.") @Nullable String key,
      @Option(
              names = "--since",
              description = "Only dead-lettered since then, for instance 2026-03-01T00:00:00Z.")
          @Nullable Instant since,
      @Option(names = "--until", description = "Only dead-lettered before then.")
          @Nullable Instant until,
      @Option(names = "--replay", description = "Send them again; without it nothing is sent.")
          boolean replay) {
    var filter = new DeadLetterFilter(topic, code, key, since, until);
    try (var context = context()) {
      DeadLetters.Found found =
          context.getBean(DeadLetters.class).each(filter, replay, line -> out().println(line));
      out()
          .println(
              replay
                  ? "%d of %d dead letters replayed"
                      .formatted(found.letters() - found.lost(), found.letters())
                  : found.letters() + " dead letters; --replay sends them again");
    }
  }

  @Command(
      name = "grow-partitions",
      description = {
        "Grows the number of partitions of every topic that is spread by camera, and moves what is"
            + " kept by key.",
        "Every service must be stopped, and everything read; ends with 1 if not. To be run again if"
            + " it was interrupted."
      })
  int growPartitions(
      @Parameters(paramLabel = "N", description = "A multiple of the number there is.")
          int partitions,
      @Option(names = "--dry-run", description = "Only print what would be done.") boolean dryRun)
      throws InterruptedException {
    try (var context = context()) {
      var growth = context.getBean(PartitionGrowth.class);
      var written = context.getBean(PositionReader.class).all();
      String done = dryRun ? "Nothing was changed." : "Done; set TOPIC_PARTITIONS to " + partitions;
      return switch (growth.grow(partitions, dryRun, written, out()::println)) {
        case PartitionGrowth.GrowthResult.Refused(var reasons) -> {
          reasons.forEach(out()::println);
          yield 1;
        }
        case PartitionGrowth.GrowthResult.Grown(var steps) -> {
          out().println(steps.isEmpty() ? "It is so already." : done);
          yield 0;
        }
      };
    }
  }

  @Command(
      name = "acls",
      description = {
        "Prints what each service may do at Kafka, a line for each as kafka-acls.sh takes it.",
        "With --apply it makes the topics and sets these rights; for a login that may alter the"
            + " cluster."
      })
  void acls(
      @Option(
              names = "--principals",
              defaultValue = "User:NAME",
              description =
                  "How the brokers call a service, NAME standing for its name; default User:NAME.")
          String principals,
      @Option(names = "--apply", description = "Make the topics and set the rights.") boolean apply)
      throws InterruptedException {
    if (!apply) {
      AccessControl.lines(principals).forEach(out()::println);
      return;
    }
    // It has nothing to do with the database.
    try (var context = context("--spring.flyway.enabled=false")) {
      var admin = context.getBean(KafkaAdmin.class);
      admin.initialize();
      int rights = new AccessControl(admin.getConfigurationProperties()).apply(principals);
      out().println("The topics are there; " + rights + " rights are set.");
    }
  }

  @Command(
      name = "register-schemas",
      description = {
        "Registers every released and current schema of the public topics at the schema registry,"
            + " and has it take only what is compatible both ways with all of them.",
        "What is there already stays; to be run before services write with ids of the registry, and"
            + " before each upgrade."
      })
  void registerSchemas() {
    // Of the service it needs the settings alone.
    try (var settings = context(PersistenceCommands.class)) {
      SchemaRegistry.of(settings.getEnvironment()).register().forEach(out()::println);
    }
  }

  private void print(List<String> lines, String ifNone) {
    (lines.isEmpty() ? List.of(ifNone) : lines).forEach(out()::println);
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private static ConfigurableApplicationContext context(String... settings) {
    return context(PersistenceApplication.class, settings);
  }

  private static ConfigurableApplicationContext context(Class<?> source, String... settings) {
    return new SpringApplicationBuilder(source)
        .web(WebApplicationType.NONE)
        .properties(QUIET)
        .run(settings);
  }
}
