package io.cleansight.query.live;

import io.cleansight.query.hub.HubClient;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.socket.BinaryMessage;
import org.springframework.web.socket.WebSocketSession;

/**
 * One browser watching one camera. Holds a single message: a browser that is slow gets the newest
 * when it is ready, and never what came before. Without a word from it, it is ready when its
 * connection takes more, which may hold seconds of pictures; once it has {@linkplain #ready() said
 * that it is}, it is when it says so.
 */
final class Viewer implements HubClient {
  private static final Logger log = LoggerFactory.getLogger(Viewer.class);

  /** More than are on their way to whoever shows one while the next comes. */
  private static final int MOST_TURNS = 4;

  private final String cameraId;
  private final boolean blurred;
  private final WebSocketSession session;
  private final BlockingQueue<ByteBuffer> newest = new ArrayBlockingQueue<>(1);
  private final Semaphore turns = new Semaphore(0);
  private volatile boolean paced;
  private final Thread sender;

  /**
   * @param blurred whether heads are hidden from it
   */
  Viewer(String cameraId, boolean blurred, WebSocketSession session) {
    this.cameraId = cameraId;
    this.blurred = blurred;
    this.session = session;
    this.sender = Thread.ofVirtual().name("viewer-" + session.getId()).start(this::send);
  }

  String cameraId() {
    return cameraId;
  }

  boolean blurred() {
    return blurred;
  }

  /** Replaces what is still waiting; never blocks. Called by one thread. */
  void show(ByteBuffer message) {
    newest.poll();
    newest.offer(message);
  }

  /** It takes one more message; from the first time on, no other comes. */
  void ready() {
    paced = true;
    if (turns.availablePermits() < MOST_TURNS) {
      turns.release();
    }
  }

  @Override
  public void close() {
    sender.interrupt();
  }

  private void send() {
    try {
      while (session.isOpen()) {
        if (paced) {
          turns.acquire();
        }
        session.sendMessage(new BinaryMessage(newest.take().duplicate()));
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    } catch (IOException | IllegalStateException gone) {
      log.debug("viewer {} of {} is gone: {}", session.getId(), cameraId, gone.getMessage());
    }
  }
}
