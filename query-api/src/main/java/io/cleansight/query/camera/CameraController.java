package io.cleansight.query.camera;

import static java.time.ZoneOffset.UTC;
import static org.springframework.http.HttpStatus.NOT_FOUND;
import static org.springframework.http.HttpStatus.UNPROCESSABLE_CONTENT;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.cleansight.contracts.Topics;
import io.cleansight.event.Camera;
import io.cleansight.event.Probe;
import io.cleansight.query.access.Caller;
import io.cleansight.query.audit.Audit;
import io.cleansight.query.command.CommandPublisher;
import io.cleansight.query.command.IdempotencyKey;
import io.cleansight.query.faces.Faces;
import io.cleansight.query.live.LatestFrames;
import io.cleansight.query.web.BadParameterException;
import io.cleansight.query.web.Parameters;
import io.cleansight.query.web.Sql;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * {@code /api/v1/cameras}: every camera that ever spoke or was set, with its settings and its
 * latest word; one that fell silent is offline. What is set is in force for the next frame as soon
 * as Kafka has it.
 */
@RestController
@RequestMapping("/api/v1/cameras")
class CameraController {
  private static final String SELECT =
      """
      SELECT camera_id, at, source_kind, fps, captured, published, dropped::text AS dropped,
             CASE WHEN at IS NULL THEN 'offline' WHEN silent THEN 'offline' ELSE state END AS state,
             CASE WHEN at IS NULL THEN 'has never spoken' WHEN silent THEN 'has not spoken for more than 15 s'
                  ELSE reason END AS reason,
             name, enabled, labels::text AS labels, zones::text AS zones, required_steps::text AS required_steps,
             minimum_wash_millis, step_window_millis, save_strategy, save_interval,
             has_source, clock_skew_millis
      FROM (
        SELECT COALESCE(status.camera_id, setting.id) AS camera_id, status.at, status.source_kind, status.fps,
               status.captured, status.published, status.dropped, status.state, status.reason,
               status.clock_skew_millis,
               COALESCE(setting.name, status.camera_id) AS name, COALESCE(setting.enabled, true) AS enabled,
               COALESCE(setting.labels, '[]') AS labels, COALESCE(setting.zones, '[]') AS zones,
               COALESCE(setting.required_steps, '[]') AS required_steps,
               COALESCE(setting.minimum_wash_millis, 20000) AS minimum_wash_millis,
               COALESCE(setting.step_window_millis, 3600000) AS step_window_millis,
               setting.save_strategy, setting.save_interval, COALESCE(setting.has_source, false) AS has_source,
               status.state NOT IN ('finished', 'off') AND status.at < now() - interval '15 seconds' AS silent
        FROM camera_status AS status FULL JOIN cameras AS setting ON setting.id = status.camera_id) AS camera\
      """;
  private static final String AS_SENT =
      "SELECT true FROM cameras WHERE id = :id AND (set_at, set_offset) >= (:at, :offset)";
  private static final String SET = "SELECT true FROM cameras WHERE id = :id";

  private final JdbcClient jdbc;
  private final CommandPublisher commands;
  private final Audit audit;
  private final LatestFrames frames;
  private final Faces faces;
  private final CameraSources sources;
  private final CameraProbes probes;

  CameraController(
      JdbcClient jdbc,
      CommandPublisher commands,
      Audit audit,
      LatestFrames frames,
      Faces faces,
      CameraSources sources,
      CameraProbes probes) {
    this.sources = sources;
    this.probes = probes;
    this.frames = frames;
    this.faces = faces;
    this.jdbc = jdbc;
    this.commands = commands;
    this.audit = audit;
  }

  /**
   * A camera.
   *
   * @param at when it last spoke; null: never
   * @param state online, blind (frames come and show nothing), stalled, offline, waiting (a
   *     recorded file, held until what was published has been judged), finished (a recorded file,
   *     played and judged to its end) or off
   * @param dropped frames dropped by reason
   * @param hasSource whether a source was set here; it is not told
   * @param clockSkewMillis clock of the machine that captures it minus the broker's; null: not
   *     measured
   */
  record CameraView(
      String cameraId,
      String name,
      boolean enabled,
      @Nullable OffsetDateTime at,
      String state,
      @Nullable String sourceKind,
      @Nullable Double fps,
      @Nullable Long captured,
      @Nullable Long published,
      @JsonRawValue @Nullable String dropped,
      @Nullable String reason,
      @JsonRawValue String labels,
      @JsonRawValue String zones,
      @JsonRawValue String requiredSteps,
      long minimumWashMillis,
      long stepWindowMillis,
      @Nullable String saveStrategy,
      @Nullable Integer saveInterval,
      boolean hasSource,
      @Nullable Long clockSkewMillis) {}

  /** Every camera that ever spoke or was set, by id. */
  @GetMapping
  List<CameraView> all(Caller caller) {
    return Sql.select(SELECT)
        .seenBy(caller)
        .ending("ORDER BY camera_id LIMIT 1000")
        .on(jdbc)
        .query(CameraView.class)
        .list();
  }

