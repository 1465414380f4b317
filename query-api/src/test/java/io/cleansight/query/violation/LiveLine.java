package io.cleansight.query.violation;

import static org.awaitility.Awaitility.await;

import io.cleansight.contracts.Ids;
import io.cleansight.contracts.Topics;
import io.cleansight.contracts.codec.EventSerializer;
import io.cleansight.event.Activity;
import io.cleansight.event.Box;
import io.cleansight.event.Frame;
import io.cleansight.query.Running;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** A camera, live-1, that shows one picture with one head, judged again and again. */
final class LiveLine implements AutoCloseable {
  private static final String CAMERA = "live-1";
  private static final Instant EPOCH = Instant.parse("2026-03-01T12:00:00Z");
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Running running;
  private final Box head;
  private final HttpClient http = HttpClient.newHttpClient();
  private final KafkaProducer<String, Object> kafka;
  private final RecordMetadata frame;
  private long sequence;

  LiveLine(Running running, byte[] jpeg, Box head) throws Exception {
    this.running = running;
    this.head = head;
    this.kafka =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", running.bootstrapServers()),
            new StringSerializer(),
            new EventSerializer());
    this.frame =
        kafka
            .send(
                new ProducerRecord<>(
                    Topics.FRAMES,
                    CAMERA,
                    Frame.newBuilder()
                        .setFrameId(Ids.frame(CAMERA, EPOCH, 0))
                        .setCameraId(CAMERA)
                        .setEpoch(EPOCH)
                        .setSequence(0)
                        .setCapturedAt(EPOCH)
                        .setSourceKind("live")
                        .setWidth(320)
                        .setHeight(240)
                        .setJpeg(ByteBuffer.wrap(jpeg))
                        .build()))
            .get();
  }

  void judge() {
    kafka.send(
        new ProducerRecord<>(
            Topics.ACTIVITY,
            CAMERA,
            Activity.newBuilder()
                .setFrameId(Ids.frame(CAMERA, EPOCH, 0))
                .setCameraId(CAMERA)
                .setEpoch(EPOCH)
                .setSequence(sequence++)
                .setCapturedAt(EPOCH)
                .setWidth(320)
                .setHeight(240)
                .setSourceKind("live")
                .setFramePartition(frame.partition())
                .setFrameOffset(frame.offset())
                .setPeople(List.of())
                .setHairnetViolations(0)
                .setEvents(List.of())
                .setProcessingMicros(1)
                .setFps(1)
                .setModel("m")
                .setHeads(List.of(head))
                .build()));
  }

  /** The picture of the first message that somebody who watches is sent. */
  byte[] watched(String key, String query) throws Exception {
    var messages = new ArrayBlockingQueue<byte[]>(100);
    WebSocket socket = open(key, query, messages, new CompletableFuture<>());
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              judge();
              return !messages.isEmpty();
            });
    socket.abort();
    ByteBuffer message = ByteBuffer.wrap(messages.remove());
    message.position(Integer.BYTES + message.getInt(0));
    var picture = new byte[message.remaining()];
    message.get(picture);
    return picture;
  }

  /** The status with which who may not watch is sent away. */
  int refused(String key, String query) throws Exception {
    var closed = new CompletableFuture<Integer>();
    open(key, query, new ArrayBlockingQueue<>(1), closed);
    return closed.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  private WebSocket open(
      String key, String query, BlockingQueue<byte[]> messages, CompletableFuture<Integer> closed)
      throws Exception {
    URI at = running.at("live/" + CAMERA + query);
    return http.newWebSocketBuilder()
        .header("X-API-Key", key)
        .buildAsync(
            URI.create("ws" + at.toString().substring("http".length())),
            new WebSocket.Listener() {
              private ByteBuffer whole = ByteBuffer.allocate(1 << 20);

              @Override
              public @Nullable CompletionStage<?> onBinary(
                  WebSocket socket, ByteBuffer data, boolean last) {
                whole.put(data);
                if (last) {
                  var message = new byte[whole.flip().remaining()];
                  whole.get(message);
                  messages.offer(message);
                  whole = ByteBuffer.allocate(1 << 20);
                }
                socket.request(1);
                return null;
              }

              @Override
              public @Nullable CompletionStage<?> onClose(
                  WebSocket socket, int status, String reason) {
                closed.complete(status);
                return null;
              }
            })
        .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    kafka.close();
    http.close();
  }
}
