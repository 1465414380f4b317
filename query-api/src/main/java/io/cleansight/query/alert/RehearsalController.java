package io.cleansight.query.alert;

import io.cleansight.event.AlertRule;
import io.cleansight.messaging.Decoded;
import io.cleansight.query.access.Caller;
import io.cleansight.query.web.TimeRange;
import io.cleansight.rehearsal.Rehearsal;
import io.cleansight.rule.Rule;
import io.cleansight.rule.RuleBody;
import io.cleansight.rule.RuleReader;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * {@code /api/v1/alerts/rules/dry-run}: which alerts a rule would have raised on the history that
 * Kafka keeps. Two at a time.
 */
@RestController
class RehearsalController {
  private static final Duration LONGEST = Duration.ofDays(30);
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String LABELS =
      "SELECT id, label FROM cameras, jsonb_array_elements_text(labels) AS label";

  private final ConsumerFactory<String, Decoded<SpecificRecord>> consumers;
  private final JdbcClient jdbc;
  private final Clock clock;
  private final Semaphore seats = new Semaphore(2);

  RehearsalController(
      ConsumerFactory<String, Decoded<SpecificRecord>> consumers, JdbcClient jdbc, Clock clock) {
    this.consumers = consumers;
    this.jdbc = jdbc;
    this.clock = clock;
  }

  private record Label(String id, String label) {}

  /**
   * Tries a rule on the history that Kafka keeps, without saving it: which alerts it would have
   * raised.
   */
  @PostMapping("/api/v1/alerts/rules/dry-run")
  Rehearsal.Result rehearse(
      Caller caller,
      @RequestBody RuleBody body,
      @RequestParam(required = false) @Nullable String from,
      @RequestParam(required = false) @Nullable String to) {
    caller.mustSeeAll();
    TimeRange range = TimeRange.of(from, to, LONGEST, clock);
    // It may be tried before it is switched on.
    var written = AlertRule.newBuilder(body.event(UUID.randomUUID())).setEnabled(true).build();
    Rule rule = RuleReader.read(written).orElseThrow();
    if (!seats.tryAcquire()) {
      throw new ResponseStatusException(
          HttpStatus.TOO_MANY_REQUESTS, "two dry runs are under way; try again when one is over");
    }
    try (var consumer = consumers.createConsumer(null, "dry-run")) {
      Map<String, Set<String>> labels = labels();
      return Rehearsal.of(
          rule,
          consumer,
          camera -> labels.getOrDefault(camera, Set.of()),
          range.from(),
          range.to(),
          PATIENCE);
    } finally {
      seats.release();
    }
  }

  private Map<String, Set<String>> labels() {
    var labels = new HashMap<String, Set<String>>();
    for (Label it : jdbc.sql(LABELS).query(Label.class).list()) {
      labels.computeIfAbsent(it.id(), _ -> new HashSet<>()).add(it.label());
    }
    return labels;
  }
}
