package io.cleansight.messaging.trace;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;
import net.jcip.annotations.ThreadSafe;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;

/** Says once that spans do not reach the collector, and once that they do again. */
@ThreadSafe
final class QuietExporter implements SpanExporter {
  private static final Logger log = LoggerFactory.getLogger(QuietExporter.class);

  private final SpanExporter exporter;
  private final AtomicBoolean lost = new AtomicBoolean();

  QuietExporter(SpanExporter exporter) {
    this.exporter = exporter;
  }

  @Override
  public CompletableResultCode export(Collection<SpanData> spans) {
    CompletableResultCode result = exporter.export(spans);
    return result.whenComplete(() -> tell(result));
  }

  private void tell(CompletableResultCode result) {
    if (result.isSuccess()) {
      if (lost.compareAndSet(true, false)) {
        log.info("traces reach their collector again");
      }
    } else if (lost.compareAndSet(false, true)) {
      Throwable why = result.getFailureThrowable();
      log.warn(
          "traces do not reach their collector and are dropped until they do: {}",
          why == null
              ? "no reason given"
              : NestedExceptionUtils.getMostSpecificCause(why).getClass().getSimpleName());
    }
  }

  @Override
  public CompletableResultCode flush() {
    return exporter.flush();
  }

  @Override
  public CompletableResultCode shutdown() {
    return exporter.shutdown();
  }
}