  /** A camera with its settings and its latest word. */
  @GetMapping("/{camera}")
  CameraView one(Caller caller, @PathVariable String camera) {
    return Sql.select(SELECT)
        .seenBy(caller)
        .where("camera_id", Parameters.camera(camera))
        .on(jdbc)
        .query(CameraView.class)
        .optional()
        .orElseThrow(() -> new ResponseStatusException(NOT_FOUND, "no camera " + camera));
  }

  /** Its newest judged frame; 404 while there is none. Heads are hidden as in evidence. */
  @GetMapping(path = "/{camera}/preview", produces = MediaType.IMAGE_JPEG_VALUE)
  ResponseEntity<byte[]> preview(
      Caller caller,
      @PathVariable String camera,
      @RequestParam(defaultValue = "false") boolean unblurred) {
    String id = mine(caller, camera);
    boolean hidden = faces.areHidden(caller, unblurred);
    byte[] picture =
        frames
            .picture(id, hidden)
            .orElseThrow(
                () -> new ResponseStatusException(NOT_FOUND, "no picture of camera " + id));
    audit.noteLook(caller, faces.action("preview", unblurred), id);
    return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(picture);
  }

  /** Sets a camera: name, labels, zones, steps, what is saved. Replaces what was set before. */
  @PutMapping("/{camera}")
  ResponseEntity<CameraView> set(
      Caller caller,
      @PathVariable String camera,
      @RequestBody CameraBody body,
      @RequestHeader(name = IdempotencyKey.HEADER, required = false) @Nullable String key)
      throws InterruptedException {
    String id = mine(caller, camera);
    UUID command = IdempotencyKey.of(caller, key).with(id).id();
    CameraSources.Change source = sources.change(id, body.source());
    Camera settings = body.event(id, sources.isSetAfter(id, source));
    if (commands.wasApplied(command)) {
      return ResponseEntity.ok(one(caller, id));
    }
    audit.note(caller, "camera_set", id, id);
    sources.send(source); // first: settings without their source would not be tried again
    CommandPublisher.Sent sent = commands.send(Topics.CAMERAS, command, settings);
    boolean applied =
        commands
            .await(
                () ->
                    jdbc.sql(AS_SENT)
                        .param("id", id)
                        .param("at", sent.at().atOffset(UTC))
                        .param("offset", sent.offset())
                        .query(Boolean.class)
                        .optional())
            .isPresent();
    return applied
        ? ResponseEntity.ok(one(caller, id))
        : ResponseEntity.accepted()
            .location(URI.create("/api/v1/cameras/" + id))
            .<CameraView>build();
  }

  /**
   * What is to be tried.
   *
   * @param source an address as in a camera's settings; null: the one that the camera has
   */
  record ProbeBody(@Nullable String source) {}

  /**
   * Tries whether a camera's source has a picture, and shows it; nothing is set. 202: nobody has
   * answered yet, which is to say that capture-service is away or busy. 422: why there is none.
   */
  @PostMapping(path = "/{camera}/probe", produces = MediaType.IMAGE_JPEG_VALUE)
  ResponseEntity<byte[]> probe(
      Caller caller, @PathVariable String camera, @RequestBody ProbeBody body)
      throws InterruptedException {
    String id = mine(caller, camera);
    String source =
        switch (sources.change(id, body.source())) {
          case CameraSources.Replaced set -> set.event().getEncrypted();
          case CameraSources.Kept _ when sources.isSet(id) -> null;
          case CameraSources.Kept _, CameraSources.Removed _ ->
              throw new BadParameterException("source", "given, as the camera has none set");
        };
    audit.note(caller, "camera_probed", id, id);
    Optional<Probe> answer = probes.ask(id, source);
    if (answer.isEmpty()) {
      return ResponseEntity.accepted().<byte[]>build();
    }
    ByteBuffer jpeg = answer.get().getJpeg();
    if (jpeg == null) {
      throw new ResponseStatusException(
          UNPROCESSABLE_CONTENT, "no picture: " + answer.get().getReason());
    }
    var picture = new byte[jpeg.remaining()];
    jpeg.get(picture);
    return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(picture);
  }

  /** Lets go of what was set; the camera's record stays. */
  @DeleteMapping("/{camera}")
  ResponseEntity<Void> withdraw(Caller caller, @PathVariable String camera)
      throws InterruptedException {
    String id = mine(caller, camera);
    if (!isSet(id)) {
      throw new ResponseStatusException(NOT_FOUND, "camera " + id + " is not set");
    }
    audit.note(caller, "camera_withdrawn", id, id);
    sources.send(new CameraSources.Removed(id));
    return commands.withdraw(Topics.CAMERAS, id, () -> isSet(id));
  }

  private boolean isSet(String id) {
    return jdbc.sql(SET).param("id", id).query(Boolean.class).optional().isPresent();
  }

  private static String mine(Caller caller, String camera) {
    Parameters.camera(camera);
    if (!caller.maySee(camera)) {
      throw new ResponseStatusException(NOT_FOUND, "no camera " + camera);
    }
    return camera;
  }
}
