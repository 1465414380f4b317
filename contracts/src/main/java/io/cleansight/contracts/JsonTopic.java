package io.cleansight.contracts;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A topic in which bridge-service says again, in JSON, what a public one says. Its keys, order and
 * retention are those of that one.
 *
 * @param name by which a site chooses it, the end of the topic's name
 * @param source what is said again
 * @param form how
 */
public record JsonTopic(String name, Topic source, Form form) {
  /** Begins the names of all of them. */
  public static final String PREFIX = AccessRight.TOPICS + "public.";

  /** Pictures, and what is no one's business but the judge's, are not said again. */
  private static final Set<String> LEFT_OUT =
      Set.of(Topics.FRAMES, Topics.DETECTIONS, Topics.EVIDENCE);

  /** What a value looks like. */
  public enum Form {
    /** A CloudEvent in structured mode. */
    CLOUDEVENT,
    /** As NVIDIA DeepStream's message converter has it in its minimal schema. */
    DEEPSTREAM
  }

  /** Every one that there can be, in a stable order. */
  public static List<JsonTopic> all() {
    Stream<JsonTopic> events =
        PublicTopic.all().stream()
            .map(PublicTopic::topic)
            .filter(it -> !LEFT_OUT.contains(it.name()))
            .map(it -> new JsonTopic(name(it), it, Form.CLOUDEVENT));
    return Stream.concat(
            events,
            Stream.of(new JsonTopic("deepstream", Topics.source(Topics.ACTIVITY), Form.DEEPSTREAM)))
        .toList();
  }

  private static String name(Topic source) {
    return source.name().substring(AccessRight.TOPICS.length());
  }

  /** The topic itself; its records are no Avro. */
  public Topic topic() {
    return new Topic(
        PREFIX + name,
        source.event(),
        source.spread(),
        source.retention(),
        source.retentionBytes(),
        source.compacted(),
        source.maxRecordBytes(),
        new Topic.Access(Set.of(ServiceName.BRIDGE), Set.of(), Set.of()));
  }
}
