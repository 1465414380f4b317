package io.cleansight.persistence.clip;

import io.cleansight.contracts.vocabulary.video.ClipReason;
import io.cleansight.contracts.vocabulary.video.ClipState;
import io.cleansight.messaging.log.LogKeys;
import io.cleansight.messaging.metric.Metric;
import io.cleansight.persistence.clip.KeptClip.Content;
import io.cleansight.snapshot.SnapshotStore;
import io.cleansight.snapshot.Snapshots;
import io.cleansight.video.clip.ClipException;
import io.cleansight.video.clip.ClipMaker;
import io.cleansight.video.clip.ClipRequest;
import io.cleansight.video.clip.JudgedFrame;
import io.cleansight.video.clip.MadeClip;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes the clips that are due, one after the other. A clip is given to one instance for a time;
 * one that ends before is found in its store, or made anew, by the next. It is in the store before
 * its row says so, always under the same key: so there is one, whoever dies when.
 */
@Component
class Clips {
  private static final Logger log = LoggerFactory.getLogger(Clips.class);

  private static final String MP4 = "video/mp4";
  private static final Duration AGAIN = Duration.ofSeconds(5);

  /** What was judged of the last pictures comes a little after them. */
  private static final Duration JUDGING = Duration.ofMinutes(1);

  private final ClipStore store;
  private final CameraVideo video;
  private final SeenHeads heads;
  private final ClipMaker maker;
  private final Snapshots snapshots;
  private final ClipProperties properties;
  private final TaskScheduler scheduler;
  private final Clock clock;
  private final JsonMapper json;
  private final MeterRegistry meters;

  Clips(
      ClipStore store,
      CameraVideo video,
      SeenHeads heads,
      ClipMaker maker,
      Snapshots snapshots,
      ClipProperties properties,
      TaskScheduler scheduler,
      Clock clock,
      JsonMapper json,
      MeterRegistry meters) {
    this.store = store;
    this.video = video;
    this.heads = heads;
    this.maker = maker;
    this.snapshots = snapshots;
    this.properties = properties;
    this.scheduler = scheduler;
    this.clock = clock;
    this.json = json;
    this.meters = meters;
  }

  @Scheduled(
      initialDelayString = "${persistence.clips.every:1s}",
      fixedDelayString = "${persistence.clips.every:1s}")
  void everySoOften() {
    try {
      boolean more = makeNext();
      while (more) {
        more = makeNext();
      }
    } catch (RuntimeException e) {
      log.warn("Clips that are due are made next time: {}", e.toString());
    }
  }

  /** Makes one that is due, or finds that it cannot be made yet; false if none is due. */
  boolean makeNext() {
    Optional<DueClip> due = store.claim(snapshots.current().name(), ClipLease.LENGTH);
    due.ifPresent(this::work);
    return due.isPresent();
  }

  private void work(DueClip clip) {
    try (var _ = LogKeys.about(LogKeys.CAMERA, clip.cameraId());
        var _ = LogKeys.about(LogKeys.VIOLATION, clip.violationId());
        var lease = new ClipLease(store, clip, scheduler)) {
      Optional<KeptClip> there = find(clip);
      if (there.isPresent()) {
        keep(clip, there.get());
      } else {
        make(clip, lease);
      }
    } catch (RuntimeException e) {
      // Kafka, the database or the store is away, or was read from while something was deleted.
      log.warn("the clip of {} waits: {}", clip.violationId(), e.toString());
      store.postpone(clip, AGAIN);
    }
  }

  /** One that was put there before, by somebody who could not say so any more. */
  private Optional<KeptClip> find(DueClip clip) {
    for (SnapshotStore place : snapshots.all()) {
      Optional<byte[]> mp4 = place.get(clip.path());
      Optional<ClipLabel> label = mp4.flatMap(it -> ClipLabel.of(it, json));
      if (mp4.isPresent() && label.isPresent()) {
        @Nullable Content blurred =
            place
                .get(clip.blurredPath())
                .map(it -> Content.of(clip.blurredPath(), it))
                .orElse(null);
        return Optional.of(
            new KeptClip(place.name(), label.get(), Content.of(clip.path(), mp4.get()), blurred));
      }
    }
    return Optional.empty();
  }

