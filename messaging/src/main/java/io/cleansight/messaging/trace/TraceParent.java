package io.cleansight.messaging.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** The place of a span in its trace as W3C writes it. What is malformed is as if it were absent. */
final class TraceParent {
  private static final String HEADER = "traceparent";

  /** Of version 00; one of a later version may be longer, and is not passed on. */
  private static final int LENGTH = 55;

  private static final TextMapGetter<byte[]> GETTER =
      new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(byte[] value) {
          return List.of(HEADER);
        }

        @Override
        public @Nullable String get(byte @Nullable [] value, String key) {
          return value != null && key.equals(HEADER)
              ? new String(value, StandardCharsets.ISO_8859_1)
              : null;
        }
      };

  private TraceParent() {}

  /** Null: there is none that could be one. */
  static byte @Nullable [] of(Headers headers) {
    Header header = headers.lastHeader(HEADER);
    byte[] value = header == null ? null : header.value();
    return value != null && value.length == LENGTH ? value : null;
  }

  static byte @Nullable [] of(@Nullable String text) {
    return text != null && text.length() == LENGTH
        ? text.getBytes(StandardCharsets.ISO_8859_1)
        : null;
  }

  /** Whether it says so, if it is valid. */
  static boolean isSampled(byte[] value) {
    return (Character.digit(value[LENGTH - 1], 16) & 1) == 1;
  }

  static void put(Headers headers, byte[] value) {
    headers.add(HEADER, value);
  }

  /** Not valid: it is malformed. */
  static SpanContext read(byte[] value) {
    Context context =
        W3CTraceContextPropagator.getInstance().extract(Context.root(), value, GETTER);
    return Span.fromContext(context).getSpanContext();
  }

  static byte[] write(Span span) {
    var text = new AtomicReference<String>("");
    W3CTraceContextPropagator.getInstance()
        .inject(
            Context.root().with(span),
            text,
            (carrier, key, value) -> {
              if (carrier != null && key.equals(HEADER)) {
                carrier.set(value);
              }
            });
    return Objects.requireNonNull(text.get()).getBytes(StandardCharsets.ISO_8859_1);
  }
}
