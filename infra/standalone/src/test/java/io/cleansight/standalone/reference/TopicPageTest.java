package io.cleansight.standalone.reference;

import io.cleansight.contracts.ServiceName;
import io.cleansight.contracts.Topic;
import io.cleansight.contracts.Topics;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The page has every topic with every setting. */
class TopicPageTest {
  private static final Set<String> IN_COLUMNS =
      Set.of("cleanup.policy", "retention.ms", "retention.bytes");

  @Test
  void thePageHasEveryTopic() throws IOException {
    var page =
        new ReferencePage(
            "topics.md",
            "Topics",
            """
            As the services make them, and bring what is there to; of the chart's it is the same. A topic has as many partitions as a site
            decides (`topics.partitions`) or one; how often each is kept is `topics.replicas`, of which `min.insync.replicas` follows. Those that begin with
            `cleansight.public.` are JSON, and there where bridge-service runs and is told to write them. Events are
            described in [events.avdl](../../contracts/src/main/avro/events.avdl), keys and purposes in the [README](../../README.md#the-datas-way).""");
    page.table(
        "topic",
        "event",
        "partitions",
        "policy",
        "kept",
        "cap of a partition",
        "written by",
        "read by");
    for (Topic topic : Topics.withJson()) {
      Map<String, String> config = topic.config();
      page.row(
          ReferencePage.code(topic.name()),
          topic.event().getSimpleName(),
          topic.spread() ? "`topics.partitions`" : "1",
          String.valueOf(config.get("cleanup.policy")),
          ReferencePage.kept(topic),
          topic.retentionBytes() < 0 ? "" : topic.retentionBytes() / (1 << 20) + " MiB",
          names(topic.access().writers()),
          names(topic.access().readers()));
    }
    page.section("Settings").table("topic", "settings");
    for (Topic topic : Topics.withJson()) {
      page.row(
          ReferencePage.code(topic.name()),
          topic.config().entrySet().stream()
              .filter(it -> !IN_COLUMNS.contains(it.getKey()))
              .map(it -> ReferencePage.code(it.getKey() + "=" + it.getValue()))
              .collect(Collectors.joining(" ")));
    }
    page.assertIsWritten();
  }

  private static String names(Set<ServiceName> services) {
    return Arrays.stream(ServiceName.values())
        .filter(services::contains)
        .map(ServiceName::title)
        .collect(Collectors.joining(", "));
  }
}
