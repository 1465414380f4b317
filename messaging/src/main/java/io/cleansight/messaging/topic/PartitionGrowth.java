package io.cleansight.messaging.topic;

import io.cleansight.contracts.ConsumerGroups;
import io.cleansight.contracts.Topic;
import io.cleansight.contracts.TopicLayout;
import io.cleansight.contracts.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;

/**
 * Grows the number of partitions of everything that is spread by camera, while nothing runs. What
 * is kept by key, settings of cameras and the state of Kafka Streams, moves to where the key
 * belongs now. Until all of it is done topics differ in their number of partitions, and services
 * refuse to start; killed at any point, it is finished by running it again. See docs/partitions.md.
 */
public final class PartitionGrowth {
  private static final int PATIENCE_SECONDS = 30;
  private static final Duration SESSIONS = Duration.ofSeconds(15);

  private final Map<String, Object> client;
  private final Duration quiet;
  private final Duration sessions;

  /**
   * @param client how the cluster is reached, with rights to describe and change topics
   * @param quiet nothing may be appended for so long before it begins
   */
  public PartitionGrowth(Map<String, Object> client, Duration quiet) {
    this(client, quiet, SESSIONS);
  }

  PartitionGrowth(Map<String, Object> client, Duration quiet, Duration sessions) {
    this.client = Map.copyOf(client);
    this.quiet = quiet;
    this.sessions = sessions;
  }

  /** How it ended. */
  public sealed interface GrowthResult {
    /** Nothing was changed. */
    record Refused(List<String> reasons) implements GrowthResult {}

    /**
     * Everything is as asked for, or would be.
     *
     * @param steps that were taken; none: it was so before
     */
    record Grown(List<String> steps) implements GrowthResult {}
  }

  /**
   * How far a partition is written to the database.
   *
   * @param topicId as Kafka gives it to each topic that is made
   */
  public record Position(String topicId, int partition, long next) {}

  private record Step(String says, Action action) {}

  private interface Action {
    void run() throws InterruptedException, ExecutionException, TimeoutException;
  }

  /**
   * Grows to so many partitions, or says why not.
   *
   * @param dryRun change nothing, say what would be done
   * @param written positions of persistence-service, whose Kafka positions do not count
   * @param say is told of each step before it is taken
   * @throws IllegalStateException if Kafka does not answer; it is to be run again then
   */
  public GrowthResult grow(
      int partitions, boolean dryRun, List<Position> written, Consumer<String> say)
      throws InterruptedException {
    try (var admin = Admin.create(client)) {
      Map<String, TopicDescription> topics = present(admin, spread());
      List<String> wrong = objections(counts(topics), partitions);
      if (!wrong.isEmpty()) {
        return new GrowthResult.Refused(wrong);
      }
      if (counts(topics).values().stream().allMatch(it -> it == partitions)) {
        return new GrowthResult.Grown(List.of());
      }
      List<String> busy =
          new DrainCheck(admin, client, quiet, sessions).complaints(topics, written);
      if (!busy.isEmpty()) {
        return new GrowthResult.Refused(busy);
      }
      List<Step> steps = steps(admin, counts(topics), partitions);
      take(steps, dryRun, say);
      return new GrowthResult.Grown(steps.stream().map(Step::says).toList());
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("Kafka does not answer; run it again", e);
    }
  }

  private static void take(List<Step> steps, boolean dryRun, Consumer<String> say)
      throws InterruptedException, ExecutionException, TimeoutException {
    for (Step step : steps) {
      say.accept(step.says());
      if (!dryRun) {
        step.action().run();
      }
    }
  }

