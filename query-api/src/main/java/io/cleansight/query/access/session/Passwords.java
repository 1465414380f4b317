package io.cleansight.query.access.session;

import io.cleansight.query.access.AccessProperties;
import io.cleansight.query.access.Limits;
import io.cleansight.query.access.Secrets;
import io.cleansight.query.access.account.Account;
import io.cleansight.query.access.account.Accounts;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Whether a name and a password belong together. Guesses at an account are counted together, from
 * whatever address, and those of a browser in which its owner has logged in before apart (OWASP,
 * "Device Cookies"): whoever guesses keeps nobody out where they usually are.
 */
@Component
public class Passwords {
  private final AccessProperties settings;
  private final Accounts accounts;
  private final KnownBrowsers browsers;
  private final Limits limits;
  private final Clock clock;

  /** Of accounts that there are: what guesses at others fill up does not make these forgotten. */
  private final Limits known = new Limits();

  /** Compared with where nobody is called so, that it takes as long. */
  private final String nobodysPassword = Secrets.hashedPassword(Secrets.random());

  Passwords(
      AccessProperties settings,
      Accounts accounts,
      KnownBrowsers browsers,
      Limits limits,
      Clock clock) {
    this.settings = settings;
    this.accounts = accounts;
    this.browsers = browsers;
    this.limits = limits;
    this.clock = clock;
  }

  /**
   * The user of that name, if that is their password.
   *
   * @throws TooManyAttemptsException if the account is guessed at
   */
  public Optional<Account> user(String name, String password, HttpServletRequest request) {
    Optional<Account> user = accounts.user(name, clock.instant());
    String guesser =
        user.flatMap(it -> browsers.find(it, request))
            .map(browser -> "browser " + browser)
            .orElse("account " + name);
    Limits counted = user.isPresent() ? known : limits;
    long wait = counted.take(guesser, settings.guessesPerMinute());
    if (wait > 0) {
      throw new TooManyAttemptsException(wait);
    }
    String hashed = user.map(Account::secretHash).orElse(nobodysPassword);
    if (!Secrets.isPassword(password, hashed)) {
      return Optional.empty();
    }
    user.ifPresent(_ -> counted.giveBack(guesser, settings.guessesPerMinute()));
    return user;
  }

  /** A header {@code Set-Cookie} by which that browser of the user is known from now on. */
  String browserCookie(Account user, HttpServletRequest request) {
    return browsers.cookie(user, request);
  }
}
