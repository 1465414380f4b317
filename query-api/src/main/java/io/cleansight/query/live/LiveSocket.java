package io.cleansight.query.live;

import io.cleansight.contracts.CameraId;
import io.cleansight.query.access.Caller;
import io.cleansight.query.access.Connections;
import io.cleansight.query.audit.Audit;
import io.cleansight.query.web.Seats;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.core.Authentication;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.config.annotation.EnableWebSocket;
import org.springframework.web.socket.config.annotation.WebSocketConfigurer;
import org.springframework.web.socket.config.annotation.WebSocketHandlerRegistry;
import org.springframework.web.socket.handler.BinaryWebSocketHandler;

/**
 * {@code /api/v1/live/{camera_id}}: a WebSocket on which {@link LiveFrame} messages come. Same
 * origin only.
 */
@Configuration(proxyBeanMethods = false)
@EnableWebSocket
class LiveSocket implements WebSocketConfigurer {
  private static final String PATH = "/api/v1/live/";

  private final LiveHub hub;
  private final Audit audit;
  private final Connections connections;

  LiveSocket(LiveHub hub, Audit audit, Connections connections) {
    this.hub = hub;
    this.audit = audit;
    this.connections = connections;
  }

  @Override
  public void registerWebSocketHandlers(WebSocketHandlerRegistry registry) {
    registry.addHandler(new Handler(hub, audit, connections), PATH + "*");
  }

  private static final class Handler extends BinaryWebSocketHandler {
    private static final int OF_ONE = 50;
    private static final int OF_ALL = 500;

    private final LiveHub hub;
    private final Audit audit;
    private final Connections connections;
    private final Map<String, Viewing> viewers = new ConcurrentHashMap<>();
    private final Seats seats = new Seats(OF_ONE, OF_ALL);

    private record Viewing(Viewer viewer, Seats.Seat seat, Connections.Watch watch) {}

    Handler(LiveHub hub, Audit audit, Connections connections) {
      this.hub = hub;
      this.audit = audit;
      this.connections = connections;
    }

    @Override
    public void afterConnectionEstablished(WebSocketSession session) throws IOException {
      URI uri = session.getUri();
      String camera = uri == null ? "" : uri.getPath().substring(PATH.length());
      Optional<Caller> caller = caller(session).filter(it -> it.maySee(camera));
      if (!CameraId.isValid(camera)) {
        session.close(CloseStatus.BAD_DATA.withReason("camera id is malformed"));
      } else if (caller.isEmpty()) {
        session.close(CloseStatus.POLICY_VIOLATION.withReason("not a camera of yours"));
      } else {
        Optional<Seats.Seat> seat = seats.take(caller.get());
        if (seat.isEmpty()) {
          session.close(
              CloseStatus.SERVICE_OVERLOAD.withReason(
                  OF_ONE + " viewers of one, " + OF_ALL + " of all are the most"));
          return;
        }
        try {
          audit.note(caller.get(), "live_viewed", camera, camera, address(session));
        } catch (ResponseStatusException unaudited) {
          seat.get().close();
          session.close(
              CloseStatus.SERVICE_RESTARTED.withReason(String.valueOf(unaudited.getReason())));
          return;
        }
        var viewer = new Viewer(camera, session);
        var watch = connections.watch(session.getPrincipal(), () -> end(session));
        viewers.put(session.getId(), new Viewing(viewer, seat.get(), watch));
        hub.add(viewer);
      }
    }

    private static String address(WebSocketSession session) {
      InetSocketAddress remote = session.getRemoteAddress();
      return remote == null ? "" : remote.getHostString();
    }

    private static void end(WebSocketSession session) {
      try {
        session.close(CloseStatus.POLICY_VIOLATION.withReason("the session is over"));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static Optional<Caller> caller(WebSocketSession session) {
      return session.getPrincipal() instanceof Authentication who
              && who.getPrincipal() instanceof Caller caller
          ? Optional.of(caller)
          : Optional.empty();
    }

    @Override
    public void afterConnectionClosed(WebSocketSession session, CloseStatus status) {
      Viewing viewing = viewers.remove(session.getId());
      if (viewing != null) {
        viewing.watch().close();
        viewing.seat().close();
        hub.remove(viewing.viewer());
      }
    }
  }
}
