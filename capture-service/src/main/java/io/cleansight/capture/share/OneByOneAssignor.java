package io.cleansight.capture.share;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Configurable;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Shares partitions as {@link CooperativeStickyAssignor} does, but takes only one from its owner at
 * a time: the next moves when the cameras of that one are open. To open all the cameras of an
 * instance at once would leave each unseen for as long as all of them together take. Whoever is
 * about to leave says so and is relieved the same way before it goes. What nobody owns, as whoever
 * had it was killed, is given out at once.
 *
 * <p>Made by Kafka, which hands it the {@link Membership} of this instance.
 */
public final class OneByOneAssignor extends CooperativeStickyAssignor implements Configurable {
  /** Name of the setting of a consumer that holds the {@link Membership}. */
  static final String MEMBERSHIP = "cleansight.share.membership";

  private static final int LEAVING = 1;
  private static final int OPENING = 2;

  private @Nullable Membership membership;

  /** A group as its members describe it. */
  private record Group(Map<String, Subscription> members) {
    Map<String, Subscription> staying() {
      return members.entrySet().stream()
          .filter(it -> !says(LEAVING, it.getValue()))
          .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** By partition; of two that claim one, who was in the group last has it. */
    Map<TopicPartition, String> owners() {
      var owners = new HashMap<TopicPartition, String>();
      members.entrySet().stream()
          .sorted(
              Comparator.comparingInt(
                  it -> it.getValue().generationId().orElse(DEFAULT_GENERATION)))
          .forEach(
              it -> it.getValue().ownedPartitions().forEach(its -> owners.put(its, it.getKey())));
      return owners;
    }

    boolean isOpening() {
      return members.values().stream().anyMatch(it -> says(OPENING, it));
    }

    private static boolean says(int what, Subscription member) {
      ByteBuffer said = member.userData();
      return said != null && said.remaining() == 1 && (said.get(said.position()) & what) != 0;
    }
  }

  @Override
  public String name() {
    return "one-by-one";
  }

  @Override
  public void configure(Map<String, ?> configs) {
    membership = (Membership) configs.get(MEMBERSHIP);
  }

  @Override
  public ByteBuffer subscriptionUserData(Set<String> topics) {
    int says = 0;
    if (membership != null) {
      says = (membership.isLeaving() ? LEAVING : 0) | (membership.isOpening() ? OPENING : 0);
    }
    return ByteBuffer.wrap(new byte[] {(byte) says});
  }

  @Override
  public void onAssignment(Assignment assignment, ConsumerGroupMetadata metadata) {
    super.onAssignment(assignment, metadata);
    ByteBuffer said = assignment.userData();
    if (membership != null && said != null && said.remaining() == Integer.BYTES) {
      membership.staying(said.getInt(said.position()));
    }
  }

  @Override
  public GroupAssignment assign(Cluster cluster, GroupSubscription subscriptions) {
    var group = new Group(subscriptions.groupSubscription());
    Map<String, Subscription> staying = group.staying();
    if (staying.isEmpty()) {
      return assignment(partitions(super.assign(cluster, subscriptions)), 0);
    }
    var all = partitions(super.assign(cluster, new GroupSubscription(staying)));
    group.members().keySet().forEach(it -> all.computeIfAbsent(it, _ -> new ArrayList<>()));
    move(all, group);
    return assignment(all, staying.size());
  }

  /**
   * What is to go to another first goes from its owner: one partition, and none while something
   * that has come is still to be opened.
   */
  private static void move(Map<String, List<TopicPartition>> all, Group group) {
    Map<TopicPartition, String> owners = group.owners();
    boolean comes = all.values().stream().anyMatch(it -> !owners.keySet().containsAll(it));
    List<TopicPartition> moving =
        owners.keySet().stream()
            .filter(it -> !all.getOrDefault(owners.get(it), List.of()).contains(it))
            .sorted(
                Comparator.comparing(TopicPartition::topic)
                    .thenComparingInt(TopicPartition::partition))
            .toList();
    all.values().forEach(it -> it.removeAll(moving));
    moving.stream()
        .skip(comes || group.isOpening() ? 0 : 1)
        .forEach(it -> all.computeIfAbsent(owners.get(it), _ -> new ArrayList<>()).add(it));
  }

  private static Map<String, List<TopicPartition>> partitions(GroupAssignment assignment) {
    var partitions = new HashMap<String, List<TopicPartition>>();
    assignment
        .groupAssignment()
        .forEach((member, its) -> partitions.put(member, new ArrayList<>(its.partitions())));
    return partitions;
  }

  /**
   * @param staying how many members are not about to leave
   */
  private static GroupAssignment assignment(
      Map<String, List<TopicPartition>> partitions, int staying) {
    return new GroupAssignment(
        partitions.entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey,
                    it ->
                        new Assignment(
                            it.getValue(),
                            ByteBuffer.allocate(Integer.BYTES).putInt(staying).flip()))));
  }
}
