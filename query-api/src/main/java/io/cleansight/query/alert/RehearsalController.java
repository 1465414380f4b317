package io.cleansight.query.alert;

import io.cleansight.contracts.codec.Decoded;
import io.cleansight.event.AlertRule;
import io.cleansight.query.access.Caller;
import io.cleansight.query.web.BadParameterException;
import io.cleansight.query.web.PeriodQuery;
import io.cleansight.query.web.TimeRange;
import io.cleansight.rehearsal.Period;
import io.cleansight.rehearsal.Rehearsal;
import io.cleansight.rule.Rule;
import io.cleansight.rule.body.RuleBody;
import io.cleansight.rule.body.RuleReader;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
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

  private final ConsumerFactory<String, Decoded<SpecificRecord>> consumers;
  private final SiteReader sites;
  private final Clock clock;
  private final Semaphore seats = new Semaphore(2);

  RehearsalController(
      ConsumerFactory<String, Decoded<SpecificRecord>> consumers, SiteReader sites, Clock clock) {
    this.consumers = consumers;
    this.sites = sites;
    this.clock = clock;
  }

  /**
   * Tries a rule on the history that Kafka keeps, without saving it: which alerts it would have
   * raised, with silences and maintenance windows as they are set.
   *
   * @param ruleId of the rule that it is to replace, whose silences then cover it, too
   */
  @PostMapping("/api/v1/alerts/rules/dry-run")
  Rehearsal.Result rehearse(
      Caller caller,
      @RequestBody RuleBody body,
      @RequestParam(name = "rule_id", required = false) @Nullable UUID ruleId,
      PeriodQuery asked) {
    TimeRange range = asked.range(LONGEST, clock);
    UUID id = ruleId == null ? UUID.randomUUID() : ruleId;
    // It may be tried before it is switched on.
    var written = AlertRule.newBuilder(body.event(id)).setEnabled(true).build();
    RuleController.mustSee(caller, written);
    Rule rule = RuleReader.read(written).orElseThrow();
    Period period = upToNow(range);
    if (!seats.tryAcquire()) {
      throw new ResponseStatusException(
          HttpStatus.TOO_MANY_REQUESTS, "two dry runs are under way; try again when one is over");
    }
    try (var consumer = consumers.createConsumer(null, "dry-run")) {
      return Rehearsal.of(rule, sites.site(rule, period), consumer, period, PATIENCE);
    } finally {
      seats.release();
    }
  }

  /** Of a time to come nobody knows who will be silent. */
  private Period upToNow(TimeRange range) {
    Instant now = clock.instant();
    if (!range.from().isBefore(now)) {
      throw new BadParameterException("from", "before now");
    }
    return new Period(range.from(), range.to().isAfter(now) ? now : range.to());
  }
}
