package io.cleansight.query.event;

import io.cleansight.query.access.Caller;
import io.cleansight.query.event.EventReader.EventView;
import io.cleansight.query.web.Page;
import io.cleansight.query.web.PageQuery;
import io.cleansight.query.web.PageRequest;
import io.cleansight.query.web.PeriodQuery;
import java.time.Clock;
import java.time.Duration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/v1/events}. */
@RestController
class EventController {
  private static final Duration RECENT = Duration.ofDays(1);

  private final EventReader events;
  private final Clock clock;

  EventController(EventReader events, Clock clock) {
    this.events = events;
    this.clock = clock;
  }

  /** What happened, newest first: violations, alerts, hands washed and sanitised. */
  @GetMapping("/api/v1/events")
  Page<EventView> page(Caller caller, EventQuery query, PeriodQuery period, PageQuery part) {
    PageRequest request = part.request();
    return Page.of(events.page(caller, query, period.range(RECENT, clock), request), request);
  }
}
