package io.cleansight.query.audit;

import io.cleansight.contracts.vocabulary.AuditAction;
import io.cleansight.contracts.vocabulary.Term;
import io.cleansight.query.web.Parameters;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * Which entries of the audit are asked for.
 *
 * @param who of that caller; absent: of each
 * @param action of that action; absent: of any
 */
@ParameterObject
record AuditQuery(
    @RequestParam(required = false) @Nullable String who,
    @RequestParam(required = false) @Nullable String action) {
  AuditQuery {
    Parameters.name("who", who);
    Parameters.oneOf("action", action, Term.words(AuditAction.class));
  }
}
