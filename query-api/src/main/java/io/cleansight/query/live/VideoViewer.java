package io.cleansight.query.live;

import io.cleansight.event.Segment;
import io.cleansight.query.hub.HubClient;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import net.jcip.annotations.ThreadSafe;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.socket.BinaryMessage;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;
import tools.jackson.databind.json.JsonMapper;

/**
 * One browser watching one camera's video. It is sent what the video is (text), its init data, and
 * fragments from a key frame on; the first two anew where another run begins. Holds {@link
 * #MOST_BYTES} at most: a browser that is slower loses what waits, and goes on with the newest key
 * frame.
 */
@ThreadSafe
final class VideoViewer implements HubClient {
  private static final Logger log = LoggerFactory.getLogger(VideoViewer.class);
  static final int MOST_BYTES = 4 << 20;

  private final String cameraId;
  private final WebSocketSession session;
  private final JsonMapper json;
  private final Deque<Segment> waiting = new ArrayDeque<>();
  private final Thread sender;
  private long waitingBytes;
  private boolean decodable;
  private @Nullable Segment newest;

  /** Of the sender's thread alone. */
  private @Nullable Segment sent;

  /**
   * What the fragments that follow are.
   *
   * @param from when the first of them was captured
   */
  record Announcement(String codec, int width, int height, Instant from) {}

  VideoViewer(String cameraId, WebSocketSession session, JsonMapper json) {
    this.cameraId = cameraId;
    this.session = session;
    this.json = json;
    this.sender = Thread.ofVirtual().name("video-viewer-" + session.getId()).unstarted(this::send);
  }

  /** Begins to send; to be called once. */
  void start() {
    sender.start();
  }

  String cameraId() {
    return cameraId;
  }

  /** Takes the camera's next segment; never blocks. Called by one thread. */
  synchronized void show(Segment segment) {
    Segment before = newest;
    if (before != null && segment.getGeneration() < before.getGeneration()) {
      return; // of an instance that has been replaced
    }
    decodable = segment.getKeyFrame() || (decodable && before != null && follows(segment, before));
    newest = segment;
    int bytes = segment.getFragment().remaining();
    if (waitingBytes + bytes > MOST_BYTES) {
      waiting.clear();
      waitingBytes = 0;
      decodable = segment.getKeyFrame();
    }
    if (decodable) {
      waiting.add(segment);
      waitingBytes += bytes;
      notifyAll();
    }
  }

  private static boolean follows(Segment segment, Segment before) {
    return isOfRun(segment, before) && segment.getSequence() == before.getSequence() + 1;
  }

  private static boolean isOfRun(Segment segment, Segment other) {
    return segment.getGeneration() == other.getGeneration()
        && segment.getEpoch().equals(other.getEpoch())
        && segment.getOpening() == other.getOpening()
        && segment.getInit().equals(other.getInit());
  }

  @Override
  public void close() {
    sender.interrupt();
  }

  private synchronized Segment next() throws InterruptedException {
    while (waiting.isEmpty()) {
      wait();
    }
    Segment next = waiting.remove();
    waitingBytes -= next.getFragment().remaining();
    return next;
  }

  private void send() {
    try {
      while (session.isOpen()) {
        send(next());
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    } catch (IOException | IllegalStateException gone) {
      log.debug("viewer {} of {} is gone: {}", session.getId(), cameraId, gone.getMessage());
    }
  }

  private void send(Segment segment) throws IOException {
    Segment before = sent;
    if (before == null || !isOfRun(segment, before)) {
      var what =
          new Announcement(
              segment.getCodec(),
              segment.getWidth(),
              segment.getHeight(),
              segment.getFirstCapturedAt());
      session.sendMessage(new TextMessage(json.writeValueAsString(what)));
      session.sendMessage(binary(segment.getInit()));
    }
    session.sendMessage(binary(segment.getFragment()));
    sent = segment;
  }

  private static BinaryMessage binary(ByteBuffer bytes) {
    return new BinaryMessage(bytes.duplicate());
  }
}
