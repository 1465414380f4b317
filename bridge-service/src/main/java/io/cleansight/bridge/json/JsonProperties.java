package io.cleansight.bridge.json;

import io.cleansight.contracts.JsonTopic;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings under {@code bridge}.
 *
 * @param topics names of {@link JsonTopic}s; none: nothing is said as JSON
 */
@ConfigurationProperties("bridge")
record JsonProperties(@DefaultValue List<String> topics) {
  private static final List<String> KNOWN =
      JsonTopic.all().stream().map(JsonTopic::name).sorted().toList();

  JsonProperties {
    topics = topics.stream().map(String::strip).filter(it -> !it.isEmpty()).distinct().toList();
    List<String> unknown = topics.stream().filter(it -> !KNOWN.contains(it)).toList();
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "bridge.topics may be %s, not %s".formatted(KNOWN, unknown));
    }
  }

  List<JsonTopic> chosen() {
    return JsonTopic.all().stream().filter(it -> topics.contains(it.name())).toList();
  }
}
