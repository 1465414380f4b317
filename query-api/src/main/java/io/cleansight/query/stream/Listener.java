package io.cleansight.query.stream;

import io.cleansight.query.access.Caller;
import io.cleansight.query.hub.HubClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * One client. Holds {@link #ROOM} events at most: a client that lags by more is cut off, comes back
 * with the id of the last event that it has, and misses nothing.
 */
final class Listener implements HubClient {
  private static final Logger log = LoggerFactory.getLogger(Listener.class);
  private static final int ROOM = 2_000;
  private static final int HEARTBEAT_SECONDS = 15;
  private static final MediaType UTF8_TEXT =
      new MediaType(MediaType.TEXT_PLAIN, StandardCharsets.UTF_8);

  private final SseEmitter emitter;
  private final Set<String> kinds;
  private final Caller caller;
  private final @Nullable String cameraId;
  private final BlockingQueue<StreamEvent> waiting = new ArrayBlockingQueue<>(ROOM);
  private final Thread sender;
  private volatile StreamHub.@Nullable Missed missed;
  private volatile boolean closed;

  /**
   * @param caller hears of the cameras that they may see
   * @param cameraId null: every one of these
   */
  Listener(SseEmitter emitter, Set<String> kinds, Caller caller, @Nullable String cameraId) {
    this.emitter = emitter;
    this.kinds = kinds;
    this.caller = caller;
    this.cameraId = cameraId;
    this.sender = Thread.ofVirtual().name("listener-", 0).unstarted(this::send);
  }

  /** Before {@link #start}. */
  void catchUp(StreamHub.Missed event) {
    missed = event;
  }

  void start() {
    sender.start();
  }

  /** Never blocks. */
  void tell(StreamEvent event) {
    if (wants(event) && !waiting.offer(event)) {
      close();
    }
  }

  @Override
  public void close() {
    closed = true;
    sender.interrupt();
  }

  private boolean wants(StreamEvent event) {
    return kinds.contains(event.kind())
        && event.cameras().stream().allMatch(caller::maySee)
        && (cameraId == null || cameraId.equals(event.cameraId()));
  }

  private void send() {
    try {
      emitter.send(SseEmitter.event().comment("listening").reconnectTime(1000));
      StreamHub.Missed before = missed;
      missed = null;
      if (before != null) {
        send(before);
      }
      while (!closed) {
        sendNext();
      }
      emitter.complete();
    } catch (InterruptedException cutOff) {
      emitter.complete();
    } catch (IOException | IllegalStateException gone) {
      log.debug("a listener is gone: {}", gone.getMessage());
      emitter.complete();
    }
  }

  private void send(StreamHub.Missed before) throws IOException {
    if (!before.whole()) {
      emitter.send(SseEmitter.event().name("reset").data("{}", UTF8_TEXT));
    }
    for (StreamEvent event : before.event()) {
      if (wants(event)) {
        send(event);
      }
    }
  }

  /** The next event, or that we are still here if there is none for a while. */
  private void sendNext() throws IOException, InterruptedException {
    StreamEvent event = waiting.poll(HEARTBEAT_SECONDS, TimeUnit.SECONDS);
    if (event == null) {
      emitter.send(SseEmitter.event().comment("here"));
    } else {
      send(event);
    }
  }

  private void send(StreamEvent event) throws IOException {
    emitter.send(
        SseEmitter.event().id(event.position()).name(event.kind()).data(event.data(), UTF8_TEXT));
  }
}
