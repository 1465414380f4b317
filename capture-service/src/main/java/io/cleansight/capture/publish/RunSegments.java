package io.cleansight.capture.publish;

import static java.time.temporal.ChronoUnit.MICROS;

import io.cleansight.capture.publish.RunRegistry.Run;
import io.cleansight.contracts.vocabulary.SourceKind;
import io.cleansight.event.Segment;
import io.cleansight.video.Fragment;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import net.jcip.annotations.NotThreadSafe;
import org.jspecify.annotations.Nullable;

/**
 * Turns fragments of video into the segments of one run of a camera: counts them, and dates them by
 * the clock by which its frames are dated.
 */
@NotThreadSafe
public final class RunSegments {
  /**
   * By how much pictures may come earlier or later than before, without the video being dated anew:
   * networks and decoders are that uneven. The longest lag between a box and its picture.
   */
  private static final Duration UNEVEN = Duration.ofMillis(150);

  private final String cameraId;
  private final Run run;
  private final SourceKind kind;
  private int opening = -1;
  private long sequence;

  /** When the picture at media time zero was taken; null until it is known. */
  private @Nullable Instant zero;

  private RunSegments(String cameraId, Run run, SourceKind kind) {
    this.cameraId = cameraId;
    this.run = run;
    this.kind = kind;
  }

  /** Of a live camera: each opening of its source is a video of its own. */
  public static RunSegments live(String cameraId, Run run) {
    return new RunSegments(cameraId, run, SourceKind.LIVE);
  }

  /** Of a recorded file: opened again it is the same video, segment by segment. */
  public static RunSegments recorded(String cameraId, Run run) {
    return new RunSegments(cameraId, run, SourceKind.RECORDED);
  }

  /** The source is being opened: its media times begin anew. */
  public void open() {
    zero = null;
    if (kind == SourceKind.RECORDED) {
      sequence = 0;
      opening = 0;
    } else {
      opening++;
    }
  }

  /** A picture at that media time was taken at that instant. */
  public void date(Instant capturedAt, Duration mediaTime) {
    Instant measured = capturedAt.minus(mediaTime);
    if (zero == null || Duration.between(zero, measured).abs().compareTo(UNEVEN) > 0) {
      zero = measured;
    }
  }

  /**
   * The next segment.
   *
   * @param now what has just come ends about now, where no picture has told the time yet
   */
  public Segment segment(Fragment fragment, Instant now) {
    if (zero == null) {
      zero = now.minus(fragment.to());
    }
    return Segment.newBuilder()
        .setCameraId(cameraId)
        .setEpoch(run.epoch())
        .setGeneration(run.generation())
        .setSequence(sequence++)
        .setOpening(opening)
        .setFirstCapturedAt(zero.plus(fragment.from()).truncatedTo(MICROS))
        .setLastCapturedAt(zero.plus(fragment.to()).truncatedTo(MICROS))
        .setCodec(fragment.codec())
        .setWidth(fragment.width())
        .setHeight(fragment.height())
        .setKeyFrame(fragment.keyFrame())
        .setSourceKind(kind.word())
        .setInit(ByteBuffer.wrap(fragment.init()))
        .setFragment(ByteBuffer.wrap(fragment.bytes()))
        .build();
  }
}
