package io.cleansight.query.violation;

import io.cleansight.query.access.Caller;
import io.cleansight.query.access.Role;
import io.cleansight.query.audit.Audit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Pictures of violations for people's eyes: with heads hidden where {@code query.evidence.blurred}
 * says so, unless an admin asks for them as they are; and never without a line in the audit.
 */
@Component
class Evidence {
  private final ViolationReader violations;
  private final Audit audit;
  private final JsonMapper json;
  private final boolean blurred;

  Evidence(
      ViolationReader violations,
      Audit audit,
      JsonMapper json,
      @Value("${query.evidence.blurred}") boolean blurred) {
    this.violations = violations;
    this.audit = audit;
    this.json = json;
    this.blurred = blurred;
  }

  /** The picture; empty if there is none. */
  Optional<byte[]> picture(ViolationView violation, Caller caller, boolean unblurred) {
    if (unblurred && caller.role() != Role.ADMIN) {
      throw new ResponseStatusException(
          HttpStatus.FORBIDDEN, "your role does not allow to see pictures unblurred");
    }
    boolean hide = blurred && !unblurred;
    audit.note(
        caller,
        blurred && unblurred ? "evidence_unblurred" : "evidence_viewed",
        violation.id().toString(),
        violation.cameraId());
    return violations
        .picture(violation.id())
        .map(jpeg -> hide ? Blur.over(jpeg, heads(violation)) : jpeg);
  }

  /** The small picture for lists; where heads are hidden, so they are in it. */
  Optional<byte[]> thumbnail(ViolationView violation, Caller caller) {
    audit.note(caller, "thumbnail_viewed", violation.id().toString(), violation.cameraId());
    return violations
        .thumbnail(violation.id())
        .map(jpeg -> blurred ? Blur.over(jpeg, heads(violation)) : jpeg);
  }

  /** Of everybody in the frame, as far as its record was kept; of the violation's person always. */
  private List<Blur.Head> heads(ViolationView violation) {
    var heads = new ArrayList<Blur.Head>();
    heads.add(head(json.readTree(violation.bbox())));
    violations
        .people(violation)
        .ifPresent(people -> json.readTree(people).forEach(it -> heads.add(head(it.get("bbox")))));
    return heads;
  }

  private static Blur.Head head(JsonNode box) {
    return new Blur.Head(
        box.get("x").asDouble(),
        box.get("y").asDouble(),
        box.get("width").asDouble(),
        box.get("height").asDouble());
  }
}
