package io.cleansight.query.stream;

import io.cleansight.query.access.Caller;
import io.cleansight.query.access.Seats;
import io.cleansight.query.access.session.Connections;
import io.cleansight.query.web.BadParameterException;
import io.cleansight.query.web.Parameters;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * {@code /api/v1/stream}: violations, alerts and cameras as server-sent events. A client that comes
 * back with {@code Last-Event-ID} gets what it missed; if that is no longer kept, an event {@code
 * reset} first, upon which it should ask again for what it shows.
 */
@RestController
class StreamController {
  private static final Set<String> KINDS = Set.of("violation", "alert", "camera");
  private static final int OF_ONE = 100;
  private static final int OF_ALL = 5_000;

  private final StreamHub hub;
  private final Connections connections;
  private final Seats seats = new Seats(OF_ONE, OF_ALL);

  StreamController(StreamHub hub, Connections connections) {
    this.connections = connections;
    this.hub = hub;
  }

  /**
   * Violations, alerts and cameras as they happen, as server-sent events; Last-Event-ID goes on
   * where it was, and an event reset says that some are gone.
   */
  @GetMapping(path = "/api/v1/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  SseEmitter listen(
      Caller caller,
      @RequestParam(required = false) @Nullable Set<String> kinds,
      @RequestParam(name = "camera_id", required = false) @Nullable String camera,
      @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String heard) {
    Set<String> wanted = checked(kinds);
    Optional<StreamPosition> position = Optional.ofNullable(heard).map(StreamController::position);
    String wantedCamera = Parameters.camera(camera);
    Seats.Seat seat = seats.take(caller, "streams");
    var emitter = new SseEmitter(0L); // without end
    var listener = new Listener(emitter, Set.copyOf(wanted), caller, wantedCamera);
    Connections.Watch watch = connections.watch(listener::close);
    emitter.onCompletion(() -> leave(listener, seat, watch));
    emitter.onError(_ -> leave(listener, seat, watch));
    hub.add(listener, position);
    listener.start();
    return emitter;
  }

  private static Set<String> checked(@Nullable Set<String> kinds) {
    Set<String> wanted = kinds == null || kinds.isEmpty() ? KINDS : kinds;
    if (!KINDS.containsAll(wanted)) {
      throw new BadParameterException("kinds", "of violation, alert, camera");
    }
    return wanted;
  }

  private static StreamPosition position(String heard) {
    return StreamPosition.read(heard)
        .orElseThrow(
            () -> new BadParameterException("Last-Event-ID", "the id of an event of this stream"));
  }

  private void leave(Listener listener, Seats.Seat seat, Connections.Watch watch) {
    watch.close();
    seat.close();
    hub.remove(listener);
  }
}
