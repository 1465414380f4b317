package io.cleansight.query.access.issuer;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import jakarta.servlet.http.HttpServlet;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.servlet.context.AnnotationConfigServletWebServerApplicationContext;
import org.springframework.boot.web.servlet.DelegatingFilterProxyRegistrationBean;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.oidc.endpoint.OidcParameterNames;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;

/**
 * An OpenID provider: Spring's authorization server with two people, of whom {@code mei} is of
 * quality and {@code guest} is nothing. It takes no code without PKCE.
 */
final class Provider implements AutoCloseable {
  static final String PASSWORD = "correct horse";
  static final String CLIENT = "cleansight";
  static final String SECRET = "s3cret";

  private final AnnotationConfigServletWebServerApplicationContext context;

  private Provider(AnnotationConfigServletWebServerApplicationContext context) {
    this.context = context;
  }

  /**
   * @param redirects where it may send browsers back to
   */
  static Provider start(int port, List<String> redirects) {
    var context = new AnnotationConfigServletWebServerApplicationContext();
    context.registerBean(Place.class, () -> new Place(port, redirects));
    context.register(Beans.class);
    context.refresh();
    return new Provider(context);
  }

  static String issuer(int port) {
    return "http://127.0.0.1:" + port;
  }

  @Override
  public void close() {
    context.close();
  }

  record Place(int port, List<String> redirects) {}

  /** No configuration of the service under test, which scans this package. */
  @EnableWebSecurity
  static class Beans {
    @Bean
    TomcatServletWebServerFactory server(Place place) {
      var server = new TomcatServletWebServerFactory(place.port());
      server.setAddress(InetAddress.getLoopbackAddress());
      return server;
    }

    @Bean
    ServletRegistrationBean<HttpServlet> nothing() {
      return new ServletRegistrationBean<>(new Nothing(), "/");
    }

    @Bean
    DelegatingFilterProxyRegistrationBean security() {
      return new DelegatingFilterProxyRegistrationBean("springSecurityFilterChain");
    }

    @Bean
    SecurityFilterChain rules(HttpSecurity http) {
      return http.oauth2AuthorizationServer(it -> it.oidc(Customizer.withDefaults()))
          .authorizeHttpRequests(it -> it.anyRequest().authenticated())
          .formLogin(Customizer.withDefaults())
          .build();
    }

    @Bean
    AuthorizationServerSettings settings(Place place) {
      return AuthorizationServerSettings.builder().issuer(issuer(place.port())).build();
    }

    @Bean
    RegisteredClientRepository clients(Place place) {
      return new InMemoryRegisteredClientRepository(
          RegisteredClient.withId(UUID.randomUUID().toString())
              .clientId(CLIENT)
              .clientSecret("{noop}" + SECRET)
              .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
              .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
              .redirectUris(it -> it.addAll(place.redirects()))
              .scope("openid")
              .scope("profile")
              .clientSettings(
                  ClientSettings.builder()
                      .requireProofKey(true)
                      .requireAuthorizationConsent(false)
                      .build())
              .build());
    }

    @Bean
    JWKSource<SecurityContext> keys() throws JOSEException {
      return new ImmutableJWKSet<>(new JWKSet(new RSAKeyGenerator(2048).keyID("one").generate()));
    }

    @Bean
    JwtDecoder decoder(JWKSource<SecurityContext> keys) {
      return NimbusJwtDecoder.withJwkSource(keys).build();
    }

    @Bean
    UserDetailsService users() {
      return new InMemoryUserDetailsManager(
          User.withUsername("mei").password("{noop}" + PASSWORD).build(),
          User.withUsername("guest").password("{noop}" + PASSWORD).build());
    }

    @Bean
    OAuth2TokenCustomizer<JwtEncodingContext> claims() {
      return token -> {
        if (token.getTokenType().getValue().equals(OidcParameterNames.ID_TOKEN)) {
          String name = Objects.requireNonNull(token.<Authentication>getPrincipal()).getName();
          token
              .getClaims()
              .claim("preferred_username", name)
              .claim("cameras", "line-7")
              .claim(
                  "realm_access",
                  Map.of("roles", name.equals("mei") ? List.of("quality") : List.of("none")));
        }
      };
    }
  }

  private static final class Nothing extends HttpServlet {
    private static final long serialVersionUID = 1;
  }
}
