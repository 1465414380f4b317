package io.cleansight.query.faces;

import io.cleansight.query.access.Caller;
import io.cleansight.query.access.Role;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;

/**
 * Who may see faces: everybody, unless {@code query.evidence.blurred}; then nobody but an admin who
 * asks for them, which leaves another word in the audit. Of pictures of violations, live ones and
 * previews alike.
 */
@Component
public class Faces {
  private final boolean blurred;

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

  /** Whether the caller may ask to see faces. */
  public boolean mayAsk(Caller caller) {
    return caller.role() == Role.ADMIN;
  }

  /** The word of the audit for a look: {@code kind_viewed}, {@code kind_unblurred}. */
  public String action(String kind, boolean unblurred) {
    return kind + (blurred && unblurred ? "_unblurred" : "_viewed");
  }
}
