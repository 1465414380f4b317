package io.cleansight.query.access.issuer;

import io.cleansight.query.access.AccessProperties;
import io.cleansight.query.access.Routes;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/v1/login}: how one may log in, for the page that asks for it. */
@RestController
class LoginController {
  private final AccessProperties settings;

  LoginController(AccessProperties settings) {
    this.settings = settings;
  }

  /**
   * Ways in beside a name and a password.
   *
   * @param issuer name of a provider where one may log in; null: there is none
   * @param address where that begins, in the browser
   */
  record Ways(@Nullable String issuer, @Nullable String address) {}

  /** How one may log in; for everybody. */
  @GetMapping(Routes.WAYS)
  Ways ways() {
    AccessProperties.Login login = settings.login();
    return login == null ? new Ways(null, null) : new Ways(login.name(), IssuerLogin.ADDRESS);
  }
}
