package io.cleansight.alert.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.contracts.vocabulary.AlertState;
import io.cleansight.event.Alert;
import io.cleansight.event.Notification;
import io.cleansight.event.NotificationRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OutboxTest {
  private static final String TRACE = "00-0123456789abcdef0123456789abcdef-0123456789abcdef-01";
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Duration DEADLINE = Duration.ofHours(1);

  private final Kept kept = new Kept();
  private final Door door = new Door();
  private Outbox outbox = outbox(3);
  private int requests;

  @Test
  void whatIsDeliveredWaitsNoMore() {
    Alert alert = add("hook");
    Outbox.Dispatch dispatch = due(0).getFirst();
    assertThat(dispatch.message().items()).hasSize(1);
    assertThat(dispatch.message().recipient()).isEqualTo("hook");
    assertThat(dispatch.message().alert()).isEqualTo(alert);
    assertThat(dispatch.message().at()).isEqualTo(NOON);
    assertThat(dispatch.channel()).isEqualTo("hook");
    assertThat(kept.requests).hasSize(1);
    assertThat(due(1)).isEmpty();
    outbox.delivered(dispatch, true, at(1));
    assertThat(kept.said).containsExactly("delivered after 1");
    assertThat(kept.notifications.getFirst().getAt()).isEqualTo(at(1));
    assertThat(kept.requests).isEmpty();
    assertThat(kept.attempts).isEmpty();
    assertThat(due(1)).isEmpty();
  }

  @Test
  void whatFailsIsTriedAgainAfterPausesThatGrowAndSaysSoOnce() {
    add("hook");
    outbox.failed(due(0).getFirst(), "answers 500", false, at(0));
    assertThat(kept.said).containsExactly("retrying after 1: answers 500");
    assertThat(due(9)).isEmpty();
    outbox.failed(due(10).getFirst(), "answers 502", false, at(10));
    assertThat(due(29)).isEmpty();
    outbox.delivered(due(30).getFirst(), true, at(31));
    assertThat(kept.said).containsExactly("retrying after 1: answers 500", "delivered after 3");
  }

  @Test
  void whatIsNotDeliveredByItsDeadlineIsGivenUpWithTheLastError() {
    add("hook");
    outbox.failed(due(0).getFirst(), "answers 500", false, at(0));
    Outbox.Dispatch last = due(3599).getFirst();
    assertThat(due(3600)).isEmpty(); // on its way: it may yet arrive
    outbox.failed(last, "answers 503", false, at(3601));
    assertThat(due(3601)).isEmpty();
    assertThat(kept.said).endsWith("given_up after 2: answers 503");
    assertThat(kept.requests).isEmpty();
    assertThat(kept.attempts).isEmpty();
  }

  @Test
  void whatNobodyHadAPlaceForIsGivenUpToo() {
    door.places = 0;
    add("hook");
    assertThat(due(3599)).isEmpty();
    assertThat(kept.said).isEmpty();
    assertThat(due(3600)).isEmpty();
    assertThat(kept.said).containsExactly("given_up after 0: not attempted before its deadline");
  }

  @Test
  void whatIsOverTheLimitWaitsAndGoesOutAsOne() {
    var alerts = new HashSet<Alert>();
    for (int i = 0; i < 8; i++) {
      alerts.add(add("hook"));
    }
    List<Outbox.Dispatch> first = due(0);
    assertThat(first).hasSize(3);
    assertThat(kept.said).hasSize(5).containsOnly("postponed after 0: over 3 a minute");
    first.forEach(it -> outbox.delivered(it, true, at(1)));
    assertThat(due(59)).isEmpty();
    assertThat(kept.said).hasSize(8); // each is said once
    alerts.add(add("hook", 59));
    List<Outbox.Dispatch> rest = due(60);
    assertThat(rest).hasSize(1);
    assertThat(rest.getFirst().message().items()).hasSize(6);
    outbox.delivered(rest.getFirst(), true, at(61));
    var told = new HashSet<Alert>();
    first.forEach(it -> told.add(it.message().alert()));
    rest.getFirst().message().items().forEach(it -> told.add(it.alert()));
    assertThat(told).isEqualTo(alerts);
    assertThat(kept.requests).isEmpty();
    // It counts as one.
    add("hook", 62);
    add("hook", 62);
    add("hook", 62);
    assertThat(due(62)).hasSize(2);
  }

  @Test
  void oneAloneIsNoSummaryAndWhatFailsDoesNotCount() {
    outbox = outbox(1);
    add("hook");
    add("hook");
    Outbox.Dispatch first = due(0).getFirst();
    assertThat(due(0)).isEmpty();
    outbox.failed(first, "answers 500", false, at(1));
    List<Outbox.Dispatch> second = due(2);
    assertThat(second).hasSize(1);
    assertThat(second.getFirst().message().isSummary()).isFalse();
  }

  @Test
  void aSummaryThatFailsIsTriedAgainAsOne() {
    outbox = outbox(1);
    for (int i = 0; i < 3; i++) {
      add("hook");
    }
    outbox.delivered(due(0).getFirst(), true, at(0));
    Outbox.Dispatch summary = due(60).getFirst();
    assertThat(summary.message().items()).hasSize(2);
    outbox.failed(summary, "answers 500", false, at(60));
    assertThat(due(69)).isEmpty();
    assertThat(due(70).getFirst().message().items()).hasSize(2);
    assertThat(kept.said).filteredOn(it -> it.startsWith("retrying")).hasSize(2);
  }

  @Test
  void aSummaryHoldsOnlySoMany() {
    outbox = outbox(1);
    int most = Outbox.MOST_IN_SUMMARY;
    for (int i = 0; i < most + 3; i++) {
      add("hook");
    }
    outbox.delivered(due(0).getFirst(), true, at(0));
    Outbox.Dispatch first = due(60).getFirst();
    assertThat(first.message().items()).hasSize(most);
    outbox.delivered(first, true, at(60));
    assertThat(due(61)).isEmpty();
    assertThat(due(120).getFirst().message().items()).hasSize(2);
  }

  @Test
  void theStatesOfAnAlertAreToldInTheirOrder() {
    Alert raised = add("hook");
    Alert resolved = Alerts.of(raised, AlertState.RESOLVED.word());
    request("hook", "hook", resolved, 0);
    Alert other = add("hook");
    List<Outbox.Dispatch> first = due(0);
    assertThat(first).extracting(it -> it.message().alert()).containsExactly(raised, other);
    outbox.failed(first.getFirst(), "answers 500", false, at(0));
    assertThat(due(9)).isEmpty();
    Outbox.Dispatch again = due(10).getFirst();
    assertThat(again.message().alert()).isEqualTo(raised);
    assertThat(due(10)).isEmpty();
    outbox.delivered(again, true, at(11));
    assertThat(due(11)).extracting(it -> it.message().alert()).containsExactly(resolved);
  }

  @Test
  void inASummaryTheyGoTogether() {
    outbox = outbox(1);
    add("hook");
    Alert raised = add("hook");
    request("hook", "hook", Alerts.of(raised, AlertState.RESOLVED.word()), 0);
    outbox.delivered(due(0).getFirst(), true, at(0));
    assertThat(due(60).getFirst().message().items()).hasSize(2);
  }

  @Test
  void whatWaitsAlreadyIsNotAskedForTwice() {
    Alert alert = add("hook");
    request("hook", "hook", alert, 1);
    assertThat(kept.requests).hasSize(1);
    assertThat(due(1)).hasSize(1);
  }

  @Test
  void recipientsHaveLimitsOfTheirOwn() {
    for (int i = 0; i < 4; i++) {
      request("email", "a@example.com", Alerts.raised("email"), 0);
    }
    request("email", "b@example.com", Alerts.raised("email"), 0);
    assertThat(due(0))
        .extracting(it -> it.message().recipient())
        .containsExactly("a@example.com", "a@example.com", "a@example.com", "b@example.com");
  }

  @Test
  void whoWasServedComesLastTheNextTime() {
    door.places = 1;
    request("email", "a@example.com", Alerts.raised("email"), 0);
    request("email", "a@example.com", Alerts.raised("email"), 0);
    request("email", "b@example.com", Alerts.raised("email"), 0);
    assertThat(due(0).getFirst().message().recipient()).isEqualTo("a@example.com");
    door.places = 1;
    assertThat(due(1).getFirst().message().recipient()).isEqualTo("b@example.com");
  }

  @Test
  void aChannelThatIsFullHoldsUpNoOther() {
    door.shut = Set.of("email");
    request("email", "a@example.com", Alerts.raised("email"), 0);
    add("hook");
    assertThat(due(0)).extracting(Outbox.Dispatch::channel).containsExactly("hook");
    assertThat(kept.said).isEmpty();
  }

  @Test
  void aChannelThatIsGoneGivesUpWhatWaitsForIt() {
    add("hook");
    door.unknown = Set.of("hook");
    assertThat(due(0)).isEmpty();
    assertThat(kept.said).containsExactly("given_up after 0: no channel is called hook");
  }

  @Test
  void whatCouldNotBeAttemptedIsTriedShortlyAndDoesNotCount() {
    add("hook");
    outbox.deferred(due(0).getFirst(), at(0));
    assertThat(due(0)).isEmpty();
    assertThat(kept.said).isEmpty();
    outbox.delivered(due(1).getFirst(), true, at(1));
    assertThat(kept.said).containsExactly("delivered after 1");
  }

  @Test
  void whatHadBeenDeliveredBeforeACrashCountsAgainstNoLimit() {
    outbox = outbox(1);
    add("hook");
    add("hook", 1);
    outbox.delivered(due(0).getFirst(), false, at(1));
    assertThat(kept.said).contains("delivered after 0");
    assertThat(kept.limits).isEmpty();
    assertThat(due(2)).hasSize(1);
  }

  @Test
  void oneThatArrivesWakesThoseThatFailedForTheirChannelAlone() {
    outbox = outbox(10);
    for (int i = 0; i < 3; i++) {
      add("hook");
    }
    List<Outbox.Dispatch> all = due(0);
    outbox.failed(all.get(0), "answers 500", false, at(0));
    outbox.failed(all.get(1), "answers 400", true, at(0));
    assertThat(due(1)).isEmpty();
    outbox.delivered(all.get(2), true, at(2));
    assertThat(due(2))
        .extracting(it -> it.message().alert())
        .containsExactly(all.get(0).message().alert());
  }

  @Test
  void moreThanSoManyDoNotWait() {
    door.places = 0;
    Alert oldest = add("hook");
    for (int i = 1; i <= Outbox.MOST_WAITING; i++) {
      add("hook");
    }
    assertThat(kept.said).containsExactly("given_up after 0: more than 10000 are waiting");
    assertThat(kept.notifications.getFirst().getAlertId()).isEqualTo(oldest.getAlertId());
    assertThat(kept.requests).hasSize(Outbox.MOST_WAITING);
  }

  @Test
  void anErrorIsCutShort() {
    add("hook");
    outbox.failed(due(0).getFirst(), "x".repeat(500), false, at(0));
    assertThat(kept.notifications.getFirst().getError()).isEqualTo("x".repeat(200));
  }

  /** What was on its way is sent again, with the key that it had; pauses and limits go on. */
  @Test
  void anotherOwnerGoesOnWhereThisOneWas() {
    add("hook");
    Alert failed = add("hook");
    Alert lost = add("hook");
    List<Outbox.Dispatch> before = due(0);
    outbox.delivered(before.getFirst(), true, at(0));
    outbox.failed(before.get(1), "answers 500", false, at(0));
    passOn(3);
    Outbox.Dispatch again = due(1).getFirst();
    assertThat(again.message().alert()).isEqualTo(lost);
    assertThat(again.message().key()).isEqualTo(before.get(2).message().key());
    assertThat(due(9)).isEmpty();
    outbox.failed(due(10).getFirst(), "answers 500", false, at(10));
    assertThat(kept.said).containsExactly("delivered after 1", "retrying after 1: answers 500");
    assertThat(kept.notifications.getLast().getAlertId()).isEqualTo(failed.getAlertId());
  }

  @Test
  void anotherOwnerKnowsTheLimit() {
    outbox = outbox(1);
    add("hook");
    add("hook");
    outbox.delivered(due(0).getFirst(), true, at(0));
    passOn(1);
    assertThat(due(59)).isEmpty();
    assertThat(due(60)).hasSize(1);
    assertThat(kept.said).filteredOn(it -> it.startsWith("postponed")).hasSize(1);
  }

  @Test
  void anotherOwnerKnowsTheLimitOfARecipientForWhomNothingWaited() {
    outbox = outbox(1);
    add("hook");
    outbox.delivered(due(0).getFirst(), true, at(0));
    passOn(1);
    add("hook", 30);
    assertThat(due(30)).isEmpty();
    assertThat(due(60)).hasSize(1);
  }

  @Test
  void anotherOwnerForgetsTheLimitOfAMinuteThatIsOver() {
    add("hook");
    outbox.delivered(due(0).getFirst(), true, at(0));
    passOn(3);
    due(60);
    assertThat(kept.limits).isEmpty();
  }

  private void passOn(int perMinute) {
    outbox = outbox(perMinute);
    kept.requests.forEach((id, it) -> outbox.restore(id, it, kept.attemptsOf(id)));
    kept.limits.forEach(outbox::restore);
  }

  @Test
  void ofARecipientForWhomNothingWaitsNothingIsKept() {
    add("hook");
    outbox.delivered(due(0).getFirst(), true, at(59));
    due(59);
    assertThat(kept.limits).hasSize(1);
    due(60);
    assertThat(kept.limits).isEmpty();
  }

  private Outbox outbox(int perMinute) {
    var backoff = new Backoff(Duration.ofSeconds(10), Duration.ofMinutes(5));
    return new Outbox(new Outbox.Policy(perMinute, DEADLINE, backoff), () -> 1, kept);
  }

  private List<Outbox.Dispatch> due(int second) {
    return outbox.due(at(second), door);
  }

  private Alert add(String channel) {
    return add(channel, 0);
  }

  private Alert add(String channel, int second) {
    return request(channel, channel, Alerts.raised(channel), second);
  }

  private Alert request(String channel, String recipient, Alert alert, int second) {
    var request = new NotificationRequest(channel + "/" + recipient, channel, recipient, alert);
    outbox.add("%06d".formatted(requests++), request, at(second), TRACE);
    return alert;
  }

  private static Instant at(int second) {
    return NOON.plusSeconds(second);
  }

  /** Lets in as many as there are places. */
  private static final class Door implements Outbox.Gate {
    private int places = 1000;
    private Set<String> shut = Set.of();
    private Set<String> unknown = Set.of();

    @Override
    public boolean knows(String channel) {
      return !unknown.contains(channel);
    }

    @Override
    public boolean enters(String channel) {
      return !shut.contains(channel) && places-- > 0;
    }
  }

  private static final class Kept implements Outbox.Out {
    private final Map<String, NotificationRequest> requests = new HashMap<>();
    private final Map<String, Attempts> attempts = new HashMap<>();
    private final Map<String, Limit> limits = new HashMap<>();
    private final List<Notification> notifications = new ArrayList<>();
    private final List<String> said = new ArrayList<>();

    Attempts attemptsOf(String id) {
      Attempts found = attempts.get(id);
      assertThat(found).isNotNull();
      return found;
    }

    @Override
    public void keep(String id, @Nullable NotificationRequest request) {
      put(requests, id, request);
    }

    @Override
    public void keep(String id, @Nullable Attempts made) {
      put(attempts, id, made);
    }

    @Override
    public void keep(String recipientKey, @Nullable Limit limit) {
      put(limits, recipientKey, limit);
    }

    @Override
    public void outcome(Notification notification, @Nullable String traceparent) {
      assertThat(traceparent).isEqualTo(TRACE);
      notifications.add(notification);
      String error = notification.getError();
      said.add(
          notification.getOutcome()
              + " after "
              + notification.getAttempts()
              + (error == null ? "" : ": " + error));
    }

    private static <T> void put(Map<String, T> map, String key, @Nullable T value) {
      if (value == null) {
        map.remove(key);
      } else {
        map.put(key, value);
      }
    }
  }
}