  /**
   * Why topics of these numbers of partitions cannot be grown to so many.
   *
   * @param counts of the topics that are there, by name
   */
  static List<String> objections(Map<String, Integer> counts, int partitions) {
    if (counts.isEmpty()) {
      return List.of("there are no topics yet; topics.partitions says how they are made");
    }
    int least = Collections.min(counts.values());
    int most = Collections.max(counts.values());
    var objections = new ArrayList<String>();
    if (partitions > TopicLayout.MOST_PARTITIONS) {
      objections.add(TopicLayout.MOST_PARTITIONS + " partitions are the most, not " + partitions);
    }
    if (partitions < most) {
      objections.add("topics have " + most + " partitions; the number can only grow");
    }
    if (least < most && partitions != most) {
      objections.add("a growth to " + most + " partitions was interrupted; finish it first");
    }
    if (partitions % least != 0) {
      // Then a camera's new partition has a higher number than its old one, or the same: what is
      // read partition by partition comes in the order in which it was said.
      objections.add("the number must be a multiple of " + least + ", not " + partitions);
    }
    return objections;
  }

  /** The last topic that grows ends it: until then their numbers differ. */
  private List<Step> steps(Admin admin, Map<String, Integer> counts, int partitions)
      throws InterruptedException, ExecutionException, TimeoutException {
    Map<String, Integer> changelogs = counts(present(admin, changelogs()));
    List<String> order = spread().stream().filter(counts::containsKey).toList();
    var growing = new HashMap<>(counts);
    growing.remove(order.getLast());
    growing.putAll(changelogs);
    growing.values().removeIf(it -> it >= partitions);
    var steps = new ArrayList<Step>();
    if (!growing.isEmpty()) {
      steps.add(
          new Step(
              growing.size() + " topics grow to " + partitions + " partitions",
              () -> grow(admin, growing.keySet(), partitions)));
    }
    for (String topic : keptByKey(counts.keySet(), changelogs.keySet())) {
      steps.add(
          new Step(topic + ": keys move to their new partitions", () -> move(topic, partitions)));
    }
    steps.add(
        new Step(
            order.getLast() + " grows last, and services may start again",
            () -> grow(admin, Set.of(order.getLast()), partitions)));
    return steps;
  }

  private static List<String> keptByKey(Set<String> topics, Set<String> changelogs) {
    Stream<String> compacted =
        Topics.withJson().stream()
            .filter(it -> it.spread() && it.compacted())
            .map(Topic::name)
            .filter(topics::contains);
    return Stream.concat(compacted, changelogs.stream()).toList();
  }

  private void move(String topic, int partitions) throws InterruptedException {
    try (var move = new KeyMove(client)) {
      move.move(topic, partitions);
    }
  }

  private static void grow(Admin admin, Collection<String> topics, int partitions)
      throws InterruptedException, ExecutionException, TimeoutException {
    within(
        admin
            .createPartitions(
                topics.stream()
                    .collect(Collectors.toMap(it -> it, _ -> NewPartitions.increaseTo(partitions))))
            .all());
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!present(admin, topics).values().stream().allMatch(it -> isLed(it, partitions))) {
      if (System.nanoTime() - deadline > 0) {
        throw new TimeoutException("new partitions of " + topics + " have no leaders");
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  private static boolean isLed(TopicDescription topic, int partitions) {
    return topic.partitions().size() == partitions
        && topic.partitions().stream()
            .allMatch(it -> it.leader() != null && !it.leader().isEmpty());
  }

  private static List<String> spread() {
    return Topics.withJson().stream().filter(Topic::spread).map(Topic::name).toList();
  }

  private static List<String> changelogs() {
    return ConsumerGroups.STORES_BY_CAMERA.entrySet().stream()
        .flatMap(
            app ->
                app.getValue().stream()
                    .map(store -> ConsumerGroups.changelogOf(app.getKey(), store)))
        .sorted()
        .toList();
  }

  private static Map<String, TopicDescription> present(Admin admin, Collection<String> wanted)
      throws InterruptedException, ExecutionException, TimeoutException {
    Set<String> names = within(admin.listTopics().names());
    return new TreeMap<>(
        within(
            admin
                .describeTopics(wanted.stream().filter(names::contains).toList())
                .allTopicNames()));
  }

  private static Map<String, Integer> counts(Map<String, TopicDescription> topics) {
    var counts = new TreeMap<String, Integer>();
    topics.forEach((name, it) -> counts.put(name, it.partitions().size()));
    return counts;
  }

  private static <T> T within(KafkaFuture<T> answer)
      throws InterruptedException, ExecutionException, TimeoutException {
    return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }
}
