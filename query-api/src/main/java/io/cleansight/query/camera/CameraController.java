package io.cleansight.query.camera;

import static org.springframework.http.HttpStatus.NOT_FOUND;
import static org.springframework.http.HttpStatus.UNPROCESSABLE_CONTENT;

import io.cleansight.contracts.vocabulary.AuditAction;
import io.cleansight.event.Probe;
import io.cleansight.query.access.Caller;
import io.cleansight.query.audit.Audit;
import io.cleansight.query.camera.CameraReader.CameraView;
import io.cleansight.query.command.CommandPublisher;
import io.cleansight.query.command.CommandPublisher.Sent;
import io.cleansight.query.command.IdempotencyKey;
import io.cleansight.query.faces.Faces;
import io.cleansight.query.live.LatestFrames;
import io.cleansight.query.web.BadParameterException;
import io.cleansight.query.web.IfMatch;
import io.cleansight.query.web.Parameters;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
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
  private final CameraReader cameras;
  private final CameraEditor editor;
  private final CommandPublisher commands;
  private final Audit audit;
  private final LatestFrames frames;
  private final Faces faces;
  private final CameraSources sources;
  private final CameraProbes probes;

  CameraController(
      CameraReader cameras,
      CameraEditor editor,
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
    this.cameras = cameras;
    this.editor = editor;
    this.commands = commands;
    this.audit = audit;
  }

  /** Every camera that ever spoke or was set, by id. */
  @GetMapping
  List<CameraView> all(Caller caller) {
    return cameras.all(caller);
  }

  /** A camera with its settings and its latest word. */
  @GetMapping("/{camera}")
  CameraView one(Caller caller, @PathVariable String camera) {
    return cameras
        .find(caller, Parameters.camera(camera))
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
    audit.noteLook(caller, faces.action(Faces.Picture.PREVIEW, unblurred), id);
    return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(picture);
  }

  /**
   * Sets a camera: name, labels, zones, steps, how its frames are taken, what is saved. Replaces
   * what was set before, if that still has the version that If-Match says; with If-None-Match: * it
   * makes one, and is 409 if there is such a camera.
   */
  @PutMapping("/{camera}")
  ResponseEntity<CameraView> set(
      Caller caller,
      @PathVariable String camera,
      @RequestBody CameraBody body,
      @RequestHeader(name = IfMatch.HEADER, required = false) @Nullable String ifMatch,
      @RequestHeader(name = HttpHeaders.IF_NONE_MATCH, required = false)
          @Nullable String ifNoneMatch,
      @RequestHeader(name = IdempotencyKey.HEADER, required = false) @Nullable String key)
      throws InterruptedException {
    String id = mine(caller, camera);
    UUID command = IdempotencyKey.of(caller, key).with(id).id();
    var wanted = new CameraEditor.Wanted(caller, id, command, body);
    boolean creates = IfMatch.isCreation(ifNoneMatch, ifMatch);
    IfMatch seen = creates ? IfMatch.ofVersion(0) : IfMatch.of(ifMatch);
    URI location = URI.create("/api/v1/cameras/" + id);
    var answer = creates ? ResponseEntity.created(location) : ResponseEntity.ok();
    if (commands.wasApplied(command)) {
      return answer.body(one(caller, id));
    }
    Optional<Sent> sent = creates ? editor.create(wanted) : editor.replace(wanted, seen);
    if (commands.await(() -> isDone(id, command, sent)).isPresent()) {
      return answer.body(one(caller, id));
    }
    var accepted = ResponseEntity.accepted().location(location);
    sent.ifPresent(it -> accepted.eTag(IfMatch.tag(it.version())));
    return accepted.build();
  }

  private Optional<Boolean> isDone(String id, UUID command, Optional<Sent> sent) {
    return sent.isPresent()
        ? cameras.isSet(id, sent.get())
        : Optional.of(true).filter(_ -> commands.wasApplied(command));
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
    String source = sourceOf(id, body);
    audit.note(caller, AuditAction.CAMERA_PROBED, id, id);
    Optional<Probe> answer = probes.ask(id, source);
    return answer.isEmpty()
        ? ResponseEntity.accepted().build()
        : ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(picture(answer.get()));
  }

  /** Encrypted; null: the one that the camera has. */
  private @Nullable String sourceOf(String camera, ProbeBody body) {
    return switch (sources.change(camera, body.source())) {
      case CameraSources.Replaced set -> set.event().getEncrypted();
      case CameraSources.Kept _ when sources.isSet(camera) -> null;
      case CameraSources.Kept _, CameraSources.Removed _ ->
          throw new BadParameterException("source", "given, as the camera has none set");
    };
  }

  private static byte[] picture(Probe answer) {
    ByteBuffer jpeg = answer.getJpeg();
    if (jpeg == null) {
      throw new ResponseStatusException(UNPROCESSABLE_CONTENT, "no picture: " + answer.getReason());
    }
    var picture = new byte[jpeg.remaining()];
    jpeg.get(picture);
    return picture;
  }

  /** Lets go of what was set; the camera's record stays. */
  @DeleteMapping("/{camera}")
  ResponseEntity<Void> withdraw(
      Caller caller,
      @PathVariable String camera,
      @RequestHeader(name = IfMatch.HEADER, required = false) @Nullable String ifMatch)
      throws InterruptedException {
    String id = mine(caller, camera);
    editor.withdraw(caller, id, IfMatch.of(ifMatch));
    return commands.gone(() -> cameras.isSet(id));
  }

  private static String mine(Caller caller, String camera) {
    Parameters.camera(camera);
    if (!caller.maySee(camera)) {
      throw new ResponseStatusException(NOT_FOUND, "no camera " + camera);
    }
    return camera;
  }
}
