package io.cleansight.query.violation;

import io.cleansight.contracts.Topics;
import io.cleansight.event.Review;
import io.cleansight.messaging.EventRecords;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.http.HttpStatus;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;

/** Sends decisions on their way to persistence, which alone writes. */
@Component
class ReviewPublisher {
  private static final int PATIENCE_SECONDS = 5;

  private final KafkaTemplate<String, Object> kafka;
  private final EventRecords records;
  private final Clock clock;

  ReviewPublisher(KafkaTemplate<String, Object> kafka, EventRecords records, Clock clock) {
    this.kafka = kafka;
    this.records = records;
    this.clock = clock;
  }

  /** Returns the command's id once Kafka has it; 503 if Kafka does not answer. */
  UUID publish(ViolationView violation, Decision decision) throws InterruptedException {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    var command = UUID.randomUUID();
    var review =
        Review.newBuilder()
            .setCommandId(command)
            .setCameraId(violation.cameraId())
            .setTarget("violation")
            .setTargetId(violation.id())
            .setStatus(Objects.requireNonNull(decision.status()))
            .setExpectedVersion(decision.expectedVersion())
            .setHandledBy(Objects.requireNonNullElse(decision.handledBy(), "web"))
            .setNotes(decision.notes())
            .setDecidedAt(now)
            .setReason(decision.reason())
            .setAssignee(decision.assignee())
            .setLegalHold(decision.legalHold())
            .build();
    try {
      kafka
          .send(records.of(Topics.REVIEWS, command, now, review, null))
          .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      return command;
    } catch (ExecutionException | TimeoutException e) {
      throw new ResponseStatusException(
          HttpStatus.SERVICE_UNAVAILABLE, "Kafka does not answer; nothing was decided", e);
    }
  }
}
