package io.cleansight.capture.share;

import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.contracts.Topics;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Assignment;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.GroupSubscription;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Subscription;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** A group that is rebalanced again and again, as its members ask for it. */
class OneByOneAssignorTest {
  private static final int PARTITIONS = 12;
  private static final Node NODE = new Node(1, "localhost", 9092);
  private static final Cluster CLUSTER =
      new Cluster(
          "c",
          List.of(NODE),
          IntStream.range(0, PARTITIONS)
              .mapToObj(it -> new PartitionInfo(Topics.CAMERAS, it, NODE, null, null))
              .toList(),
          Set.of(),
          Set.of());

  private final Map<String, Member> members = new TreeMap<>();
  private final MockConsumer<String, byte[]> consumer = new MockConsumer<>("latest");
  private int generation;
  private int taken;

  private static final class Member {
    private final Membership membership = new Membership();
    private final OneByOneAssignor assignor = new OneByOneAssignor();
    private Set<TopicPartition> owned = Set.of();

    Member() {
      assignor.configure(Map.of(OneByOneAssignor.MEMBERSHIP, membership));
    }

    Subscription subscription(int generation) {
      return new Subscription(
          List.of(Topics.CAMERAS),
          assignor.subscriptionUserData(Set.of(Topics.CAMERAS)),
          List.copyOf(owned),
          generation,
          Optional.empty());
    }
  }

  @Test
  void whoComesGetsItsShareOneByOne() {
    join("a");
    assertThat(rounds()).isEqualTo(0);
    assertThat(member("a").owned).hasSize(PARTITIONS);
    join("b");
    assertThat(rounds()).isEqualTo(PARTITIONS / 2);
    join("c");
    assertThat(rounds()).isEqualTo(PARTITIONS / 3);
    assertThat(members.values()).allSatisfy(it -> assertThat(it.owned).hasSize(PARTITIONS / 3));
  }

  @Test
  void whoLeavesIsRelievedOneByOne() {
    List.of("a", "b", "c").forEach(this::join);
    rounds();
    Member leaving = member("b");
    Set<TopicPartition> before = Set.copyOf(member("a").owned);
    leaving.membership.leave();
    assertThat(rounds()).isEqualTo(PARTITIONS / 3);
    assertThat(leaving.owned).isEmpty();
    assertThat(member("a").owned).hasSize(PARTITIONS / 2).containsAll(before);
    members.remove("b");
    assertThat(rounds()).isZero();
  }

  @Test
  void whatAKilledOneHadIsGivenOutAtOnce() {
    List.of("a", "b").forEach(this::join);
    rounds();
    members.remove("a");
    rebalance();
    assertThat(member("b").owned).hasSize(PARTITIONS);
  }

  @Test
  void whoIsAloneOrLeavesWithAllOthersKeepsWhatItHas() {
    join("a");
    rounds();
    assertThat(member("a").membership.hasHeirs()).isFalse();
    join("b");
    rounds();
    assertThat(members.values()).allMatch(it -> it.membership.hasHeirs());
    members.values().forEach(it -> it.membership.leave());
    assertThat(rounds()).isZero();
    assertThat(members.values()).noneMatch(it -> it.membership.hasHeirs());
    assertThat(members.values()).allSatisfy(it -> assertThat(it.owned).hasSize(PARTITIONS / 2));
  }

  @Test
  void nothingMovesWhileSomethingIsStillToBeOpened() {
    join("a");
    rounds();
    join("b");
    rebalance();
    rebalance();
    assertThat(member("b").owned).hasSize(1);
    var opening = new CompletableFuture<Void>();
    member("b").membership.opens(opening);
    assertThat(rounds()).isZero();
    assertThat(member("b").owned).hasSize(1);
    opening.complete(null);
    assertThat(rounds()).isEqualTo(PARTITIONS / 2 - 1);
  }

  /** It was frozen and believes that it has what has long been another's. */
  @Test
  void whatTwoClaimIsHisWhoWasThereLast() {
    List.of("a", "b").forEach(this::join);
    rounds();
    Member frozen = member("a");
    members.remove("a");
    rebalance();
    Map<String, Subscription> subscriptions = new TreeMap<>();
    subscriptions.put("a", frozen.subscription(generation - 1));
    subscriptions.put("b", member("b").subscription(generation));
    Map<String, Assignment> assigned =
        frozen.assignor.assign(CLUSTER, new GroupSubscription(subscriptions)).groupAssignment();
    assertThat(its(assigned, "a")).isEmpty();
    assertThat(its(assigned, "b")).hasSize(PARTITIONS - 1);
  }

  private static List<TopicPartition> its(Map<String, Assignment> assigned, String member) {
    return Objects.requireNonNull(assigned.get(member)).partitions();
  }

  private Member member(String name) {
    return Objects.requireNonNull(members.get(name));
  }

  private void join(String name) {
    members.put(name, new Member());
  }

  /** How often something was taken from somebody until nobody asks any more. */
  private int rounds() {
    taken = 0;
    int rounds = 0;
    while (rebalance()) {
      rounds++;
      assertThat(rounds).isLessThanOrEqualTo(6 * PARTITIONS);
    }
    return taken;
  }

  /** Whether somebody has lost something, or has opened what came, and so joins again. */
  private boolean rebalance() {
    Map<String, Subscription> subscriptions =
        members.entrySet().stream()
            .collect(
                Collectors.toMap(Map.Entry::getKey, it -> it.getValue().subscription(generation)));
    Member leader = members.values().iterator().next();
    generation++;
    Map<String, Assignment> assigned =
        leader.assignor.assign(CLUSTER, new GroupSubscription(subscriptions)).groupAssignment();
    assertThat(assigned.values().stream().flatMap(it -> it.partitions().stream()))
        .doesNotHaveDuplicates();
    int lost = 0;
    int gained = 0;
    for (var entry : members.entrySet()) {
      Member member = entry.getValue();
      List<TopicPartition> its = its(assigned, entry.getKey());
      lost += less(member.owned, its);
      gained += less(its, member.owned);
      member.owned = Set.copyOf(its);
      member.assignor.onAssignment(
          Objects.requireNonNull(assigned.get(entry.getKey())), consumer.groupMetadata());
    }
    assertThat(lost).isLessThanOrEqualTo(gained > 0 ? 0 : 1);
    taken += lost;
    return lost + gained > 0;
  }

  private static int less(Collection<TopicPartition> all, Collection<TopicPartition> some) {
    var left = new HashSet<>(all);
    left.removeAll(Set.copyOf(some));
    return left.size();
  }
}
