package io.cleansight.query.violation;

import io.cleansight.contracts.vocabulary.AuditAction;
import io.cleansight.event.Box;
import io.cleansight.query.access.Caller;
import io.cleansight.query.audit.Audit;
import io.cleansight.query.faces.Blur;
import io.cleansight.query.faces.Faces;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Pictures and clips of violations for people's eyes; never without a line in the audit. */
@Component
class Evidence {
  private final ViolationReader violations;
  private final Audit audit;
  private final JsonMapper json;
  private final Faces faces;

  Evidence(ViolationReader violations, Audit audit, JsonMapper json, Faces faces) {
    this.violations = violations;
    this.audit = audit;
    this.json = json;
    this.faces = faces;
  }

  /** The picture; empty if there is none. */
  Optional<byte[]> picture(ViolationView violation, Caller caller, boolean unblurred) {
    boolean hidden = faces.areHidden(caller, unblurred);
    audit.note(
        caller,
        faces.action(Faces.Picture.EVIDENCE, unblurred),
        violation.id().toString(),
        violation.cameraId());
    return violations
        .picture(violation.id())
        .map(jpeg -> hidden ? Blur.over(jpeg, heads(violation.id())) : jpeg);
  }

  /** The picture with every head hidden, whatever is set; for whoever asks from that address. */
  Optional<byte[]> hidden(ViolationView violation, Caller caller, String address) {
    audit.note(
        caller,
        AuditAction.EVIDENCE_VIEWED,
        violation.id().toString(),
        violation.cameraId(),
        address);
    return violations.picture(violation.id()).map(jpeg -> Blur.over(jpeg, heads(violation.id())));
  }

  /**
   * The clip; empty if there is none, or none in which heads are hidden where they must be. What is
   * asked for in parts is one look.
   */
  Optional<StoredClip> clip(ViolationView violation, Caller caller, boolean unblurred) {
    boolean hidden = faces.areHidden(caller, unblurred);
    Optional<StoredClip> clip = violations.clip(violation.id(), hidden);
    audit.noteLook(
        caller,
        faces.action(Faces.Picture.CLIP, unblurred),
        violation.id().toString(),
        violation.cameraId());
    return clip;
  }

  /** The clip with every head hidden, whatever is set; for whoever asks from that address. */
  Optional<StoredClip> hiddenClip(ViolationView violation, Caller caller, String address) {
    Optional<StoredClip> clip = violations.clip(violation.id(), true);
    if (clip.isPresent()) {
      audit.note(
          caller,
          AuditAction.CLIP_VIEWED,
          violation.id().toString(),
          violation.cameraId(),
          address);
    }
    return clip;
  }

  /** The small picture for lists; where heads are hidden, so they are in it. */
  Optional<byte[]> thumbnail(ViolationView violation, Caller caller) {
    boolean hidden = faces.areHidden(caller, false);
    audit.note(
        caller, AuditAction.THUMBNAIL_VIEWED, violation.id().toString(), violation.cameraId());
    return violations
        .thumbnail(violation.id())
        .map(jpeg -> hidden ? Blur.over(jpeg, heads(violation.id())) : jpeg);
  }

  /** Of everybody in the picture; null: nobody knows. */
  private @Nullable List<Box> heads(UUID violation) {
    return violations
        .heads(violation)
        .map(it -> json.readTree(it).valueStream().map(Evidence::head).toList())
        .orElse(null);
  }

  private static Box head(JsonNode box) {
    return new Box(
        box.get("x").asDouble(),
        box.get("y").asDouble(),
        box.get("width").asDouble(),
        box.get("height").asDouble());
  }
}
