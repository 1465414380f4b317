package io.cleansight.query.access.account;

import org.springframework.security.core.AuthenticationException;

/** Whether somebody is known cannot be told: the accounts have not been read yet. */
public final class AccountsAwayException extends AuthenticationException {
  private static final long serialVersionUID = 1;

  public AccountsAwayException() {
    super("the accounts have not been read yet: Kafka does not answer; try again later");
  }
}
