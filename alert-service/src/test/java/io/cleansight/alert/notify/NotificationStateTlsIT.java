package io.cleansight.alert.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.cleansight.embedded.Certificates;
import io.cleansight.embedded.EmbeddedRedis;
import io.cleansight.embedded.Ports;
import io.cleansight.embedded.ServerSecurity;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Redis behind TLS, with a password. */
class NotificationStateTlsIT {
  private static final String PASSWORD = "the-password-of-redis";

  @TempDir Path folder;

  @Test
  void remembersOverTlsAloneAndOfWhomItTrusts() throws Exception {
    var said = new ListAppender<ILoggingEvent>();
    var log = (Logger) LoggerFactory.getLogger(NotificationState.class);
    log.addAppender(said);
    said.start();
    var certificates = Certificates.in(folder.resolve("tls"));
    Path other = Certificates.in(folder.resolve("other")).authority();
    var security =
        new ServerSecurity(Map.of(EmbeddedRedis.LOGIN, PASSWORD), certificates.issue("redis"));
    try (var redis = EmbeddedRedis.start(folder.resolve("redis"), Ports.anyFree(), security)) {
      assertThat(remembers(redis.url(), certificates.authority())).isTrue();
      assertThat(remembers(redis.url(), other)).isFalse();
      assertThat(remembers(redis.url(), null)).isFalse();
      assertThat(remembers(redis.url().replace("rediss:", "redis:"), null)).isFalse();
      assertThat(remembers(redis.url().replace(PASSWORD, "another"), certificates.authority()))
          .isFalse();
    }
    log.detachAppender(said);
    assertThat(said.list.stream().map(ILoggingEvent::getFormattedMessage))
        .isNotEmpty()
        .allMatch(it -> it.startsWith("Redis is away"))
        .noneMatch(it -> it.contains(PASSWORD));
  }

  @Test
  void aWrongAddressIsRefusedAndNotShown() {
    for (String wrong :
        new String[] {
          "redis:/:" + PASSWORD + "@127.0.0.1:6379",
          "http://:" + PASSWORD + "@127.0.0.1:6379",
          "redis://:" + PASSWORD + "@ 127.0.0.1",
          "redis://:" + PASSWORD + "@127.0.0.1"
        }) {
      assertThatThrownBy(() -> new AlertProperties(wrong, null).redis())
          .hasMessageContaining("REDIS_URL must be")
          .hasMessageNotContaining(PASSWORD)
          .satisfies(it -> assertThat(it.getCause()).isNull());
    }
  }

  private static boolean remembers(String url, @Nullable Path authority) {
    UUID alert = UUID.randomUUID();
    var notified = new NotificationState(new AlertProperties(url, authority));
    notified.told(alert, "raised", "log", "everybody");
    boolean remembered = notified.hasTold(alert, "raised", "log", "everybody");
    notified.close();
    return remembered;
  }
}
