package io.cleansight.query.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.web.socket.BinaryMessage;
import org.springframework.web.socket.WebSocketSession;

class ViewerTest {
  private final BlockingQueue<Integer> sent = new LinkedBlockingQueue<>();

  /** A connection that takes a message when somebody reads it. */
  private final BlockingQueue<Integer> narrow = new SynchronousQueue<>();

  private final List<Viewer> viewers = new ArrayList<>();

  @AfterEach
  void stop() {
    viewers.forEach(Viewer::close);
  }

  @Test
  void whoNeverSaysThatItIsReadyGetsWhatItsConnectionTakes() throws Exception {
    Viewer viewer = viewer(narrow);
    viewer.show(picture(1));
    assertThat(narrow.poll(10, TimeUnit.SECONDS)).isEqualTo(1);
    viewer.show(picture(2));
    assertThat(narrow.poll(10, TimeUnit.SECONDS)).isEqualTo(2);
  }

  @Test
  void whoSaysSoGetsNoMoreThanItAsksForAndTheNewest() throws Exception {
    Viewer viewer = viewer(sent);
    viewer.ready();
    viewer.show(picture(0));
    assertThat(sent.poll(10, TimeUnit.SECONDS)).isZero();
    for (int i = 1; i <= 100; i++) {
      viewer.show(picture(i));
    }
    viewer.ready();
    var got = new ArrayList<Integer>();
    while (!got.contains(100)) {
      got.add(Objects.requireNonNull(sent.poll(10, TimeUnit.SECONDS)));
    }
    // Its sender may have waited for the first since before it was asked for.
    assertThat(got).isSorted().hasSizeLessThanOrEqualTo(2);
  }

  private Viewer viewer(BlockingQueue<Integer> takes) {
    var viewer = new Viewer("line-1", false, session(takes));
    viewers.add(viewer);
    return viewer;
  }

  private static ByteBuffer picture(int number) {
    return ByteBuffer.allocate(4).putInt(number).flip();
  }

  private static WebSocketSession session(BlockingQueue<Integer> takes) {
    return (WebSocketSession)
        Proxy.newProxyInstance(
            ViewerTest.class.getClassLoader(),
            new Class<?>[] {WebSocketSession.class},
            (_, method, arguments) ->
                switch (method.getName()) {
                  case "isOpen" -> true;
                  case "getId" -> "1";
                  case "sendMessage" -> {
                    takes.put(((BinaryMessage) arguments[0]).getPayload().getInt());
                    yield null;
                  }
                  default -> null;
                });
  }
}
