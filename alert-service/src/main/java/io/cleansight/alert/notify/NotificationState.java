package io.cleansight.alert.notify;

import io.cleansight.event.Alert;
import io.cleansight.messaging.address.Trust;
import jakarta.annotation.PreDestroy;
import java.net.URI;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLParameters;
import net.jcip.annotations.ThreadSafe;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.SetParams;
import redis.clients.jedis.util.JedisURIHelper;

/**
 * What Redis remembers: who was notified of what, and which alerts are open. All of it may be lost:
 * {@link NotificationStateRebuilder} brings it back; until then someone may be notified twice,
 * never not at all. While Redis is away nothing waits for it longer than its time-outs.
 */
@Component
@ThreadSafe
class NotificationState {
  /** For how long it is remembered who was told. */
  static final Duration REMEMBERED = Duration.ofDays(7);

  private static final Logger log = LoggerFactory.getLogger(NotificationState.class);
  private static final String OPEN = "cleansight:alerts:open";
  private static final String TOLD = "cleansight:told:";
  private static final String BUILT = "cleansight:notification-state:built";
  private static final int PATIENCE_MILLIS = 500;

  private final RedisClient redis;
  private final AtomicBoolean away = new AtomicBoolean();

  NotificationState(AlertProperties settings) {
    redis =
        RedisClient.builder()
            .hostAndPort(JedisURIHelper.getHostAndPort(settings.redis()))
            .clientConfig(client(settings))
            .build();
  }

  private static JedisClientConfig client(AlertProperties settings) {
    URI uri = settings.redis();
    var client =
        DefaultJedisClientConfig.builder()
            .connectionTimeoutMillis(PATIENCE_MILLIS)
            .socketTimeoutMillis(PATIENCE_MILLIS)
            .user(JedisURIHelper.getUser(uri))
            .password(JedisURIHelper.getPassword(uri))
            .database(JedisURIHelper.getDBIndex(uri));
    if (JedisURIHelper.isRedisSSLScheme(uri)) {
      client
          .ssl(true)
          .sslSocketFactory(
              Trust.only(settings.redisCaFile()).createSslContext().getSocketFactory())
          .sslParameters(forTheHost());
    }
    return client.build();
  }

  /** Jedis by itself takes any certificate that is trusted, for whatever host it is. */
  private static SSLParameters forTheHost() {
    var parameters = new SSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    return parameters;
  }

  /** Whether that recipient is known to have been notified of that alert in that state. */
  boolean hasTold(UUID alert, String state, String channel, String recipient) {
    String key = key(alert, state, channel, recipient);
    return ask(false, () -> redis.exists(key));
  }

  void told(UUID alert, String state, String channel, String recipient) {
    ask(
        false,
        () ->
            redis.set(
                    key(alert, state, channel, recipient),
                    "1",
                    SetParams.setParams().ex(REMEMBERED.toSeconds()))
                != null);
  }

  void open(Alert alert) {
    ask(false, () -> redis.hset(OPEN, alert.getAlertId().toString(), alert.toString()) >= 0);
  }

  void resolve(Alert alert) {
    ask(false, () -> redis.hdel(OPEN, alert.getAlertId().toString()) >= 0);
  }

  /** Whether Redis is there and remembers nothing, not even that it was once told everything. */
  boolean hasForgotten() {
    return ask(false, () -> !redis.exists(BUILT));
  }

  void isRebuilt() {
    ask(false, () -> redis.set(BUILT, "1") != null);
  }

  @PreDestroy
  void close() {
    redis.close();
  }

  private interface Question {
    boolean answer();
  }

  /**
   * What is assumed when Redis does not answer; said once when it goes and once when it is back.
   */
  private boolean ask(boolean assumed, Question question) {
    try {
      boolean answer = question.answer();
      if (away.compareAndSet(true, false)) {
        log.info("Redis is back");
      }
      return answer;
    } catch (JedisException e) {
      if (away.compareAndSet(false, true)) {
        log.warn("Redis is away, notifications go on without it: {}", e.getMessage());
      }
      return assumed;
    }
  }

  private static String key(UUID alert, String state, String channel, String recipient) {
    return TOLD + alert + ":" + state + ":" + channel + ":" + recipient;
  }
}
