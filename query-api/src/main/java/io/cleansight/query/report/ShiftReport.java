package io.cleansight.query.report;

import io.cleansight.query.report.OpenItemReader.OpenItems;
import io.cleansight.query.report.ShiftReader.Picture;
import io.cleansight.query.statistics.KindReader.TypeShare;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was seen in a shift.
 *
 * @param site the plant's name, as it is set; it may be empty
 * @param timeZone of the plant
 * @param running whether the shift is not over: all is as far as it is known
 * @param previous the shift before; null: there is none
 * @param next the shift after, once it has begun; null: it has not
 * @param comparison with shifts of the same name in the four weeks before; null: nothing was seen
 *     in these, or the shift is not over
 * @param types violations by kind, the most frequent first, and beside them how many were false
 *     positives
 * @param worstCamera with the most violations, of these with the least compliance; null: none has
 *     any
 * @param pictures of the most severe violations, six at most
 * @param gaps when live cameras delivered no picture
 */
record ShiftReport(
    String site,
    String timeZone,
    ShiftView shift,
    boolean running,
    @Nullable ShiftView previous,
    @Nullable ShiftView next,
    Verdict verdict,
    Figures figures,
    @Nullable Comparison comparison,
    List<TypeShare> types,
    @Nullable CameraFigures worstCamera,
    List<Picture> pictures,
    OpenItems open,
    Gaps gaps) {

  /**
   * A shift.
   *
   * @param day on which it began
   */
  record ShiftView(String name, LocalDate day, OffsetDateTime from, OffsetDateTime to) {}

  /**
   * All cameras added up.
   *
   * @param violations without those that were false positives
   * @param visits people who came into the picture, each once for as long as they stay
   * @param complianceByVisit of the visits in which the hair could be judged, the share without a
   *     hairnet violation
   * @param coverage of the time in which live cameras were to deliver a picture, the share in which
   *     they did; null: there were none
   */
  record Figures(
      long totalFrames,
      long visits,
      long violations,
      @Nullable Double complianceByVisit,
      @Nullable Double coverage) {}

  /**
   * What is usual.
   *
   * @param shifts of how many it is the mean
   * @param violations a shift
   * @param violationsChange this shift's beside it, as a share of it: 0.5 is half as many more;
   *     null: there are none usually
   * @param complianceByVisit of all of them together
   * @param complianceChange this shift's minus that
   */
  record Comparison(
      int shifts,
      double violations,
      @Nullable Double violationsChange,
      @Nullable Double complianceByVisit,
      @Nullable Double complianceChange) {}

  /** What one camera saw. */
  record CameraFigures(String cameraId, long violations, @Nullable Double complianceByVisit) {}

  /**
   * When live cameras delivered no picture.
   *
   * @param minutes of all cameras together
   */
  record Gaps(long minutes, List<CameraGaps> cameras) {}

  /** When one did not; longest first. */
  record CameraGaps(String cameraId, long minutes, List<GapView> spans) {}

  /**
   * A time in which a picture was missing, known to a quarter of an hour.
   *
   * @param minutes that it was missing in all
   */
  record GapView(OffsetDateTime from, OffsetDateTime to, long minutes) {}
}
