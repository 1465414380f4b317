package io.cleansight.query.faces;

import io.cleansight.contracts.vocabulary.AuditAction;
import io.cleansight.query.access.Caller;
import io.cleansight.query.access.Role;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;

/**
 * Who may see faces: everybody, unless {@code query.evidence.blurred}; then nobody but an admin who
 * asks for them, which leaves another word in the audit. Of pictures and clips of violations, live
 * ones and previews alike.
 */
@Component
public class Faces {
  private final boolean blurred;

  /** What people are seen in. */
  public enum Picture {
    EVIDENCE(AuditAction.EVIDENCE_VIEWED, AuditAction.EVIDENCE_UNBLURRED),
    CLIP(AuditAction.CLIP_VIEWED, AuditAction.CLIP_UNBLURRED),
    LIVE(AuditAction.LIVE_VIEWED, AuditAction.LIVE_UNBLURRED),
    PREVIEW(AuditAction.PREVIEW_VIEWED, AuditAction.PREVIEW_UNBLURRED),
    VIDEO(AuditAction.VIDEO_EXPORTED, AuditAction.VIDEO_UNBLURRED);

    private final AuditAction viewed;
    private final AuditAction unblurred;

    Picture(AuditAction viewed, AuditAction unblurred) {
      this.viewed = viewed;
      this.unblurred = unblurred;
    }
  }

  Faces(@Value("${query.evidence.blurred}") boolean blurred) {
    this.blurred = blurred;
  }

  /**
   * Whether heads are hidden from that look.
   *
   * @param unblurred whether to see them was asked for
   * @throws ResponseStatusException 403 if it was, by who may not
   */
  public boolean areHidden(Caller caller, boolean unblurred) {
    if (unblurred && !mayAsk(caller)) {
      throw new ResponseStatusException(
          HttpStatus.FORBIDDEN, "your role does not allow to see pictures unblurred");
    }
    return blurred && !unblurred;
  }

  /** Whether video, in which nobody can be hidden, may be shown for that look. */
  public boolean isVideoFor(Caller caller, boolean unblurred) {
    return unblurred ? mayAsk(caller) : !blurred;
  }

  /** Whether the caller may ask to see faces. */
  public boolean mayAsk(Caller caller) {
    return caller.role() == Role.ADMIN;
  }

  /** What the audit tells of a look. */
  public AuditAction action(Picture picture, boolean unblurred) {
    return blurred && unblurred ? picture.unblurred : picture.viewed;
  }
}
