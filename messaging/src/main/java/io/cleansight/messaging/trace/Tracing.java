package io.cleansight.messaging.trace;

import io.cleansight.contracts.Topics;
import io.cleansight.messaging.log.LogKeys;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.Clock;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import net.jcip.annotations.ThreadSafe;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Spans of what is done with messages, in OpenTelemetry's words for messaging. Whether a trace is
 * recorded is decided where it begins, and holds all the way: where it is not, a message's context
 * is handed on as it came and nothing else is done.
 */
@ThreadSafe
public final class Tracing implements AutoCloseable {
  private static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("messaging.system");
  private static final AttributeKey<String> DESTINATION =
      AttributeKey.stringKey("messaging.destination.name");
  private static final AttributeKey<String> OPERATION =
      AttributeKey.stringKey("messaging.operation.name");
  private static final AttributeKey<String> TYPE =
      AttributeKey.stringKey("messaging.operation.type");
  private static final AttributeKey<String> GROUP =
      AttributeKey.stringKey("messaging.consumer.group.name");
  private static final AttributeKey<String> MESSAGE =
      AttributeKey.stringKey("messaging.message.id");
  private static final AttributeKey<String> PARTITION =
      AttributeKey.stringKey("messaging.destination.partition.id");
  private static final AttributeKey<Long> OFFSET = AttributeKey.longKey("messaging.kafka.offset");

  private static final AttributeKey<Long> BATCH =
      AttributeKey.longKey("messaging.batch.message_count");

  private static final String MESSAGE_ID = "ce_id";
  private static final int SECONDS_TO_CLOSE = 3;

  private final boolean on;
  private final SdkTracerProvider provider;
  private final Tracer tracer;
  private final Clock clock;

  private Tracing(boolean on, SdkTracerProvider provider, Clock clock) {
    this.on = on;
    this.provider = provider;
    this.tracer = provider.get("io.cleansight");
    this.clock = clock;
  }

  /** Records nothing; a trace that others record goes on through here. */
  public static Tracing off() {
    return new Tracing(
        false,
        SdkTracerProvider.builder().setSampler(Sampler.alwaysOff()).build(),
        Clock.getDefault());
  }

  /**
   * @param sampling share of the traces that begin here and are recorded
   * @param service whose spans these are
   * @param spans takes each that has ended; must not wait
   */
  public static Tracing on(double sampling, Resource service, SpanProcessor spans) {
    Clock clock = Clock.getDefault();
    var provider =
        SdkTracerProvider.builder()
            .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(sampling)))
            .setResource(service)
            .setClock(clock)
            .addSpanProcessor(spans)
            .build();
    return new Tracing(true, provider, clock);
  }

  /** Begins a trace with the sending of a message, which lasts until the broker has it. */
  public MessageSpan send(String topic) {
    return begun(producer("send", topic).startSpan());
  }

  /** Begins a trace with a message that others are going to send. */
  public MessageSpan create(String topic) {
    MessageSpan created = begun(producer("create", topic).startSpan());
    created.close();
    return created;
  }

  /** Begins the work of that group on a message. */
  public MessageSpan process(ConsumerRecord<String, ?> record, @Nullable String group) {
    return process(record.topic(), record.key(), record.headers(), group)
        .at(record.partition(), record.offset());
  }

  /** The same for who has no more of the message. */
  public MessageSpan process(
      String topic, @Nullable String key, Headers headers, @Nullable String group) {
    byte[] parent = TraceParent.of(headers);
    SpanContext context = recorded(parent);
    if (context == null) {
      return new MessageSpan(parent);
    }
    SpanBuilder span =
        message("process", topic, context)
            .setSpanKind(SpanKind.CONSUMER)
            .setAttribute(TYPE, "process")
            .setAttribute(GROUP, group);
    Header id = headers.lastHeader(MESSAGE_ID);
    if (id != null) {
      span.setAttribute(MESSAGE, new String(id.value(), StandardCharsets.US_ASCII));
    }
    return begun(span.startSpan())
        .with(LogKeys.CAMERA, key != null && Topics.isKeyedByCamera(topic) ? key : null);
  }

  /** Begins the work of that group on messages that are worked on together. */
  public BatchSpans process(
      List<? extends ConsumerRecord<String, ?>> batch, @Nullable String group) {
    int size = batch.size();
    return new BatchSpans(batch.stream().map(it -> process(it, group).of(size)).toList());
  }

  /**
   * Begins a call of somebody outside.
   *
   * @param name of the call, one of few
   * @param parent what led to it, as {@link MessageSpan#traceparent()} had it; null: a trace that
   *     nobody began
   */
  public MessageSpan call(String name, @Nullable String parent) {
    byte[] written = TraceParent.of(parent);
    SpanContext context = recorded(written);
    return context == null
        ? new MessageSpan(written)
        : begun(child(name, context).setSpanKind(SpanKind.CLIENT).startSpan());
  }

  /** What was kept of a span that is over, for what follows from it. */
  public MessageSpan kept(@Nullable String traceparent) {
    return new MessageSpan(TraceParent.of(traceparent));
  }

  /** Tells what has ended, for no longer than seconds. */
  @Override
  public void close() {
    provider.shutdown().join(SECONDS_TO_CLOSE, TimeUnit.SECONDS);
  }

  SpanBuilder child(String name, SpanContext parent) {
    return tracer.spanBuilder(name).setParent(Context.root().with(Span.wrap(parent)));
  }

  /** Nanoseconds since 1970 of what {@link System#nanoTime} said. */
  long epochNanos(long nanoTime) {
    return clock.now() - (clock.nanoTime() - nanoTime);
  }

  /** Null: this one is not, and nothing is done for it. */
  private @Nullable SpanContext recorded(byte @Nullable [] parent) {
    if (!on || parent == null || !TraceParent.isSampled(parent)) {
      return null;
    }
    SpanContext context = TraceParent.read(parent);
    return context.isValid() ? context : null;
  }

  private MessageSpan begun(Span span) {
    return new MessageSpan(this, span);
  }

  private SpanBuilder producer(String operation, String topic) {
    return message(operation, topic, SpanContext.getInvalid())
        .setSpanKind(SpanKind.PRODUCER)
        .setAttribute(TYPE, operation);
  }

  private SpanBuilder message(String operation, String topic, SpanContext parent) {
    return child(operation + " " + topic, parent)
        .setAttribute(SYSTEM, "kafka")
        .setAttribute(DESTINATION, topic)
        .setAttribute(OPERATION, operation);
  }

  static void place(Span span, int partition, long offset) {
    span.setAttribute(PARTITION, Integer.toString(partition)).setAttribute(OFFSET, offset);
  }

  static void batch(Span span, long messages) {
    span.setAttribute(BATCH, messages);
  }

  static void message(Span span, Object id) {
    span.setAttribute(MESSAGE, id.toString());
  }
}
