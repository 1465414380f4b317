package io.cleansight.query.alert;

import io.cleansight.contracts.vocabulary.AlertState;
import io.cleansight.query.access.Caller;
import io.cleansight.query.alert.AlertReader.AlertView;
import io.cleansight.query.alert.AlertReader.Count;
import io.cleansight.query.alert.AlertReader.NotificationCount;
import io.cleansight.query.command.DecisionController;
import io.cleansight.query.command.Reviews;
import io.cleansight.query.web.Page;
import io.cleansight.query.web.PageQuery;
import io.cleansight.query.web.PageRequest;
import io.cleansight.query.web.PeriodQuery;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/v1/alerts}: the history, and what people make of it. */
@RestController
@RequestMapping(AlertController.PATH)
class AlertController extends DecisionController<AlertView> {
  static final String PATH = "/api/v1/alerts";

  private static final Duration KEPT = Duration.ofDays(400);
  private static final Duration RECENT = Duration.ofDays(7);

  private final AlertReader alerts;
  private final Clock clock;

  AlertController(AlertReader alerts, Reviews reviews, Clock clock) {
    super("alert", reviews, AlertState.DECISIONS);
    this.alerts = alerts;
    this.clock = clock;
  }

  /** Alerts, newest first. */
  @GetMapping({"", "/history"})
  public Page<AlertView> page(Caller caller, AlertQuery query, PeriodQuery period, PageQuery part) {
    PageRequest request = part.request();
    return Page.of(alerts.page(caller, query, period.range(KEPT, clock), request), request);
  }

  /** An alert. */
  @GetMapping("/{id}")
  public AlertView one(Caller caller, @PathVariable UUID id) {
    return known(caller, id);
  }

  /** How many there were, by camera, type, status and priority. */
  @GetMapping("/statistics")
  public List<Count> statistics(Caller caller, PeriodQuery period) {
    return alerts.counts(caller, period.range(KEPT, clock));
  }

  /** What came of notifications in the last seven days, or between two instants. */
  @GetMapping("/notifications")
  public List<NotificationCount> notifications(Caller caller, PeriodQuery period) {
    return alerts.notifications(caller, period.range(RECENT, clock));
  }

  @Override
  protected Optional<AlertView> find(Caller caller, UUID id) {
    return alerts.find(caller, id);
  }

  @Override
  protected Reviews.Target target(AlertView alert) {
    return new Reviews.Target("alert", PATH, alert.cameraId(), alert.id());
  }
}
