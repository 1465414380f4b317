package io.cleansight.query.access.session;

import com.nimbusds.jose.jwk.source.ImmutableSecret;
import io.cleansight.query.access.AccessProperties;
import io.cleansight.query.access.Secrets;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import net.jcip.annotations.ThreadSafe;
import org.springframework.security.oauth2.jose.jws.MacAlgorithm;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;
import org.springframework.stereotype.Component;

/** Tokens that every instance with the same session key knows for its own. */
@Component
@ThreadSafe
class SignedTokens {
  private final JwtEncoder encoder;
  private final JwtDecoder decoder;

  SignedTokens(AccessProperties settings, Clock clock) {
    String given = settings.sessionKey();
    String secret = given == null ? Secrets.random() : given;
    SecretKey key =
        new SecretKeySpec(Secrets.sha256(secret).getBytes(StandardCharsets.US_ASCII), "HmacSHA256");
    this.encoder = new NimbusJwtEncoder(new ImmutableSecret<>(key));
    this.decoder = decoder(key, clock);
  }

  private static JwtDecoder decoder(SecretKey key, Clock clock) {
    var exact = new JwtTimestampValidator(Duration.ZERO);
    exact.setClock(clock);
    NimbusJwtDecoder decoder =
        NimbusJwtDecoder.withSecretKey(key).macAlgorithm(MacAlgorithm.HS256).build();
    decoder.setJwtValidator(exact);
    return decoder;
  }

  String sign(JwtClaimsSet claims) {
    return encoder
        .encode(JwtEncoderParameters.from(JwsHeader.with(MacAlgorithm.HS256).build(), claims))
        .getTokenValue();
  }

  /**
   * What a token says.
   *
   * @throws JwtException if it is none of ours, or over
   */
  Jwt read(String token) {
    return decoder.decode(token);
  }
}
