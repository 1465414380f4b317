package io.cleansight.messaging.trace;

import io.cleansight.messaging.log.LogKeys;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import net.jcip.annotations.ThreadSafe;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Work on a message, as a span until it is closed. Where its trace is not recorded every method
 * does nothing, and only its context goes on. What is said of it gets to whoever may see traces:
 * ids, places and words of ours, no contents, addresses or people.
 */
@ThreadSafe
public final class MessageSpan implements AutoCloseable {
  /** Of no trace: what follows from it begins one. */
  public static final MessageSpan NONE = new MessageSpan((byte[]) null);

  private static final String PREFIX = "cleansight.";
  private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");

  private final @Nullable Tracing tracing;
  private final @Nullable Span span;
  private final byte @Nullable [] traceparent;

  /** What others record, or nobody does. */
  MessageSpan(byte @Nullable [] traceparent) {
    this.tracing = null;
    this.span = null;
    this.traceparent = traceparent;
  }

  MessageSpan(Tracing tracing, Span span) {
    this.tracing = tracing;
    this.span = span.isRecording() ? span : null;
    this.traceparent = TraceParent.write(span);
  }

  public boolean isRecorded() {
    return span != null;
  }

  /** Makes what is sent with these headers a part of the trace; false: there is none. */
  public boolean carry(Headers headers) {
    byte[] valid = valid();
    if (valid != null) {
      TraceParent.put(headers, valid);
    }
    return valid != null;
  }

  /** By which the trace goes on, to be kept with what is sent later; null: there is none. */
  public @Nullable String traceparent() {
    byte[] valid = valid();
    return valid == null ? null : new String(valid, StandardCharsets.ISO_8859_1);
  }

  /** What comes from outside may be malformed, and is looked at where it is used. */
  private byte @Nullable [] valid() {
    boolean isValid =
        traceparent != null && (span != null || TraceParent.read(traceparent).isValid());
    return isValid ? traceparent : null;
  }

  /**
   * Says what it is about.
   *
   * @param key one of {@link LogKeys}, or a word of few values
   * @param value null: nothing is said
   */
  public MessageSpan with(String key, @Nullable Object value) {
    if (span != null && value != null) {
      span.setAttribute(PREFIX + key, value.toString());
    }
    return this;
  }

  /** The message's id, where it is not read but made. */
  public MessageSpan about(Object messageId) {
    if (span != null) {
      Tracing.message(span, messageId);
    }
    return this;
  }

  /** Where the message lies. */
  public MessageSpan at(int partition, long offset) {
    if (span != null) {
      Tracing.place(span, partition, offset);
    }
    return this;
  }

  /** It is one of so many that are worked on together. */
  MessageSpan of(int messages) {
    if (span != null) {
      Tracing.batch(span, messages);
    }
    return this;
  }

  /** Says that something happened in it, at this moment. */
  public void note(String what) {
    if (span != null) {
      span.addEvent(what);
    }
  }

  /**
   * A part of it.
   *
   * @param from as {@link System#nanoTime} says
   * @param to likewise
   */
  public void part(String name, long from, long to) {
    if (span != null && tracing != null) {
      long began = tracing.epochNanos(from);
      tracing
          .child(name, span.getSpanContext())
          .setStartTimestamp(began, TimeUnit.NANOSECONDS)
          .startSpan()
          .end(began + to - from, TimeUnit.NANOSECONDS);
    }
  }

  /**
   * It did not succeed.
   *
   * @param why a word of few values
   */
  public void fail(String why) {
    if (span != null) {
      span.setStatus(StatusCode.ERROR).setAttribute(ERROR, why);
    }
  }

  /** The same; of the failure only its class is told. */
  public void fail(Throwable why) {
    fail(why.getClass().getSimpleName());
  }

  /** All that this thread logs is a part of it, until that is closed. */
  public Logged logged() {
    if (span == null) {
      return Logged.NOT;
    }
    SpanContext context = span.getSpanContext();
    MDC.put(LogKeys.TRACE, context.getTraceId());
    MDC.put(LogKeys.SPAN, context.getSpanId());
    return Logged.UNTIL_CLOSED;
  }

  /** The lines of a thread's log that name a span. */
  @FunctionalInterface
  public interface Logged extends AutoCloseable {
    Logged NOT = () -> {};
    Logged UNTIL_CLOSED =
        () -> {
          MDC.remove(LogKeys.TRACE);
          MDC.remove(LogKeys.SPAN);
        };

    @Override
    void close();
  }

  /** Once: what is said later is not heard. */
  @Override
  public void close() {
    if (span != null) {
      span.end();
    }
  }
}
