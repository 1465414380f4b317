package io.cleansight.query.event;

import io.cleansight.query.access.Caller;
import io.cleansight.query.event.EventReader.EventView;
import io.cleansight.query.web.Page;
import io.cleansight.query.web.PageRequest;
import io.cleansight.query.web.Parameters;
import io.cleansight.query.web.TimeRange;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/v1/events}. */
@RestController
class EventController {
  private static final Duration RECENT = Duration.ofDays(1);
  private static final Set<String> KINDS = Set.of("violation", "alert", "hygiene");

  private final EventReader events;
  private final Clock clock;

  EventController(EventReader events, Clock clock) {
    this.events = events;
    this.clock = clock;
  }

  /** What happened, newest first: violations, alerts, hands washed and sanitised. */
  @GetMapping("/api/v1/events")
  Page<EventView> page(
      Caller caller,
      @RequestParam(name = "camera_id", required = false) @Nullable String camera,
      @RequestParam(required = false) @Nullable String kind,
      @RequestParam(required = false) @Nullable String from,
      @RequestParam(required = false) @Nullable String to,
      @RequestParam(defaultValue = "1") int page,
      @RequestParam(name = "page_size", defaultValue = "20") int pageSize,
      @RequestParam(required = false) @Nullable String cursor) {
    PageRequest request = PageRequest.of(page, pageSize, cursor);
    List<EventView> rows =
        events.page(
            caller,
            Parameters.camera(camera),
            Parameters.oneOf("kind", kind, KINDS),
            TimeRange.of(from, to, RECENT, clock),
            request);
    return Page.of(rows, request);
  }
}
