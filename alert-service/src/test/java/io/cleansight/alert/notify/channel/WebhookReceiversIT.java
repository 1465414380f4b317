package io.cleansight.alert.notify.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.cleansight.alert.notify.Alerts;
import io.cleansight.event.Alert;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The receivers under examples/webhook take what is sent, once, and nothing that others sent. */
class WebhookReceiversIT {
  private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String SECRET = "s3cret";
  private static final String LISTENING = "Listening on ";

  @TempDir Path folder;

  private final WebhookClient client = WebhookClients.open();
  private final Alert alert = Alerts.raised("hook");

  enum Example {
    JAVA,
    NODE;

    List<String> command() {
      return switch (this) {
        case JAVA -> {
          Path java = Path.of(System.getProperty("java.home"), "bin", "java");
          yield List.of(java.toString(), "examples/webhook/WebhookReceiver.java", "0");
        }
        case NODE -> List.of("node", "examples/webhook/receiver.mjs", "0");
      };
    }
  }

  @AfterEach
  void close() throws IOException {
    client.close();
  }

  @ParameterizedTest
  @EnumSource
  void takeEachDeliveryOnceAndNothingForgedOrOld(Example example) throws Exception {
    assumeFalse(
        example == Example.NODE && Boolean.getBoolean("skipJavaScript"),
        "left out by -DskipJavaScript");
    Path printed = folder.resolve("printed.txt");
    var builder = new ProcessBuilder(example.command()).directory(HOME.toFile());
    builder.environment().put("WEBHOOK_SECRET", SECRET);
    Process receiver = builder.redirectErrorStream(true).redirectOutput(printed.toFile()).start();
    try {
      URI url = address(printed);
      Instant now = Instant.now();
      Message raised = message(now, alert);
      Message resolved = message(now, Alerts.of(alert, "resolved"));
      channel(url, SECRET).send(raised);
      channel(url, SECRET).send(raised);
      isRefused(channel(url, "of somebody else"), message(now, Alerts.raised("hook")));
      isRefused(channel(url, null), message(now, Alerts.raised("hook")));
      isRefused(
          channel(url, SECRET), message(now.minus(Duration.ofMinutes(6)), Alerts.raised("hook")));
      isRefused(channel(url, SECRET), message(now.minus(Duration.ofMinutes(6)), alert));
      channel(url, SECRET).send(resolved);
      await().atMost(PATIENCE).until(() -> taken(printed).size() == 2);
      assertThat(taken(printed)).first().asString().startsWith(raised.key() + " {\"alert_id\"");
      assertThat(taken(printed)).last().asString().startsWith(resolved.key()).contains("缺少发网");
    } finally {
      receiver.destroyForcibly();
    }
  }

  private static void isRefused(Channel channel, Message message) {
    assertThatThrownBy(() -> channel.send(message))
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(RefusedException.class)
        .hasMessageContaining("401");
  }

  private Channel channel(URI url, @org.jspecify.annotations.Nullable String secret) {
    return new WebhookChannel(
        new NotifyProperties.Endpoint("hook", NotifyProperties.Kind.WEBHOOK, url, secret), client);
  }

  private static Message message(Instant at, Alert alert) {
    return Alerts.message(at, "hook", "hook", alert);
  }

  private static URI address(Path printed) {
    await().atMost(PATIENCE).until(() -> Files.readString(printed).contains(LISTENING));
    try {
      String first = Files.readAllLines(printed).getFirst();
      return URI.create(first.substring(LISTENING.length()));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static List<String> taken(Path printed) throws IOException {
    return Files.readAllLines(printed).stream().skip(1).toList();
  }
}
