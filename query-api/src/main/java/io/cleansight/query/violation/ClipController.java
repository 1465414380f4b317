package io.cleansight.query.violation;

import io.cleansight.query.access.Caller;
import java.util.UUID;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** {@code /api/v1/records/violations/{id}/clip}: a violation's video. */
@RestController
class ClipController {
  private final ViolationReader violations;
  private final Evidence evidence;

  ClipController(ViolationReader violations, Evidence evidence) {
    this.violations = violations;
    this.evidence = evidence;
  }

  /**
   * The clip, from 5 s before the violation opened to 5 s after it closed where the service is not
   * set otherwise; MP4, in parts where {@code Range} asks for some. Heads are hidden where the
   * service is set so, but for {@code unblurred}. 404 where there is none; {@code clip_state} and
   * {@code clip_reason} of the problem say why.
   */
  @GetMapping(path = ViolationController.PATH + "/{id}/clip", produces = "video/mp4")
  ResponseEntity<Resource> clip(
      Caller caller,
      @PathVariable UUID id,
      @RequestParam(defaultValue = "false") boolean unblurred) {
    ViolationView violation =
        violations
            .find(id, caller)
            .orElseThrow(
                () -> new ResponseStatusException(HttpStatus.NOT_FOUND, "no violation " + id));
    // Kept by no browser: each look is asked for, and in the audit.
    return ResponseEntity.ok()
        .cacheControl(CacheControl.noStore())
        .contentType(MediaType.parseMediaType("video/mp4"))
        .body(evidence.clip(violation, caller, unblurred).orElseThrow(() -> none(violation)));
  }

  private static ResponseStatusException none(ViolationView violation) {
    String state = violation.clipState();
    boolean isThere = "present".equals(state) || "partial".equals(state);
    String why =
        isThere
            ? "its clip was not kept with heads hidden"
            : switch (state) {
              case null -> "it has no clip";
              case "awaited" -> "its clip is not made yet";
              case "expired" -> "its clip has reached its age";
              default -> "there is no clip of it: " + violation.clipReason();
            };
    var none = new ResponseStatusException(HttpStatus.NOT_FOUND, why);
    none.getBody().setProperty("clip_state", state == null ? "none" : state);
    none.getBody().setProperty("clip_reason", isThere ? "not_blurred" : violation.clipReason());
    return none;
  }
}
