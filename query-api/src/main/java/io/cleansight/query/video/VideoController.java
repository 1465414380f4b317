package io.cleansight.query.video;

import static org.springframework.http.HttpStatus.FORBIDDEN;
import static org.springframework.http.HttpStatus.NOT_FOUND;

import io.cleansight.query.access.Caller;
import io.cleansight.query.access.Seats;
import io.cleansight.query.access.session.Connections;
import io.cleansight.query.audit.Audit;
import io.cleansight.query.export.SeatedBody;
import io.cleansight.query.faces.Faces;
import io.cleansight.query.video.RecordingReader.RecordingView;
import io.cleansight.query.web.BadParameterException;
import io.cleansight.query.web.Cursor;
import io.cleansight.query.web.Page;
import io.cleansight.query.web.PageQuery;
import io.cleansight.query.web.PageRequest;
import io.cleansight.query.web.Parameters;
import io.cleansight.query.web.PeriodQuery;
import io.cleansight.query.web.TimeRange;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/** {@code /api/v1/cameras/{camera}/video} and {@code …/recordings}. */
@RestController
@RequestMapping("/api/v1/cameras/{camera}")
class VideoController {
  private static final Duration RECENT = Duration.ofDays(1);
  private static final MediaType MP4 = MediaType.parseMediaType("video/mp4");
  private static final DateTimeFormatter NAMED =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private final Videos videos;
  private final RecordingReader recordings;
  private final Faces faces;
  private final Audit audit;
  private final Connections connections;
  private final VideoProperties settings;
  private final Clock clock;
  private final Seats seats;

  VideoController(
      Videos videos,
      RecordingReader recordings,
      Faces faces,
      Audit audit,
      Connections connections,
      VideoProperties settings,
      Clock clock) {
    this.videos = videos;
    this.recordings = recordings;
    this.faces = faces;
    this.audit = audit;
    this.connections = connections;
    this.settings = settings;
    this.clock = clock;
    this.seats = new Seats(settings.ofOne(), settings.ofAll());
  }

  /**
   * Its video of a time of at most an hour, as one MP4: what is recorded of it, else what the topic
   * still holds. It begins with the key frame at or before {@code from}, or with the first that is
   * there, and ends where the camera was opened anew or changed its video; X-Video-From and
   * X-Video-To say what is in it. 404 if nothing is there. Nobody is hidden in video: where heads
   * are hidden in pictures it is for administrators who ask with {@code unblurred}.
   */
  @GetMapping(path = "/video", produces = "video/mp4")
  ResponseEntity<StreamingResponseBody> video(
      Caller caller,
      Authentication credential,
      HttpServletRequest request,
      @PathVariable String camera,
      @RequestParam(defaultValue = "false") boolean unblurred,
      PeriodQuery period) {
    String id = mine(caller, camera);
    TimeRange range = range(period);
    if (faces.areHidden(caller, unblurred)) {
      throw new ResponseStatusException(
          FORBIDDEN,
          "faces are hidden here, and cannot be in video; administrators may ask with unblurred=true");
    }
    Seats.Seat seat = seats.take(caller).orElseThrow(() -> new TooManyExportsException(settings));
    Footage footage = find(id, range, seat);
    StreamingResponseBody body =
        SeatedBody.of(
            request,
            seat,
            () ->
                audit.note(
                    caller,
                    faces.action(Faces.Picture.VIDEO, unblurred),
                    id + " " + footage.from() + " " + footage.to(),
                    id),
            out -> write(id, footage, credential, out));
    return ResponseEntity.ok()
        .cacheControl(CacheControl.noStore())
        .header("X-Video-From", footage.from().toString())
        .header("X-Video-To", footage.to().toString())
        .header(HttpHeaders.CONTENT_DISPOSITION, attachment(id, footage.from()))
        .contentType(MP4)
        .body(body);
  }

  private Footage find(String camera, TimeRange range, Seats.Seat seat) {
    try {
      return videos
          .find(camera, range)
          .orElseThrow(
              () ->
                  new ResponseStatusException(
                      NOT_FOUND,
                      "no video of camera %s is there of %s to %s"
                          .formatted(camera, range.from(), range.to())));
    } catch (RuntimeException e) {
      seat.close();
      throw e;
    }
  }

  /** Until it is whole, or time is up, or its caller has logged out. */
  private void write(String camera, Footage footage, Authentication credential, OutputStream out)
      throws IOException {
    var ended = new AtomicBoolean();
    long deadline = System.nanoTime() + settings.patience().toNanos();
    try (var _ = connections.watch(credential, () -> ended.set(true))) {
      videos.write(camera, footage, out, () -> !ended.get() && System.nanoTime() - deadline < 0);
    }
  }

  private static String attachment(String camera, Instant from) {
    return "attachment; filename=\"%s-%s.mp4\"".formatted(camera, NAMED.format(from));
  }

  private TimeRange range(PeriodQuery period) {
    if (period.from() == null || period.to() == null) {
      throw new BadParameterException(period.from() == null ? "from" : "to", "given");
    }
    TimeRange range = period.range(settings.longest(), clock);
    if (Duration.between(range.from(), range.to()).compareTo(settings.longest()) > 0) {
      throw new BadParameterException(
          "from", "at most " + settings.longest().toMinutes() + " minutes before to");
    }
    return range;
  }

  /** What of its video is recorded, in files of about a minute, newest first. */
  @GetMapping("/recordings")
  Page<RecordingView> recordings(
      Caller caller, @PathVariable String camera, PeriodQuery period, PageQuery part) {
    String id = mine(caller, camera);
    PageRequest request = part.request();
    return Page.of(
        recordings.page(id, period.range(RECENT, clock), request),
        request,
        row -> new Cursor(row.from().toInstant(), List.of(row.id().toString())));
  }

  private static String mine(Caller caller, String camera) {
    Parameters.camera(camera);
    if (!caller.maySee(camera)) {
      throw new ResponseStatusException(NOT_FOUND, "no camera " + camera);
    }
    return camera;
  }
}
