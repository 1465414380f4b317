package io.cleansight.persistence.detection;

import static java.time.ZoneOffset.UTC;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** The partitions of detection_records, one for each day in UTC: made ahead, or when needed. */
@Component
public class DayPartitions {
  private static final int DAYS_AHEAD = 3;

  private final DayPartitionStore store;
  private final Clock clock;
  private final Set<LocalDate> made = ConcurrentHashMap.newKeySet();

  DayPartitions(DayPartitionStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /** Name of a day's partition. */
  public static String nameOf(LocalDate day) {
    return "detection_records_" + DateTimeFormatter.BASIC_ISO_DATE.format(day);
  }

  /** The day of the partition in which a frame of that time lies. */
  public static LocalDate dayOf(Instant at) {
    return at.atOffset(UTC).toLocalDate();
  }

  /** Makes those that are not there; outside of any transaction, as it locks the table a moment. */
  public void make(Collection<LocalDate> days) {
    days.stream().distinct().filter(day -> !made.contains(day)).forEach(this::make);
  }

  /**
   * Makes sure that they are there: after a failover the server that writes now may lack what
   * another had. Within the transaction that writes to them.
   *
   * @throws IllegalStateException if one is not; the next {@link #make} makes it
   */
  public void require(Collection<LocalDate> days) {
    List<LocalDate> wanted = days.stream().distinct().toList();
    if (wanted.isEmpty()) {
      return;
    }
    Set<String> there = store.present(wanted);
    List<LocalDate> missing = wanted.stream().filter(day -> !there.contains(nameOf(day))).toList();
    if (!missing.isEmpty()) {
      missing.forEach(made::remove);
      throw new IllegalStateException("there is no partition of detection_records for " + missing);
    }
  }

  /** Drops a day; within the transaction that has locked it. */
  public void drop(LocalDate day) {
    store.drop(day);
  }

  /** To be called when a day's partition was dropped. */
  public void forget(LocalDate day) {
    made.remove(day);
  }

  @Scheduled(fixedDelayString = "PT1H")
  void makeAhead() {
    LocalDate today = dayOf(clock.instant());
    make(today.datesUntil(today.plusDays(DAYS_AHEAD)).toList());
  }

  /** One at a time: two that make the same are in each other's way. */
  private synchronized void make(LocalDate day) {
    if (!made.contains(day)) {
      store.make(day);
      made.add(day);
    }
  }
}
