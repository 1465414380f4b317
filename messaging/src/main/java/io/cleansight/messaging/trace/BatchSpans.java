package io.cleansight.messaging.trace;

import java.util.List;
import net.jcip.annotations.ThreadSafe;

/**
 * Work on several messages at once: a span for each of them whose trace is recorded, all until this
 * is closed.
 *
 * @param spans one for each message, in their order
 */
@ThreadSafe
public record BatchSpans(List<MessageSpan> spans) implements AutoCloseable {
  public BatchSpans {
    spans = List.copyOf(spans);
  }

  /** Of the message at that place of the batch. */
  public MessageSpan get(int index) {
    return spans.get(index);
  }

  /** None succeeded. */
  public void fail(Throwable why) {
    spans.forEach(it -> it.fail(why));
  }

  @Override
  public void close() {
    spans.forEach(MessageSpan::close);
  }
}
