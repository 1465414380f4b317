package io.cleansight.query.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.event.Segment;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.web.socket.BinaryMessage;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;
import tools.jackson.databind.json.JsonMapper;

class VideoViewerTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final int LARGE = 900_000;

  private final LinkedBlockingQueue<Object> messages = new LinkedBlockingQueue<>();
  private final VideoViewer viewer = new VideoViewer("line-1", session(), new JsonMapper());

  @Test
  void beginsWithAKeyFrameAndSaysWhatItIs() throws Exception {
    viewer.show(segment(1, 0, false, 1));
    viewer.show(segment(1, 1, true, 2));
    viewer.show(segment(1, 2, false, 3));
    assertThat(sent(4))
        .containsExactly(
            "{\"codec\":\"avc1\",\"width\":320,\"height\":240,\"from\":\"2026-03-01T12:00:02Z\"}",
            "init 1",
            "2 bytes",
            "3 bytes");
  }

  @Test
  void saysItAnewWhereAnotherRunBeginsAndPassesOverTheOld() throws Exception {
    viewer.show(segment(1, 7, true, 1));
    viewer.show(segment(2, 0, true, 2));
    viewer.show(segment(1, 8, true, 3));
    viewer.show(segment(2, 1, true, 4));
    assertThat(sent(7))
        .filteredOn(it -> !it.startsWith("{"))
        .containsExactly("init 1", "1 bytes", "init 2", "2 bytes", "4 bytes");
  }

  @Test
  void afterAGapWaitsForTheNextKeyFrame() throws Exception {
    viewer.show(segment(1, 0, true, 1));
    viewer.show(segment(1, 2, false, 2));
    viewer.show(segment(1, 3, true, 3));
    assertThat(sent(4)).endsWith("1 bytes", "3 bytes");
  }

  @Test
  void whoIsSlowLosesWhatWaitsAndGoesOnWithTheNewestKeyFrame() throws Exception {
    for (int sequence = 0; sequence < 5; sequence++) {
      viewer.show(segment(1, sequence, sequence % 2 == 0, LARGE)); // the fifth does not fit
    }
    viewer.show(segment(1, 5, false, 5));
    assertThat(sent(4)).endsWith("init 1", LARGE + " bytes", "5 bytes");
    for (int sequence = 6; sequence < 12; sequence++) {
      viewer.show(segment(1, sequence, false, 7));
    }
    assertThat(sent(6)).containsOnly("7 bytes");
  }

  private List<String> sent(int count) throws InterruptedException {
    if (!started) {
      viewer.start();
      started = true;
    }
    var sent = new ArrayList<String>();
    while (sent.size() < count) {
      Object message = messages.poll(10, TimeUnit.SECONDS);
      assertThat(message).isNotNull();
      sent.add(
          switch (message) {
            case TextMessage text -> text.getPayload();
            case BinaryMessage bytes -> words(bytes.getPayload());
            default -> String.valueOf(message);
          });
    }
    assertThat(messages).isEmpty();
    return sent;
  }

  private boolean started;

  private static String words(ByteBuffer bytes) {
    String text = StandardCharsets.US_ASCII.decode(bytes.duplicate()).toString();
    return text.startsWith("init") ? text : bytes.remaining() + " bytes";
  }

  private WebSocketSession session() {
    return (WebSocketSession)
        Proxy.newProxyInstance(
            VideoViewerTest.class.getClassLoader(),
            new Class<?>[] {WebSocketSession.class},
            (_, method, arguments) ->
                switch (method.getName()) {
                  case "isOpen" -> true;
                  case "getId" -> "1";
                  case "sendMessage" -> {
                    messages.add(arguments[0]);
                    yield null;
                  }
                  default -> null;
                });
  }

  private static Segment segment(long generation, long sequence, boolean keyFrame, int bytes) {
    Instant from = NOON.plusSeconds(2 * sequence);
    return Segment.newBuilder()
        .setCameraId("line-1")
        .setEpoch(NOON)
        .setGeneration(generation)
        .setSequence(sequence)
        .setFirstCapturedAt(from)
        .setLastCapturedAt(from.plusSeconds(2))
        .setCodec("avc1")
        .setWidth(320)
        .setHeight(240)
        .setKeyFrame(keyFrame)
        .setSourceKind("live")
        .setInit(ByteBuffer.wrap(("init " + generation).getBytes(StandardCharsets.US_ASCII)))
        .setFragment(ByteBuffer.allocate(bytes))
        .build();
  }
}
