package io.cleansight.query.live;

import io.cleansight.contracts.CameraId;
import io.cleansight.query.access.Caller;
import io.cleansight.query.access.Seats;
import io.cleansight.query.access.session.Connections;
import io.cleansight.query.audit.Audit;
import io.cleansight.query.faces.Faces;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.security.Principal;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.security.core.Authentication;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.config.annotation.EnableWebSocket;
import org.springframework.web.socket.config.annotation.WebSocketConfigurer;
import org.springframework.web.socket.config.annotation.WebSocketHandlerRegistry;
import org.springframework.web.socket.handler.BinaryWebSocketHandler;
import org.springframework.web.socket.server.HandshakeInterceptor;

/**
 * {@code /api/v1/live/{camera_id}}: a WebSocket on which {@link LiveFrame} messages come; with
 * {@code ?unblurred=true} heads are shown to who may see them. Who sends a text message gets one
 * picture, the newest then, for each of them from then on. Same origin only. Each that is opened
 * leaves a line in the audit.
 */
@Configuration(proxyBeanMethods = false)
@EnableWebSocket
class LiveSocket implements WebSocketConfigurer {
  private static final String PATH = "/api/v1/live/";

  private static final String UNBLURRED = "unblurred=true";

  private final LiveHub hub;
  private final Faces faces;
  private final Audit audit;
  private final Connections connections;

  LiveSocket(LiveHub hub, Faces faces, Audit audit, Connections connections) {
    this.hub = hub;
    this.faces = faces;
    this.audit = audit;
    this.connections = connections;
  }

  @Override
  public void registerWebSocketHandlers(WebSocketHandlerRegistry registry) {
    registry
        .addHandler(new Handler(hub, faces, connections), PATH + "*")
        .addInterceptors(new AuditedHandshake(faces, audit));
  }

  private static String camera(URI uri) {
    return uri.getPath().substring(PATH.length());
  }

  private static boolean isUnblurred(URI uri) {
    return UNBLURRED.equals(uri.getQuery());
  }

  private static Optional<Caller> caller(@Nullable Principal principal) {
    return principal instanceof Authentication who && who.getPrincipal() instanceof Caller caller
        ? Optional.of(caller)
        : Optional.empty();
  }

  /** On the request's thread, where its address is known, and before the first picture. */
  private record AuditedHandshake(Faces faces, Audit audit) implements HandshakeInterceptor {
    @Override
    public boolean beforeHandshake(
        ServerHttpRequest request,
        ServerHttpResponse response,
        WebSocketHandler handler,
        Map<String, Object> attributes) {
      String camera = camera(request.getURI());
      boolean unblurred = isUnblurred(request.getURI());
      Optional<Caller> viewer =
          caller(request.getPrincipal())
              .filter(it -> CameraId.isValid(camera) && it.maySee(camera))
              .filter(it -> !unblurred || faces.mayAsk(it));
      try {
        viewer.ifPresent(
            it -> audit.note(it, faces.action(Faces.Picture.LIVE, unblurred), camera, camera));
        return true;
      } catch (ResponseStatusException unaudited) {
        response.setStatusCode(unaudited.getStatusCode());
        return false;
      }
    }

    @Override
    public void afterHandshake(
        ServerHttpRequest request,
        ServerHttpResponse response,
        WebSocketHandler handler,
        @Nullable Exception failure) {}
  }

  private static final class Handler extends BinaryWebSocketHandler {
    private static final int OF_ONE = 50;
    private static final int OF_ALL = 500;

    private final LiveHub hub;
    private final Faces faces;
    private final Connections connections;
    private final Map<String, Viewing> viewers = new ConcurrentHashMap<>();
    private final Seats seats = new Seats(OF_ONE, OF_ALL);

    private record Viewing(Viewer viewer, Seats.Seat seat, Connections.Watch watch) {}

    Handler(LiveHub hub, Faces faces, Connections connections) {
      this.hub = hub;
      this.faces = faces;
      this.connections = connections;
    }

    @Override
    public void afterConnectionEstablished(WebSocketSession session) throws IOException {
      URI uri = session.getUri();
      String camera = uri == null ? "" : camera(uri);
      boolean unblurred = uri != null && isUnblurred(uri);
      Optional<Caller> caller = caller(session.getPrincipal()).filter(it -> it.maySee(camera));
      if (!CameraId.isValid(camera)) {
        session.close(CloseStatus.BAD_DATA.withReason("camera id is malformed"));
      } else if (caller.isEmpty()) {
        session.close(CloseStatus.POLICY_VIOLATION.withReason("not a camera of yours"));
      } else if (unblurred && !faces.mayAsk(caller.get())) {
        session.close(CloseStatus.POLICY_VIOLATION.withReason("your role does not see faces"));
      } else {
        boolean blurred = faces.areHidden(caller.get(), unblurred);
        show(session, caller.get(), camera, blurred);
      }
    }

    private void show(WebSocketSession session, Caller caller, String camera, boolean blurred)
        throws IOException {
      Optional<Seats.Seat> seat = seats.take(caller);
      if (seat.isEmpty()) {
        session.close(
            CloseStatus.SERVICE_OVERLOAD.withReason(
                OF_ONE + " viewers of one, " + OF_ALL + " of all are the most"));
        return;
      }
      var viewer = new Viewer(camera, blurred, session);
      var watch = connections.watch(session.getPrincipal(), () -> end(session));
      viewers.put(session.getId(), new Viewing(viewer, seat.get(), watch));
      hub.add(viewer);
    }

    private static void end(WebSocketSession session) {
      try {
        session.close(CloseStatus.POLICY_VIOLATION.withReason("the session is over"));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** Whatever it says: it takes one more picture. */
    @Override
    protected void handleTextMessage(WebSocketSession session, TextMessage message) {
      Viewing viewing = viewers.get(session.getId());
      if (viewing != null) {
        viewing.viewer().ready();
      }
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
