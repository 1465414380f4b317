package io.cleansight.persistence.detection;

import java.time.LocalDate;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** The partitions of detection_records, made and dropped by functions of the tables' owner. */
@Repository
class DayPartitionStore {
  private static final String MAKE = "SELECT make_record_day(?)";
  private static final String DROP = "SELECT drop_record_day(?)";
  private static final String PRESENT =
      "SELECT relname FROM pg_class WHERE relname = ANY (string_to_array(?, ','))";

  private final JdbcTemplate jdbc;

  DayPartitionStore(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** Makes it, if it is not there. */
  void make(LocalDate day) {
    jdbc.query(MAKE, _ -> {}, day);
  }

  void drop(LocalDate day) {
    jdbc.query(DROP, _ -> {}, day);
  }

  /** The names of those of these days' partitions that are there. */
  Set<String> present(Collection<LocalDate> days) {
    String names = days.stream().map(DayPartitions::nameOf).collect(Collectors.joining(","));
    return Set.copyOf(jdbc.queryForList(PRESENT, String.class, names));
  }
}