  private void make(DueClip clip, ClipLease lease) {
    CameraVideo.Found found = video.find(clip);
    if (!isComplete(clip, found)) {
      store.postpone(clip, AGAIN);
      return;
    }
    var choice = ClipChoice.of(found.fragments(), clip.window(), mostBytes());
    if (choice.fragments().isEmpty()) {
      miss(clip, Objects.requireNonNull(choice.reason()));
      return;
    }
    SeenHeads.@Nullable Found seen = properties.blurred() ? heads.find(clip, choice) : null;
    if (seen != null && !seen.goesOn() && isJudging(choice)) {
      store.postpone(clip, AGAIN);
      return;
    }
    make(clip, choice, seen == null ? null : seen.frames(), lease);
  }

  private void make(
      DueClip clip, ClipChoice choice, @Nullable List<JudgedFrame> judged, ClipLease lease) {
    MadeClip made;
    try {
      made = maker.make(request(choice, judged));
    } catch (ClipException e) {
      log.warn("no clip of {}: {}", clip.violationId(), e.getMessage());
      if (e.isFinal() || isOverdue(clip)) {
        miss(clip, ClipReason.UNREADABLE);
      } else {
        store.postpone(clip, AGAIN);
      }
      return;
    }
    if (!lease.holds()) {
      log.warn("the clip of {} is another's by now, or not wanted any more", clip.violationId());
      return;
    }
    keep(clip, put(clip, choice, made));
  }

  /** Whether all of it has come that will: video from after it, or none any more. */
  private boolean isComplete(DueClip clip, CameraVideo.Found found) {
    Instant newest = found.newest();
    Instant last = newest == null || clip.created().isAfter(newest) ? clip.created() : newest;
    return found.goesOn() || isBefore(last, properties.quiet()) || isOverdue(clip);
  }

  private boolean isOverdue(DueClip clip) {
    return isBefore(clip.created(), properties.patience());
  }

  private boolean isJudging(ClipChoice choice) {
    return !isBefore(choice.fragments().getLast().appended(), JUDGING);
  }

  private boolean isBefore(Instant moment, Duration ago) {
    return moment.isBefore(clock.instant().minus(ago));
  }

  /** The label and the index are in it, too. */
  private long mostBytes() {
    return properties.largest().toBytes() - (256 << 10);
  }

  private static ClipRequest request(ClipChoice choice, @Nullable List<JudgedFrame> judged) {
    return new ClipRequest(
        Fragment.copy(choice.fragments().getFirst().init()),
        choice.fragments().stream()
            .map(
                it ->
                    new ClipRequest.Piece(
                        Duration.between(choice.first(), it.first()), Fragment.copy(it.bytes())))
            .toList(),
        judged);
  }

  /** The one with heads hidden first: the other is not found without it. */
  private KeptClip put(DueClip clip, ClipChoice choice, MadeClip made) {
    SnapshotStore place = snapshots.named(clip.store()).orElseThrow();
    ClipReason reason = choice.reason();
    var label =
        new ClipLabel(
            clip.violationId(),
            clip.cameraId(),
            choice.first(),
            choice.last(),
            choice.fragments().getFirst().run().codec(),
            reason == null ? null : reason.word());
    byte[] blurred = made.blurred();
    @Nullable Content hidden = null;
    if (blurred != null) {
      place.put(clip.blurredPath(), blurred, MP4);
      hidden = Content.of(clip.blurredPath(), blurred);
    }
    byte[] plain = label.on(made.mp4(), json);
    place.put(clip.path(), plain, MP4);
    return new KeptClip(place.name(), label, Content.of(clip.path(), plain), hidden);
  }

  private void keep(DueClip clip, KeptClip kept) {
    if (store.keep(clip, kept)) {
      count(kept.label().reason() == null ? ClipState.PRESENT : ClipState.PARTIAL);
    }
  }

  private void miss(DueClip clip, ClipReason reason) {
    store.miss(clip, reason);
    count(ClipState.MISSING);
  }

  private void count(ClipState state) {
    Metric.CLIPS.counter(meters, state.word()).increment();
  }
}
