package io.cleansight.persistence.statistics;

import io.cleansight.messaging.metric.Metric;
import io.cleansight.persistence.once.LongTransaction;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Recounts hours, picked at random, from the records that exist, adds their quarters up, and
 * reports every difference.
 */
@Component
public class Auditor {
  private static final Logger log = LoggerFactory.getLogger(Auditor.class);
  private static final int HOURS_AT_ONCE = 5;

  private final RecountReader recounts;
  private final QuarterReader quarters;
  private final LongTransaction slowly;
  private final Counter audited;
  private final Counter differences;

  Auditor(
      RecountReader recounts,
      QuarterReader quarters,
      LongTransaction slowly,
      MeterRegistry meters) {
    this.recounts = recounts;
    this.quarters = quarters;
    this.slowly = slowly;
    this.audited = Metric.AUDIT_HOURS.counter(meters);
    this.differences = Metric.AUDIT_DIFFERENCES.counter(meters);
  }

  /**
   * Every difference between any hour and a recount of it, or what its quarters add up to, in
   * words.
   */
  public List<String> auditAll() {
    return slowly.run(() -> audit(recounts.all(), quarters.all()));
  }

  @Scheduled(initialDelayString = "PT1M", fixedDelayString = "${persistence.audit-every:10m}")
  void auditSome() {
    try {
      audit(recounts.some(HOURS_AT_ONCE), quarters.some(HOURS_AT_ONCE));
    } catch (DataAccessException e) {
      log.warn("No audit this time: {}", e.getMessage());
    }
  }

  private List<String> audit(List<Recount> ofHours, List<String> ofQuarters) {
    List<String> found =
        Stream.concat(
                ofHours.stream().flatMap(it -> it.differences().stream()), ofQuarters.stream())
            .toList();
    audited.increment(ofHours.size());
    differences.increment(found.size());
    found.forEach(difference -> log.error("{}", difference));
    return found;
  }
}
