package io.cleansight.capture.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cleansight.contracts.Topics;
import io.cleansight.messaging.topic.KeyPartition;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What comes and goes with the partitions of the group. */
class CameraShareTest {
  private static final List<String> CAMERAS =
      IntStream.range(0, 40).mapToObj(it -> "line-" + it).toList();
  private static final int PARTITIONS = 6;

  private final CameraShare share = new CameraShare(() -> 0);
  private final Membership membership = new Membership();
  private final AtomicInteger rebalances = new AtomicInteger();
  private final ShareRebalances group =
      new ShareRebalances(share, membership, rebalances::incrementAndGet);
  private final MockConsumer<String, byte[]> consumer = new MockConsumer<>("latest");
  private final Captured captured = new Captured();

  /** What runs, and what was started and stopped, in order. */
  private final class Captured implements CameraShare.Keeper {
    private final List<String> running = new ArrayList<>();
    private final List<String> stopped = new ArrayList<>();
    private final CompletableFuture<Void> opened = new CompletableFuture<>();

    @Override
    public CompletableFuture<Void> take() {
      CAMERAS.stream()
          .filter(it -> share.tenure(it).isPresent() && !running.contains(it))
          .forEach(running::add);
      return opened;
    }

    @Override
    public void giveUp(Predicate<String> cameras) {
      List<String> gone = running.stream().filter(cameras).toList();
      running.removeAll(gone);
      stopped.addAll(gone);
    }
  }

  @BeforeEach
  void join() {
    share.keptBy(captured);
    has(PARTITIONS);
  }

  @Test
  void nothingIsCapturedBeforeTheGroupSaysSo() {
    captured.take();
    assertThat(captured.running).isEmpty();
  }

  @Test
  void aCameraIsTheInstancesThatOwnsThePartitionInWhichItsRecordsAre() {
    group.onPartitionsAssigned(consumer, partitions(0, 2));
    assertThat(captured.running).containsExactlyElementsOf(of(PARTITIONS, 0, 2)).isNotEmpty();
  }

  @Test
  void whatIsRevokedHasStoppedBeforeTheGroupGivesItToAnother() {
    group.onPartitionsAssigned(consumer, partitions(0, 1, 2));
    group.onPartitionsRevokedBeforeCommit(consumer, partitions(1));
    assertThat(captured.stopped).containsExactlyElementsOf(of(PARTITIONS, 1)).isNotEmpty();
    assertThat(captured.running).containsExactlyElementsOf(of(PARTITIONS, 0, 2));
  }

  @Test
  void whatIsLostStopsAndSpringsSecondWordOfItChangesNothing() {
    group.onPartitionsAssigned(consumer, partitions(3, 4));
    group.onPartitionsLost(consumer, partitions(3, 4));
    group.onPartitionsRevokedBeforeCommit(consumer, partitions(3, 4));
    assertThat(captured.running).isEmpty();
    assertThat(captured.stopped).hasSameElementsAs(of(PARTITIONS, 3, 4)).doesNotHaveDuplicates();
  }

  @Test
  void whatComesBackIsAnotherTenure() {
    group.onPartitionsAssigned(consumer, partitions(3));
    var before = share.tenure(of(PARTITIONS, 3).getFirst());
    group.onPartitionsRevokedBeforeCommit(consumer, partitions(3));
    assertThat(share.tenure(of(PARTITIONS, 3).getFirst())).isEmpty();
    group.onPartitionsAssigned(consumer, partitions(3));
    assertThat(share.tenure(of(PARTITIONS, 3).getFirst())).isPresent().isNotEqualTo(before);
  }

  @Test
  void whatStaysIsNotTouchedWhenMoreComes() {
    group.onPartitionsAssigned(consumer, partitions(0));
    var before = share.tenure(of(PARTITIONS, 0).getFirst());
    group.onPartitionsAssigned(consumer, partitions(5));
    assertThat(captured.stopped).isEmpty();
    assertThat(share.tenure(of(PARTITIONS, 0).getFirst())).isEqualTo(before);
  }

  @Test
  void theOthersWaitUntilWhatHasComeIsOpen() {
    group.onPartitionsAssigned(consumer, List.of());
    assertThat(membership.isOpening()).isFalse();
    group.onPartitionsAssigned(consumer, partitions(0));
    assertThat(membership.isOpening()).isTrue();
    assertThat(rebalances).hasValue(0);
    captured.opened.complete(null);
    assertThat(membership.isOpening()).isFalse();
    await().until(() -> rebalances.get() == 1);
  }

  @Test
  void wherePartitionsGrowCamerasThatAreAnothersNowAreStopped() {
    group.onPartitionsAssigned(consumer, partitions(0, 1, 2));
    List<String> before = List.copyOf(captured.running);
    has(2 * PARTITIONS);
    group.onPartitionsAssigned(consumer, partitions(6));
    List<String> now = of(2 * PARTITIONS, 0, 1, 2, 6);
    assertThat(captured.running).hasSameElementsAs(now);
    assertThat(captured.stopped)
        .containsAll(before.stream().filter(it -> !now.contains(it)).toList())
        .isNotEmpty();
  }

  private void has(int partitions) {
    consumer.updatePartitions(
        Topics.CAMERAS,
        IntStream.range(0, partitions)
            .mapToObj(it -> new PartitionInfo(Topics.CAMERAS, it, null, null, null))
            .toList());
  }

  private static List<String> of(int all, int... partitions) {
    return CAMERAS.stream()
        .filter(it -> IntStream.of(partitions).anyMatch(p -> p == KeyPartition.of(it, all)))
        .toList();
  }

  private static List<TopicPartition> partitions(int... numbers) {
    return IntStream.of(numbers).mapToObj(it -> new TopicPartition(Topics.CAMERAS, it)).toList();
  }
}
