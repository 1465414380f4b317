package io.cleansight.standalone;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** Takes traces as a collector does, by OTLP over HTTP, and keeps them. */
final class TraceCollector implements AutoCloseable {
  private final HttpServer server;
  private final Map<String, List<Told>> traces = new ConcurrentHashMap<>();

  /**
   * A span as it was told.
   *
   * @param resource what it says of its service
   * @param parent empty: it begins its trace
   */
  record Told(
      Map<String, String> resource,
      String id,
      String parent,
      Span.SpanKind kind,
      String name,
      Map<String, String> attributes) {
    String service() {
      return resource.getOrDefault("service.name", "");
    }

    @Override
    public String toString() {
      return service() + ": " + name;
    }
  }

  TraceCollector() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/v1/traces", this::take);
    server.start();
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1/traces";
  }

  /** The spans of each trace, so far. */
  List<List<Told>> traces() {
    return traces.values().stream().map(List::copyOf).toList();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      ExportTraceServiceRequest.parseFrom(exchange.getRequestBody().readAllBytes())
          .getResourceSpansList()
          .forEach(this::keep);
      byte[] answer = ExportTraceServiceResponse.getDefaultInstance().toByteArray();
      exchange.getResponseHeaders().add("content-type", "application/x-protobuf");
      exchange.sendResponseHeaders(200, answer.length == 0 ? -1 : answer.length);
    }
  }

  private void keep(ResourceSpans told) {
    Map<String, String> resource = texts(told.getResource().getAttributesList());
    told.getScopeSpansList().stream()
        .flatMap(it -> it.getSpansList().stream())
        .forEach(it -> keep(resource, it));
  }

  private void keep(Map<String, String> resource, Span span) {
    String trace = HexFormat.of().formatHex(span.getTraceId().toByteArray());
    traces
        .computeIfAbsent(trace, _ -> new CopyOnWriteArrayList<>())
        .add(
            new Told(
                resource,
                HexFormat.of().formatHex(span.getSpanId().toByteArray()),
                HexFormat.of().formatHex(span.getParentSpanId().toByteArray()),
                span.getKind(),
                span.getName(),
                texts(span.getAttributesList())));
  }

  private static Map<String, String> texts(List<KeyValue> attributes) {
    return attributes.stream()
        .collect(
            Collectors.toMap(
                KeyValue::getKey,
                it ->
                    it.getValue().hasIntValue()
                        ? Long.toString(it.getValue().getIntValue())
                        : it.getValue().getStringValue(),
                (one, _) -> one));
  }
}
