package io.cleansight.bridge.mqtt;

import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3AsyncClient;
import com.hivemq.client.mqtt.mqtt3.Mqtt3Client;
import com.hivemq.client.mqtt.mqtt3.Mqtt3ClientBuilder;
import com.hivemq.client.mqtt.mqtt3.message.publish.Mqtt3Publish;
import io.cleansight.messaging.address.Trust;
import io.cleansight.messaging.instance.InstanceId;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import net.jcip.annotations.GuardedBy;
import net.jcip.annotations.ThreadSafe;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A session with the broker (MQTT 3.1.1, which every broker speaks). It is opened when something is
 * to be said; nothing is held for a broker that is away, as Kafka holds it. While it lasts, {@code
 * prefix/bridge/INSTANCE} is {@code online}.
 */
@ThreadSafe
final class MqttSession implements Closeable {
  private static final Logger log = LoggerFactory.getLogger(MqttSession.class);
  private static final int PATIENCE_SECONDS = 15;
  private static final int KEEP_ALIVE_SECONDS = 20;

  private final ReentrantLock lock = new ReentrantLock();
  private final MqttProperties settings;
  private final String status;

  @GuardedBy("lock")
  private final Mqtt3AsyncClient client;

  MqttSession(MqttProperties settings, InstanceId instance) {
    this.settings = settings;
    this.status = settings.prefix() + "/bridge/" + instance.value();
    this.client = client(settings, instance);
  }

  private static Mqtt3AsyncClient client(MqttProperties settings, InstanceId instance) {
    Mqtt3ClientBuilder builder =
        Mqtt3Client.builder()
            .identifier(instance.client("cleansight-bridge"))
            .serverHost(settings.host())
            .serverPort(settings.port());
    if (!settings.username().isEmpty()) {
      builder =
          builder
              .simpleAuth()
              .username(settings.username())
              .password(settings.password().getBytes(StandardCharsets.UTF_8))
              .applySimpleAuth();
    }
    return (settings.encrypted() ? builder.sslConfig(encryption(settings.caFile())) : builder)
        .buildAsync();
  }

  private static MqttClientSslConfig encryption(@Nullable Path ca) {
    return MqttClientSslConfig.builder()
        .trustManagerFactory(Trust.only(ca).getManagers().getTrustManagerFactory())
        .build();
  }

  /**
   * Says them in that order; the broker has all of them when this returns.
   *
   * @throws IOException if it has not; then some may have been said
   */
  void say(List<MqttMessage> messages) throws IOException, InterruptedException {
    lock.lockInterruptibly();
    try {
      if (!client.getState().isConnected()) {
        connect();
      }
      within(
          CompletableFuture.allOf(
              messages.stream().map(this::publish).toArray(CompletableFuture<?>[]::new)));
    } catch (TimeoutException silent) {
      // What it has not acknowledged is forgotten with the session, and said again in the next.
      client.disconnect();
      throw new IOException("the MQTT broker does not answer", silent);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new IOException("the MQTT broker is not reached: " + cause.getMessage(), cause);
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private void connect() throws InterruptedException, ExecutionException, TimeoutException {
    within(
        client
            .connectWith()
            .keepAlive(KEEP_ALIVE_SECONDS)
            .willPublish(publication(MqttMessage.of(status, "offline")))
            .send());
    within(publish(MqttMessage.of(status, "online")));
    log.info("the MQTT broker {} is told", settings.host());
  }

  @GuardedBy("lock")
  private CompletableFuture<?> publish(MqttMessage message) {
    return client.publish(publication(message));
  }

  private static Mqtt3Publish publication(MqttMessage message) {
    return Mqtt3Publish.builder()
        .topic(message.topic())
        .payload(message.payload())
        .qos(MqttQos.AT_LEAST_ONCE)
        .retain(true)
        .build();
  }

  private static void within(CompletableFuture<?> answer)
      throws InterruptedException, ExecutionException, TimeoutException {
    answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    lock.lock();
    try {
      if (client.getState().isConnected()) {
        within(publish(MqttMessage.of(status, "offline")));
        within(client.disconnect());
      }
    } catch (ExecutionException | TimeoutException e) {
      log.warn("the MQTT broker was not told that this ends: {}", e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }
}
