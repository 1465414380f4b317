package io.cleansight.query.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cleansight.contracts.Topics;
import io.cleansight.contracts.codec.Decoded;
import io.cleansight.contracts.codec.EventDeserializer;
import io.cleansight.contracts.codec.EventSerializer;
import io.cleansight.embedded.TestTopics;
import io.cleansight.event.AuditEntry;
import io.cleansight.event.Segment;
import io.cleansight.query.Running;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Video that is exported and watched: of a minute that began a minute ago. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VideoIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int FRAGMENTS = 30;
  private static final String VIEWER = "the key of a viewer";

  @TempDir static Path folder;

  private final HttpClient http = HttpClient.newHttpClient();

  /** So long ago that all that is asked for has been, and its segments come as late as they may. */
  private Instant began = Instant.EPOCH;

  private @Nullable TestVideo made;
  private @Nullable Running running;
  private @Nullable Running blurring;
  private @Nullable KafkaProducer<String, Object> kafka;

  @BeforeAll
  void start() throws Exception {
    made = TestVideo.of(folder.resolve("made.mp4"), FRAGMENTS);
    running =
        Running.in(folder, settings("--query.video.of-one=1", "--query.evidence.blurred=false"));
    blurring = running().another(settings("--query.evidence.blurred=true"));
    kafka =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", running().bootstrapServers(), "max.request.size", 9 << 20),
            new StringSerializer(),
            new EventSerializer());
    began = Instant.now().truncatedTo(ChronoUnit.MILLIS).minusSeconds(50);
  }

  private static String[] settings(String... more) {
    var settings =
        new ArrayList<>(
            List.of(
                "--recordings.path=" + folder.resolve("recordings"),
                "--query.access.api-keys[1].name=viewer",
                "--query.access.api-keys[1].sha256="
                    + sha256(VIEWER.getBytes(StandardCharsets.UTF_8)),
                "--query.access.api-keys[1].role=viewer",
                "--query.access.api-keys[1].cameras=topic,live,watched"));
    settings.addAll(List.of(more));
    return settings.toArray(String[]::new);
  }

  @AfterAll
  void stop() throws Exception {
    if (kafka != null) {
      kafka.close();
    }
    if (blurring != null) {
      blurring.close();
    }
    running().close();
    http.shutdownNow(); // what was watched may be open still
  }

  @Test
  void whatIsInTheTopicIsExportedFromTheKeyFrameBeforeAndPlays() throws Exception {
    send("topic", 1, 5, FRAGMENTS);
    HttpResponse<Path> answer = export(VIEWER, "topic", 25, 45);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("content-type")).contains("video/mp4");
    assertThat(answer.headers().firstValue("content-disposition").orElseThrow())
        .matches("attachment; filename=\"topic-\\d{8}T\\d{6}Z\\.mp4\"");
    assertSpan(answer, 24, 46);
    TestVideo.assertPlays(answer.body(), Duration.ofSeconds(22));
    assertThat(actions()).contains("video_exported topic key:viewer");
  }

  @Test
  void whatIsRecordedComesFirstAndTheTopicAfterIt() throws Exception {
    record("both", 0, 10);
    record("both", 10, 14);
    send("both", 1, 12, FRAGMENTS);
    HttpResponse<Path> answer = export(Running.API_KEY, "both", 10, 40);
    assertSpan(answer, 10, 40);
    TestVideo.assertPlays(answer.body(), Duration.ofSeconds(30));
  }

  @Test
  void whatIsRecordedNeedsNoTopicAndIsListed() throws Exception {
    record("kept", 0, 10);
    record("kept", 10, 20);
    HttpResponse<Path> answer = export(Running.API_KEY, "kept", 4, 36);
    assertSpan(answer, 4, 36);
    TestVideo.assertPlays(answer.body(), Duration.ofSeconds(32));
    var page = Running.json(running().get("cameras/kept/recordings?page_size=1"));
    var row = page.get("items").get(0);
    assertThat(Instant.parse(row.get("from").asString())).isEqualTo(at(20));
    assertThat(Instant.parse(row.get("to").asString())).isEqualTo(at(40));
    assertThat(row.get("codec").asString()).isEqualTo("avc1.42C01E");
    assertThat(row.get("bytes").asLong()).isPositive();
    var next =
        Running.json(
            running()
                .get(
                    "cameras/kept/recordings?page_size=1&cursor="
                        + page.get("next_cursor").asString()));
    assertThat(Instant.parse(next.get("items").get(0).get("from").asString())).isEqualTo(at(0));
    assertThat(next.get("next_cursor").isNull()).isTrue();
    var some =
        Running.json(
            running().get("cameras/kept/recordings?from=%s&to=%s".formatted(at(21), at(22))));
    assertThat(some.get("items").size()).isEqualTo(1);
    assertThat(running().send(VIEWER, "GET", "cameras/kept/recordings", "").statusCode())
        .isEqualTo(404);
  }

  @Test
  void endsWhereAnotherRunBegins() throws Exception {
    send("runs", 1, 0, 6);
    send("runs", 2, 6, 12);
    assertSpan(export(Running.API_KEY, "runs", 4, 24), 4, 12);
    assertSpan(export(Running.API_KEY, "runs", 12, 24), 12, 24);
  }

  @Test
  void recordedFilesAreFoundWhateverTheirTime() throws Exception {
    Instant longAgo = Instant.parse("2020-01-01T00:00:00Z");
    running()
        .sql(
            """
            INSERT INTO camera_status (camera_id, at, state, source_kind, fps, epoch, captured, published, dropped)
            VALUES ('file', now(), 'online', 'recorded', 5, now(), 5, 5, '{}')""");
    for (int index = 0; index < 5; index++) {
      send(segment("file", 1, index, longAgo));
    }
    HttpResponse<Path> answer =
        export(running(), Running.API_KEY, "file", longAgo, longAgo.plusSeconds(10), "");
    assertThat(answer.statusCode()).isEqualTo(200);
    TestVideo.assertPlays(answer.body(), Duration.ofSeconds(10));
  }

  @Test
  void whatIsNotThereOrNotTheirsOrTooLongIsRefused() throws Exception {
    assertThat(export(Running.API_KEY, "nowhere", 0, 10).statusCode()).isEqualTo(404);
    assertThat(export(VIEWER, "both", 0, 10).statusCode()).isEqualTo(404);
    HttpResponse<Path> tooLong = export(Running.API_KEY, "topic", 0, 3601);
    assertThat(tooLong.statusCode()).isEqualTo(400);
    assertThat(tooLong.body()).content().contains("at most 60 minutes before to");
    assertThat(running().get("cameras/topic/video").statusCode()).isEqualTo(400);
  }

  @Test
  void oneAtATimeOfACallerAndWhoGoesMakesRoom() throws Exception {
    for (int index = 0; index < 20; index++) {
      Segment small = segment("large", 1, index, began);
      send(Segment.newBuilder(small).setFragment(padded(small.getFragment())).build());
    }
    HttpResponse<InputStream> slow =
        http.send(
            request(running(), Running.API_KEY, "large", at(0), at(40), ""),
            HttpResponse.BodyHandlers.ofInputStream());
    assertThat(slow.statusCode()).isEqualTo(200);
    HttpResponse<Path> refused = export(Running.API_KEY, "large", 0, 40);
    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.headers().firstValue("retry-after")).contains("10");
    slow.body().close();
    await()
        .atMost(PATIENCE)
        .until(() -> export(Running.API_KEY, "large", 0, 40).statusCode() == 200);
  }

  @Test
  void whereHeadsAreHiddenItIsForAdministratorsWhoAsk() throws Exception {
    send("live", 1, 0, 5);
    assertThat(export(blurring(), VIEWER, "live", at(0), at(8), "").statusCode()).isEqualTo(403);
    assertThat(export(blurring(), VIEWER, "live", at(0), at(8), "&unblurred=true").statusCode())
        .isEqualTo(403);
    assertThat(export(blurring(), Running.API_KEY, "live", at(0), at(8), "").statusCode())
        .isEqualTo(403);
    assertThat(
            export(blurring(), Running.API_KEY, "live", at(0), at(8), "&unblurred=true")
                .statusCode())
        .isEqualTo(200);
    assertThat(actions()).contains("video_unblurred live key:test");
    for (var key : List.of(VIEWER, Running.API_KEY)) {
      var closed = new CompletableFuture<Integer>();
      watch(blurring(), key, "live", "", new LinkedBlockingQueue<>(), closed);
      assertThat(closed.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo(4403);
    }
  }

  @Test
  void whoWatchesIsSentWhatItIsAndThenFragments() throws Exception {
    var messages = new LinkedBlockingQueue<Object>();
    WebSocket socket = watch(running(), VIEWER, "watched", "", messages, new CompletableFuture<>());
    var closed = new CompletableFuture<Integer>();
    watch(running(), VIEWER, "both", "", new LinkedBlockingQueue<>(), closed);
    assertThat(closed.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo(1008);
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(200))
        .until(
            () -> {
              send("watched", 7, 3, 4); // the same again: it may not be there yet
              return !messages.isEmpty();
            });
    assertThat(take(messages).toString()).startsWith("{\"codec\":\"avc1.42C01E\",\"width\":160");
    assertThat(take(messages)).isEqualTo(made().init());
    assertThat(take(messages)).isEqualTo(made().fragment(3));
    send("watched", 8, 4, 5);
    Object next = take(messages);
    while (!(next instanceof String)) {
      assertThat(next).isEqualTo(made().fragment(3));
      next = take(messages);
    }
    assertThat(take(messages)).isEqualTo(made().init());
    assertThat(take(messages)).isEqualTo(made().fragment(4));
    socket.abort();
    assertThat(actions()).contains("live_viewed watched key:viewer");
  }

  private static Object take(LinkedBlockingQueue<Object> messages) throws InterruptedException {
    Object message = messages.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    assertThat(message).isNotNull();
    return message;
  }

  private WebSocket watch(
      Running service,
      String key,
      String camera,
      String query,
      LinkedBlockingQueue<Object> messages,
      CompletableFuture<Integer> closed)
      throws Exception {
    URI at = service.at("live/" + camera + "/video" + query);
    return http.newWebSocketBuilder()
        .header("X-API-Key", key)
        .buildAsync(
            URI.create("ws" + at.toString().substring("http".length())),
            new Listener(messages, closed))
        .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  /** Puts whole messages, texts and bytes, into a queue. */
  private static final class Listener implements WebSocket.Listener {
    private final LinkedBlockingQueue<Object> messages;
    private final CompletableFuture<Integer> closed;
    private ByteArrayOutputStream whole = new ByteArrayOutputStream();

    Listener(LinkedBlockingQueue<Object> messages, CompletableFuture<Integer> closed) {
      this.messages = messages;
      this.closed = closed;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      messages.add(data.toString());
      socket.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
      var bytes = new byte[data.remaining()];
      data.get(bytes);
      whole.writeBytes(bytes);
      if (last) {
        messages.add(whole.toByteArray());
        whole = new ByteArrayOutputStream();
      }
      socket.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
      closed.complete(status);
      return null;
    }
  }

  private HttpResponse<Path> export(String key, String camera, long from, long to)
      throws Exception {
    return export(running(), key, camera, at(from), at(to), "");
  }

  private HttpResponse<Path> export(
      Running service, String key, String camera, Instant from, Instant to, String more)
      throws Exception {
    return http.send(
        request(service, key, camera, from, to, more),
        HttpResponse.BodyHandlers.ofFile(Files.createTempFile(folder, camera, ".mp4")));
  }

  private static HttpRequest request(
      Running service, String key, String camera, Instant from, Instant to, String more) {
    return HttpRequest.newBuilder(
            service.at("cameras/%s/video?from=%s&to=%s%s".formatted(camera, from, to, more)))
        .header("X-API-Key", key)
        .timeout(PATIENCE)
        .build();
  }

  private void assertSpan(HttpResponse<?> answer, long from, long to) {
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("x-video-from")).contains(at(from).toString());
    assertThat(answer.headers().firstValue("x-video-to")).contains(at(to).toString());
  }

  private Instant at(long seconds) {
    return began.plusSeconds(seconds);
  }

  private void send(String camera, long generation, int first, int end) throws Exception {
    for (int index = first; index < end; index++) {
      send(segment(camera, generation, index, began));
    }
  }

  private void send(Segment segment) throws Exception {
    if (kafka == null) {
      throw new IllegalStateException("not started");
    }
    kafka.send(new ProducerRecord<>(Topics.SEGMENTS, segment.getCameraId(), segment)).get();
  }

  private Segment segment(String camera, long generation, int index, Instant epoch) {
    Instant from = epoch.plus(TestVideo.STEP.multipliedBy(index));
    return Segment.newBuilder()
        .setCameraId(camera)
        .setEpoch(epoch)
        .setGeneration(generation)
        .setSequence(index)
        .setFirstCapturedAt(from)
        .setLastCapturedAt(from.plus(TestVideo.STEP))
        .setCodec("avc1.42C01E")
        .setWidth(TestVideo.WIDTH)
        .setHeight(TestVideo.HEIGHT)
        .setKeyFrame(true)
        .setSourceKind("live")
        .setInit(ByteBuffer.wrap(made().init()))
        .setFragment(ByteBuffer.wrap(made().fragment(index)))
        .build();
  }

  /** With a box behind it that means nothing. */
  private static ByteBuffer padded(ByteBuffer fragment) {
    int padding = 850_000;
    return ByteBuffer.allocate(fragment.remaining() + padding)
        .put(fragment.duplicate())
        .putInt(padding)
        .put("free".getBytes(StandardCharsets.US_ASCII))
        .rewind();
  }

  /** As persistence-service keeps them. */
  private void record(String camera, int first, int end) throws Exception {
    byte[] init = made().init();
    var file = new ByteArrayOutputStream();
    file.writeBytes(init);
    var fragments = new ArrayList<String>();
    for (int index = first; index < end; index++) {
      byte[] bytes = made().fragment(index);
      fragments.add(
          "[%d,%d,%d,%d,%d,1]"
              .formatted(
                  index,
                  file.size(),
                  bytes.length,
                  ChronoUnit.MICROS.between(Instant.EPOCH, at(2L * index)),
                  ChronoUnit.MICROS.between(Instant.EPOCH, at(2L * index + 2))));
      file.writeBytes(bytes);
    }
    String path = "recordings/%s/%d.mp4".formatted(camera, first);
    Path kept = folder.resolve("recordings").resolve(path);
    Files.createDirectories(kept.resolveSibling("x").getParent());
    Files.write(kept, file.toByteArray());
    running()
        .sql(
            """
            INSERT INTO recordings
              (id, camera_id, epoch, generation, first_sequence, last_sequence, from_at, to_at, codec, width, height,
               init_sha256, init_bytes, fragments, store, path, bytes, sha256)
            VALUES (gen_random_uuid(), '%s', '%s', 1, %d, %d, '%s', '%s', 'avc1.42C01E', 160, 120,
                    '%s', %d, '[%s]', 'volume', '%s', %d, '%s')"""
                .formatted(
                    camera,
                    began,
                    first,
                    end - 1,
                    at(2L * first),
                    at(2L * end),
                    sha256(init),
                    init.length,
                    String.join(",", fragments),
                    path,
                    file.size(),
                    sha256(file.toByteArray())));
  }

  /** What the audit tells: what was done, about which camera, by whom. */
  private List<String> actions() {
    return TestTopics.committed(running().bootstrapServers(), Topics.AUDIT, new EventDeserializer())
        .stream()
        .map(it -> (Object) it.value())
        .filter(Decoded.Event.class::isInstance)
        .map(it -> (AuditEntry) ((Decoded.Event<?>) it).value())
        .map(it -> it.getAction() + " " + it.getCameraId() + " " + it.getWho())
        .toList();
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private TestVideo made() {
    if (made == null) {
      throw new IllegalStateException("not started");
    }
    return made;
  }

  private Running running() {
    if (running == null) {
      throw new IllegalStateException("not started");
    }
    return running;
  }

  private Running blurring() {
    if (blurring == null) {
      throw new IllegalStateException("not started");
    }
    return blurring;
  }
}
