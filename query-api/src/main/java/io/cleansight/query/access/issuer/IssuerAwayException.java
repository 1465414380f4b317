package io.cleansight.query.access.issuer;

import org.springframework.security.core.AuthenticationException;

/** Whether a token is one of the issuer's cannot be told: it does not answer. */
public final class IssuerAwayException extends AuthenticationException {
  private static final long serialVersionUID = 1;

  IssuerAwayException(Throwable cause) {
    super("the issuer's keys cannot be had; try again later", cause);
  }
}
