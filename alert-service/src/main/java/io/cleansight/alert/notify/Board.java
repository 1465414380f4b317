package io.cleansight.alert.notify;

import io.cleansight.event.Alert;
import jakarta.annotation.PreDestroy;
import java.net.URI;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.SetParams;
import redis.clients.jedis.util.JedisURIHelper;

/**
 * What Redis remembers: who was told what, and which alerts are open. All of it may be lost: then
 * someone may be told twice, never not at all. While Redis is away nothing waits for it longer than
 * its time-outs.
 */
@Component
class Board {
  private static final Logger log = LoggerFactory.getLogger(Board.class);
  private static final String OPEN = "cleansight:alerts:open";
  private static final String TOLD = "cleansight:told:";
  private static final Duration REMEMBERED = Duration.ofDays(7);
  private static final int PATIENCE_MILLIS = 500;

  private final RedisClient redis;
  private boolean away;

  Board(AlertProperties settings) {
    URI uri = settings.redisUrl();
    redis =
        RedisClient.builder()
            .hostAndPort(JedisURIHelper.getHostAndPort(uri))
            .clientConfig(
                DefaultJedisClientConfig.builder()
                    .connectionTimeoutMillis(PATIENCE_MILLIS)
                    .socketTimeoutMillis(PATIENCE_MILLIS)
                    .user(JedisURIHelper.getUser(uri))
                    .password(JedisURIHelper.getPassword(uri))
                    .database(JedisURIHelper.getDBIndex(uri))
                    .build())
            .build();
  }

  /** Whether that channel is known to have told of that alert. */
  boolean hasTold(Alert alert, String channel) {
    return ask(() -> redis.exists(key(alert, channel)));
  }

  void told(Alert alert, String channel) {
    ask(
        () ->
            redis.set(key(alert, channel), "1", SetParams.setParams().ex(REMEMBERED.toSeconds()))
                != null);
  }

  void open(Alert alert) {
    ask(() -> redis.hset(OPEN, alert.getAlertId().toString(), alert.toString()) >= 0);
  }

  void resolve(Alert alert) {
    ask(() -> redis.hdel(OPEN, alert.getAlertId().toString()) >= 0);
  }

  @PreDestroy
  void close() {
    redis.close();
  }

  private interface Question {
    boolean answer();
  }

  /** False when Redis does not answer; said once when it goes and once when it comes back. */
  private boolean ask(Question question) {
    try {
      boolean answer = question.answer();
      if (away) {
        away = false;
        log.info("Redis is back");
      }
      return answer;
    } catch (JedisException e) {
      if (!away) {
        away = true;
        log.warn("Redis is away, notifications go on without it: {}", e.getMessage());
      }
      return false;
    }
  }

  private static String key(Alert alert, String channel) {
    return TOLD + alert.getAlertId() + ":" + alert.getState() + ":" + channel;
  }
}
