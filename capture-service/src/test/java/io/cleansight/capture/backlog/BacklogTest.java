package io.cleansight.capture.backlog;

import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.capture.backlog.Positions.Partition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class BacklogTest {
  private static final Positions FIRST = positions(1);
  private static final Positions SECOND = positions(2);

  /** Any number may be the monotonic clock's. */
  private long nanos = Long.MAX_VALUE - TimeUnit.MILLISECONDS.toNanos(200);

  private final Asked cluster = new Asked();
  private final Backlog backlog = new Backlog(cluster, () -> nanos);

  @Test
  void isEmptyBeforeTheFirstAnswerAndNeverBlocks() {
    assertThat(backlog.positions().frames()).isEmpty();
    assertThat(backlog.positions().detections()).isEmpty();
    assertThat(cluster.answers).hasSize(1);
    cluster.answers.getFirst().complete(FIRST);
    assertThat(backlog.positions()).isEqualTo(FIRST);
  }

  @Test
  void asksAtMostTwiceASecondForAllCallers() {
    for (int i = 0; i < 100; i++) {
      backlog.positions();
      cluster.answers.getLast().complete(FIRST);
      pass(50);
    }
    assertThat(cluster.answers).hasSize(10);
  }

  @Test
  void asksOnlyOnceAtATime() {
    backlog.positions();
    pass(60_000);
    backlog.positions();
    assertThat(cluster.answers).hasSize(1);
    cluster.answers.getFirst().complete(FIRST);
    backlog.positions();
    assertThat(cluster.answers).hasSize(2);
  }

  @Test
  void passesOnWhenItAsked() {
    backlog.positions();
    assertThat(cluster.askedAt).containsExactly(nanos);
    pass(500);
    cluster.answers.getLast().complete(FIRST);
    backlog.positions();
    assertThat(cluster.askedAt.getLast()).isEqualTo(nanos);
  }

  @Test
  void keepsTheLastAnswerWhenKafkaDoesNotAnswer() {
    backlog.positions();
    cluster.answers.getLast().complete(FIRST);
    pass(500);
    backlog.positions();
    cluster.answers.getLast().completeExceptionally(new TimeoutException("no answer"));
    assertThat(backlog.positions()).isEqualTo(FIRST);
    assertThat(cluster.answers).as("a failure is no reason to ask at once").hasSize(2);
    pass(500);
    backlog.positions();
    cluster.answers.getLast().complete(SECOND);
    assertThat(backlog.positions()).isEqualTo(SECOND);
  }

  @Test
  void deletesFramesThroughTheCluster() {
    assertThat(backlog.deleteFrames(4, 77)).isSameAs(cluster.deletion);
    assertThat(cluster.deleted).isEqualTo("4 before 77");
  }

  private void pass(long millis) {
    nanos += TimeUnit.MILLISECONDS.toNanos(millis);
  }

  private static Positions positions(long end) {
    return new Positions(0, Map.of(0, new Partition(0, end, 0)), Map.of());
  }

  private static final class Asked implements Backlog.Cluster {
    private final List<CompletableFuture<Positions>> answers = new ArrayList<>();
    private final List<Long> askedAt = new ArrayList<>();
    private final CompletableFuture<Positions> deletion = new CompletableFuture<>();
    private String deleted = "";

    @Override
    public CompletionStage<Positions> positions(long at) {
      askedAt.add(at);
      answers.add(new CompletableFuture<>());
      return answers.getLast();
    }

    @Override
    public CompletionStage<?> deleteFrames(int partition, long before) {
      deleted = partition + " before " + before;
      return deletion;
    }
  }
}
