package io.cleansight.query.audit;

import io.cleansight.contracts.Topics;
import io.cleansight.contracts.vocabulary.AuditAction;
import io.cleansight.event.AuditEntry;
import io.cleansight.messaging.codec.EventRecords;
import io.cleansight.query.access.Caller;
import io.cleansight.query.access.LoggedOut;
import io.cleansight.query.access.LoginAttempt;
import io.cleansight.query.access.Role;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.ProducerRecord;
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
 * Sends entries of the audit on their way to persistence. What shows people is shown once Kafka has
 * its entry on every replica that must have it, and refused if that takes too long; an entry of a
 * look that was refused may still follow. Other entries are sent until Kafka confirms them, and
 * waited for by nobody; where Kafka cannot even take one, what it is about is refused.
 */
@Component
public class Audit {
  private static final Logger log = LoggerFactory.getLogger(Audit.class);

  /** No user is called so. */
  private static final Caller NOBODY = new Caller("-", Role.VIEWER, Set.of());

  private final KafkaTemplate<String, Object> kafka;
  private final EventRecords records;

  private final Clock clock;
  private final AuditProperties properties;
  private final RecentLooks looks = new RecentLooks();

  Audit(
      KafkaTemplate<String, Object> kafka,
      EventRecords records,
      Clock clock,
      AuditProperties properties) {
    this.kafka = kafka;
    this.records = records;
    this.clock = clock;
    this.properties = properties;
  }

  /**
   * Notes what the caller of this thread's request does.
   *
   * @param camera null: of no camera
   * @throws ResponseStatusException 503, if it is not to happen as it would be in no audit
   */
  public void note(Caller caller, AuditAction action, String target, @Nullable String camera) {
    note(caller, action, target, camera, address());
  }

  /** The same as {@link #note} where there is no request, from that address. */
  public void note(
      Caller caller, AuditAction action, String target, @Nullable String camera, String address) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    var id = UUID.randomUUID();
    var entry =
        AuditEntry.newBuilder()
            .setEntryId(id)
            .setAt(now)
            .setWho(caller.name())
            .setRole(caller.role().name().toLowerCase(Locale.ROOT))
            .setAction(action.word())
            .setTarget(target)
            .setCameraId(camera)
            .setAddress(address)
            .build();
    CompletableFuture<?> sent = send(records.of(Topics.AUDIT, id, now, entry, null));
    if (properties.failClosed() && action.isShowing()) {
      await(sent);
    }
  }

  /** Notes that the caller of this thread's request looks at a camera; once in five minutes. */
  public void noteLook(Caller caller, AuditAction action, String camera) {
    noteLook(caller, action, camera, camera);
  }

  /** The same of something else that a camera has seen and that is shown a part at a time. */
  public void noteLook(Caller caller, AuditAction action, String target, String camera) {
    var look = new RecentLooks.Look(caller.name(), action, target, address());
    if (!looks.isNoted(look, clock.instant())) {
      note(caller, action, target, camera);
      looks.noted(look, clock.instant());
    }
  }

  private CompletableFuture<?> send(ProducerRecord<String, Object> entry) {
    try {
      return kafka
          .send(entry)
          .whenComplete(
              (_, failure) -> {
                if (failure != null) {
                  log.error("not in the audit: {}", entry.value(), failure);
                }
              });
    } catch (KafkaException | org.apache.kafka.common.KafkaException e) {
      throw unaudited(e);
    }
  }

  private void await(CompletableFuture<?> sent) {
    try {
      sent.get(properties.patience().toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw unaudited(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unaudited(e);
    }
  }

  private static ResponseStatusException unaudited(Exception e) {
    return new ResponseStatusException(
        HttpStatus.SERVICE_UNAVAILABLE, "Kafka does not answer; nothing goes unaudited", e);
  }

  /** Whoever was refused has no name: what they typed may be anything. */
  @EventListener
  void on(LoginAttempt attempt) {
    Caller account = attempt.who();
    if (attempt.successful() && account != null) {
      note(account, AuditAction.LOGGED_IN, account.name(), null);
    } else {
      note(NOBODY, AuditAction.LOGIN_REFUSED, account == null ? "" : account.name(), null);
    }
  }

  @EventListener
  void on(LoggedOut end) {
    note(end.who(), AuditAction.LOGGED_OUT, end.who().name(), null);
  }

  private static String address() {
    return RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes request
        ? request.getRequest().getRemoteAddr()
        : "";
  }
}
