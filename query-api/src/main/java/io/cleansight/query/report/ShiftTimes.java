package io.cleansight.query.report;

import io.cleansight.query.web.BadParameterException;
import io.cleansight.query.web.TimeRange;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** When shifts are worked, for whoever asks what happened in them. */
@Component
public class ShiftTimes {
  private final Shifts shifts;

  ShiftTimes(ReportProperties settings) {
    this.shifts = settings.calendar();
  }

  /**
   * When shifts were worked, whole, oldest first; no two overlap.
   *
   * @param name of that name alone; null: of each
   * @param day of those that began on it, where the plant is; null: on any
   * @param range of these, those of which any part lies in it
   * @throws BadParameterException if there are none of that name
   */
  public List<TimeRange> in(TimeRange range, @Nullable String name, @Nullable LocalDate day) {
    Shifts among = name == null ? shifts : shifts.known(name);
    List<Shift> worked = day == null ? among.between(range.from(), range.to()) : among.of(day);
    return worked.stream().map(it -> new TimeRange(it.from(), it.to())).toList();
  }
}
