package io.cleansight.messaging.trace;

import io.cleansight.messaging.instance.InstanceId;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.context.annotation.Bean;

/** Traces of a service: to a collector where one is set, else to nobody. */
@AutoConfiguration(before = KafkaAutoConfiguration.class)
@EnableConfigurationProperties(TracingProperties.class)
class TracingConfiguration {
  /** What comes while so many wait is dropped. */
  static final int MOST_WAITING = 2048;

  private static final Duration LONGEST_EXPORT = Duration.ofSeconds(3);

  @Bean
  Tracing tracing(
      TracingProperties properties,
      @Value("${spring.application.name}") String service,
      InstanceId instance) {
    return properties.isOn()
        ? Tracing.on(
            properties.sampling(), resource(service, instance), exporting(exporter(properties)))
        : Tracing.off();
  }

  static SpanProcessor exporting(SpanExporter exporter) {
    return BatchSpanProcessor.builder(new QuietExporter(exporter))
        .setMaxQueueSize(MOST_WAITING)
        .setScheduleDelay(Duration.ofSeconds(1))
        .setExporterTimeout(LONGEST_EXPORT)
        .build();
  }

  private static SpanExporter exporter(TracingProperties properties) {
    var exporter =
        OtlpHttpSpanExporter.builder()
            .setEndpoint(properties.endpoint())
            .setConnectTimeout(LONGEST_EXPORT)
            .setTimeout(LONGEST_EXPORT)
            .setRetryPolicy(null);
    Path ca = properties.caFile();
    if (ca != null) {
      exporter.setTrustedCertificates(read(ca));
    }
    return exporter.build();
  }

  private static Resource resource(String service, InstanceId instance) {
    var resource =
        Resource.builder()
            .put(AttributeKey.stringKey("service.namespace"), "cleansight")
            .put(AttributeKey.stringKey("service.name"), service)
            .put(AttributeKey.stringKey("service.instance.id"), instance.value());
    String version = TracingConfiguration.class.getPackage().getImplementationVersion();
    if (version != null) { // null where it was not built as a jar
      resource.put(AttributeKey.stringKey("service.version"), version);
    }
    return Resource.getDefault().merge(resource.build());
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
