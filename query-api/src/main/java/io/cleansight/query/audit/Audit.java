package io.cleansight.query.audit;

import io.cleansight.contracts.Topics;
import io.cleansight.event.AuditEntry;
import io.cleansight.messaging.EventRecords;
import io.cleansight.query.access.Caller;
import io.cleansight.query.access.LoginAttempt;
import io.cleansight.query.access.Role;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.http.HttpStatus;
import org.springframework.kafka.KafkaException;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import org.springframework.web.server.ResponseStatusException;

/**
 * Sends entries of the audit on their way to persistence. An entry that Kafka has not yet confirmed
 * is waited for by nobody, and sent until it is; where Kafka cannot even take it, what was to be
 * seen is refused.
 */
@Component
public class Audit {
  private static final Logger log = LoggerFactory.getLogger(Audit.class);

  /** No user is called so. */
  private static final Caller NOBODY = new Caller("-", Role.VIEWER, Set.of());

  private final KafkaTemplate<String, Object> kafka;
  private final EventRecords records;
  private final Clock clock;

  Audit(KafkaTemplate<String, Object> kafka, EventRecords records, Clock clock) {
    this.kafka = kafka;
    this.records = records;
    this.clock = clock;
  }

  /**
   * Notes what the caller of this thread's request does.
   *
   * @param camera null: of no camera
   */
  public void note(Caller caller, String action, String target, @Nullable String camera) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    var id = UUID.randomUUID();
    var entry =
        AuditEntry.newBuilder()
            .setEntryId(id)
            .setAt(now)
            .setWho(caller.name())
            .setRole(caller.role().name().toLowerCase(Locale.ROOT))
            .setAction(action)
            .setTarget(target)
            .setCameraId(camera)
            .setAddress(address())
            .build();
    try {
      kafka
          .send(records.of(Topics.AUDIT, id, now, entry, null))
          .whenComplete(
              (_, failure) -> {
                if (failure != null) {
                  log.error("not in the audit: {}", entry, failure);
                }
              });
    } catch (KafkaException | org.apache.kafka.common.KafkaException e) {
      throw new ResponseStatusException(
          HttpStatus.SERVICE_UNAVAILABLE, "Kafka does not answer; nothing goes unaudited", e);
    }
  }

  /** Whoever was refused has no name: what they typed may be anything. */
  @EventListener
  void on(LoginAttempt attempt) {
    Caller account = attempt.who();
    if (attempt.successful() && account != null) {
      note(account, "logged_in", account.name(), null);
    } else {
      note(NOBODY, "login_refused", account == null ? "" : account.name(), null);
    }
  }

  private static String address() {
    return RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes request
        ? request.getRequest().getRemoteAddr()
        : "";
  }
}
