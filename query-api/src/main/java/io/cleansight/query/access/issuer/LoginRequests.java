package io.cleansight.query.access.issuer;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.crypto.DirectDecrypter;
import com.nimbusds.jose.crypto.DirectEncrypter;
import com.nimbusds.jwt.EncryptedJWT;
import com.nimbusds.jwt.JWTClaimsSet;
import io.cleansight.query.access.Cookies;
import io.cleansight.query.access.Secrets;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.oauth2.client.web.AuthorizationRequestRepository;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;

/**
 * Keeps what was asked of an issuer (state, nonce, PKCE's verifier) where the answer will come
 * from: encrypted in a cookie of the browser, for {@link #PATIENCE}. So the answer may reach
 * another instance than the one that asked, and none is of use to another browser. The latest alone
 * counts.
 */
final class LoginRequests implements AuthorizationRequestRepository<OAuth2AuthorizationRequest> {
  static final String COOKIE = "cleansight_login";

  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final int LONGEST = 4000;

  private final byte[] key;
  private final Clock clock;

  /**
   * @param secret that all instances share
   */
  LoginRequests(String secret, Clock clock) {
    this.key = HexFormat.of().parseHex(Secrets.sha256("log-in at an issuer " + secret));
    this.clock = clock;
  }

  @Override
  public @Nullable OAuth2AuthorizationRequest loadAuthorizationRequest(HttpServletRequest request) {
    String sealed = Cookies.value(COOKIE, request);
    if (sealed == null || sealed.length() > LONGEST) {
      return null;
    }
    try {
      EncryptedJWT kept = EncryptedJWT.parse(sealed);
      kept.decrypt(new DirectDecrypter(key));
      JWTClaimsSet claims = kept.getJWTClaimsSet();
      if (claims.getExpirationTime().toInstant().isBefore(clock.instant())
          || !claims.getStringClaim("state").equals(request.getParameter("state"))) {
        return null;
      }
      return asked(claims);
    } catch (ParseException | JOSEException | IllegalStateException e) {
      return null; // as good as none
    }
  }

  private static OAuth2AuthorizationRequest asked(JWTClaimsSet claims) throws ParseException {
    return OAuth2AuthorizationRequest.authorizationCode()
        .authorizationUri(claims.getStringClaim("uri"))
        .clientId(claims.getStringClaim("client"))
        .redirectUri(claims.getStringClaim("redirect"))
        .scopes(Set.copyOf(claims.getStringListClaim("scopes")))
        .state(claims.getStringClaim("state"))
        .attributes(it -> it.putAll(attributes(claims)))
        .build();
  }

  private static Map<String, Object> attributes(JWTClaimsSet claims) {
    try {
      return claims.getJSONObjectClaim("attributes");
    } catch (ParseException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void saveAuthorizationRequest(
      @Nullable OAuth2AuthorizationRequest asked,
      HttpServletRequest request,
      HttpServletResponse response) {
    if (asked == null) {
      set("", Duration.ZERO, request, response);
      return;
    }
    var sealed =
        new EncryptedJWT(new JWEHeader(JWEAlgorithm.DIR, EncryptionMethod.A256GCM), claims(asked));
    try {
      sealed.encrypt(new DirectEncrypter(key));
    } catch (JOSEException e) {
      throw new IllegalStateException(e); // the key has 256 bits
    }
    set(sealed.serialize(), PATIENCE, request, response);
  }

  private JWTClaimsSet claims(OAuth2AuthorizationRequest asked) {
    return new JWTClaimsSet.Builder()
        .expirationTime(Date.from(clock.instant().plus(PATIENCE)))
        .claim("uri", asked.getAuthorizationUri())
        .claim("client", asked.getClientId())
        .claim("redirect", asked.getRedirectUri())
        .claim("scopes", java.util.List.copyOf(asked.getScopes()))
        .claim("state", asked.getState())
        .claim("attributes", asked.getAttributes())
        .build();
  }

  @Override
  public @Nullable OAuth2AuthorizationRequest removeAuthorizationRequest(
      HttpServletRequest request, HttpServletResponse response) {
    OAuth2AuthorizationRequest asked = loadAuthorizationRequest(request);
    set("", Duration.ZERO, request, response);
    return asked;
  }

  private static void set(
      String value, Duration age, HttpServletRequest request, HttpServletResponse response) {
    response.addHeader(HttpHeaders.SET_COOKIE, Cookies.setForReturn(COOKIE, value, age, request));
  }
}
