package io.cleansight.capture.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.capture.FakeKafka;
import io.cleansight.capture.Sample;
import io.cleansight.capture.publish.LiveFrames.Shot;
import io.cleansight.capture.publish.RunRegistry.Run;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.apache.kafka.common.errors.TopicAuthorizationException;

/** The law of a camera's counts, whatever becomes of its frames. */
class FrameCounterTest {
  private static final int TOO_LARGE = FramePublisher.LARGEST_JPEG + 1;

  enum Live {
    OFFER,
    OFFER_OVERSIZE,
    ACKNOWLEDGE,
    FAIL_LATER,
    SUCCEED,
    GO_AWAY,
    COME_BACK
  }

  enum Recorded {
    NEXT,
    OVERSIZE,
    ACKNOWLEDGE,
    FAIL_LATER,
    SUCCEED,
    GO_BACK
  }

  @Property
  void liveFramesArePublishedDroppedOrInFlight(@ForAll @Size(max = 200) List<Live> steps) {
    var kafka = new FakeKafka();
    var counter = new FrameCounter();
    var run = new RunFrames("line-1", new Run(1, Sample.EPOCH, true, false), "live");
    var frames = new LiveFrames(run, kafka.sender(), counter, Runnable::run, new CountDownLatch(1));
    kafka.hold();
    for (Live step : steps) {
      switch (step) {
        case OFFER -> frames.offer(shot(1));
        case OFFER_OVERSIZE -> frames.offer(shot(TOO_LARGE));
        case ACKNOWLEDGE -> acknowledge(kafka);
        case FAIL_LATER -> kafka.failLater(new TopicAuthorizationException("no"));
        case SUCCEED -> kafka.failLater(null);
        case GO_AWAY -> kafka.goAway();
        case COME_BACK -> kafka.comeBack();
      }
      assertThat(kafka.waiting()).isLessThanOrEqualTo(LiveFrames.IN_FLIGHT);
      long kept = counter.captured() - counter.published() - dropped(counter) - kafka.waiting();
      assertThat(kept).isBetween(0L, kafka.waiting() == LiveFrames.IN_FLIGHT ? 1L : 0L);
    }
    kafka.release();
    assertThat(counter.captured()).isEqualTo(counter.published() + dropped(counter));
  }

  @Property
  void recordedFramesCountOnceHoweverOftenTheyArePublished(
      @ForAll @Size(max = 200) List<Recorded> steps) throws Exception {
    var kafka = new FakeKafka();
    var counter = new FrameCounter();
    var publisher = new FramePublisher(kafka.sender(), counter, new CountDownLatch(1));
    kafka.hold();
    long next = 0;
    long played = 0;
    long oversize = 0;
    for (Recorded step : steps) {
      switch (step) {
        case NEXT, OVERSIZE -> {
          if (kafka.waiting() < FramePublisher.IN_FLIGHT) {
            boolean tooLarge = step == Recorded.OVERSIZE && next == played;
            publisher.insist(Sample.frame(next++, tooLarge ? TOO_LARGE : 1));
            oversize += tooLarge ? 1 : 0;
            played = Math.max(played, next);
          }
        }
        case ACKNOWLEDGE -> acknowledge(kafka);
        case FAIL_LATER -> kafka.failLater(new TopicAuthorizationException("no"));
        case SUCCEED -> kafka.failLater(null);
        case GO_BACK -> next /= 2;
      }
      assertThat(counter.captured()).isEqualTo(played);
      assertThat(counter.published() + dropped(counter)).isLessThanOrEqualTo(played);
    }
    kafka.failLater(null);
    kafka.release();
    for (long sequence = 0; sequence < played; sequence++) {
      publisher.insist(Sample.frame(sequence));
    }
    assertThat(counter.captured()).isEqualTo(played);
    assertThat(dropped(counter)).isEqualTo(oversize);
    assertThat(counter.published()).isEqualTo(played - oversize);
  }

  private static Shot shot(int bytes) {
    return new Shot(Sample.EPOCH, 64, 36, new byte[bytes]);
  }

  private static void acknowledge(FakeKafka kafka) {
    if (kafka.waiting() > 0) {
      kafka.acknowledge();
    }
  }

  private static long dropped(FrameCounter counter) {
    return counter.dropped().values().stream().mapToLong(it -> it).sum();
  }
}
