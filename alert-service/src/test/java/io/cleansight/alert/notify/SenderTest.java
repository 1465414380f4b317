package io.cleansight.alert.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cleansight.alert.notify.channel.Message;
import io.cleansight.alert.notify.channel.NotifyProperties;
import io.cleansight.alert.notify.channel.RefusedException;
import io.cleansight.event.Alert;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SenderTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Notebook notebook = new Notebook();
  private final ScriptedChannel hook = new ScriptedChannel("hook");
  private final ScriptedChannel mail = new ScriptedChannel("mail");
  private final List<Sender.Result> results = new CopyOnWriteArrayList<>();
  private final Sender sender =
      new Sender(new Channels(List.of(hook, mail)), notebook, properties(Duration.ofMillis(100)));

  @AfterEach
  void close() throws InterruptedException {
    hook.goOn();
    mail.goOn();
    sender.close();
  }

  @Test
  void saysWhatCameOfIt() {
    send("hook", Alerts.raised("hook"));
    assertThat(awaitResult()).isEqualTo(new Sender.Result.Delivered(true));
    hook.fail(new IOException("answers 500"));
    send("hook", Alerts.raised("hook"));
    assertThat(awaitResult()).isEqualTo(new Sender.Result.Failed("answers 500", false));
    hook.fail(new RefusedException("answers 400"));
    send("hook", Alerts.raised("hook"));
    assertThat(awaitResult()).isEqualTo(new Sender.Result.Failed("answers 400", true));
  }

  @Test
  void whatIsKnownToHaveArrivedIsNotSentAgain() {
    Alert alert = Alerts.raised("hook");
    send("hook", alert);
    awaitResult();
    send("hook", alert);
    assertThat(awaitResult()).isEqualTo(new Sender.Result.Delivered(false));
    assertThat(hook.sent()).hasSize(1);
    send("hook", alert, Alerts.raised("hook"));
    assertThat(awaitResult()).isEqualTo(new Sender.Result.Delivered(true));
    assertThat(hook.sent().getLast().items()).hasSize(1);
  }

  @Test
  void whatCannotBeLookedUpWaits() {
    notebook.fail(new KafkaException("no broker"));
    send("hook", Alerts.raised("hook"));
    assertThat(awaitResult()).isEqualTo(new Sender.Result.Deferred());
    assertThat(hook.sent()).isEmpty();
    notebook.fail(null);
    send("hook", Alerts.raised("hook"));
    assertThat(awaitResult()).isEqualTo(new Sender.Result.Delivered(true));
  }

  @Test
  void aChannelHasSoManyPlacesAndNoOtherWaitsForThem() {
    mail.hang();
    for (int i = 0; i < 3; i++) {
      send("mail", Alerts.raised("mail"));
    }
    assertThat(sender.enters("mail")).isFalse();
    send("hook", Alerts.raised("hook"));
    assertThat(awaitResult()).isEqualTo(new Sender.Result.Delivered(true));
    mail.goOn();
    await().atMost(PATIENCE).until(() -> results.size() == 3);
    assertThat(sender.enters("mail")).isTrue();
  }

  @Test
  void aChannelThatOnlyFailsIsLeftAloneForAWhile() {
    hook.fail(new IOException("answers 500"));
    for (int i = 0; i < 5; i++) {
      send("hook", Alerts.raised("hook"));
      awaitResult();
    }
    assertThat(sender.enters("hook")).isFalse();
    assertThat(sender.enters("mail")).isTrue();
    hook.fail(null);
    await().atMost(PATIENCE).until(() -> sender.enters("hook")); // a trial
    assertThat(sender.enters("hook")).isFalse();
    sender.send("hook", message("hook", Alerts.raised("hook")), results::add);
    assertThat(awaitResult()).isEqualTo(new Sender.Result.Delivered(true));
    assertThat(sender.enters("hook")).isTrue();
    assertThat(sender.enters("hook")).isTrue();
  }

  @Test
  void refusalsAreNoFaultOfTheChannel() {
    hook.fail(new RefusedException("answers 400"));
    for (int i = 0; i < 20; i++) {
      send("hook", Alerts.raised("hook"));
      awaitResult();
    }
    assertThat(sender.enters("hook")).isTrue();
  }

  @Test
  void anAttemptThatTakesTooLongHasFailedAndFreesItsPlace() {
    mail.hang();
    for (int i = 0; i < 3; i++) {
      send("mail", Alerts.raised("mail"));
    }
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              sender.watch();
              return results.size() == 3;
            });
    assertThat(results).containsOnly(new Sender.Result.Failed("no answer within 0 s", false));
    await().atMost(PATIENCE).until(() -> mail.interrupted().size() == 3);
    assertThat(sender.enters("mail")).isTrue();
    assertThat(results).hasSize(3);
  }

  @Test
  void anErrorOfAChannelIsAFailedAttempt() {
    hook.fail(new IllegalArgumentException("of the code"));
    for (int i = 0; i < 5; i++) {
      send("hook", Alerts.raised("hook"));
      assertThat(awaitResult())
          .isEqualTo(new Sender.Result.Failed("an error of this service", false));
    }
    assertThat(sender.enters("hook")).isFalse();
  }

  @Test
  void onlyChannelsThatAreSetAreKnown() {
    assertThat(sender.knows("hook")).isTrue();
    assertThat(sender.knows("nowhere")).isFalse();
  }

  private void send(String channel, Alert... alerts) {
    assertThat(sender.enters(channel)).isTrue();
    sender.send(channel, message(channel, alerts), results::add);
  }

  private static Message message(String channel, Alert... alerts) {
    return Alerts.message(Instant.EPOCH, channel, channel, alerts);
  }

  private Sender.Result awaitResult() {
    await().atMost(PATIENCE).until(() -> !results.isEmpty());
    return results.removeFirst();
  }

  /**
   * @param longest attempt
   */
  static NotifyProperties properties(Duration longest) {
    return new NotifyProperties(
        List.of(),
        "",
        1,
        Duration.ofSeconds(1),
        Duration.ofSeconds(1),
        Duration.ofHours(1),
        3,
        Duration.ofSeconds(1),
        longest,
        Duration.ofMillis(500),
        "",
        List.of("public"));
  }
}
