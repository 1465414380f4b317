package io.cleansight.query.access.issuer;

import io.cleansight.query.access.AccessProperties;
import io.cleansight.query.access.Caller;
import io.cleansight.query.access.Cookies;
import io.cleansight.query.access.Limits;
import io.cleansight.query.access.LoginAttempt;
import io.cleansight.query.access.Routes;
import io.cleansight.query.access.Secrets;
import io.cleansight.query.access.session.SessionFilter;
import io.cleansight.query.access.session.Sessions;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.http.converter.FormHttpMessageConverter;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.endpoint.RestClientAuthorizationCodeTokenResponseClient;
import org.springframework.security.oauth2.client.http.OAuth2ErrorResponseErrorHandler;
import org.springframework.security.oauth2.client.oidc.authentication.OidcIdTokenDecoderFactory;
import org.springframework.security.oauth2.client.oidc.authentication.OidcIdTokenValidator;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserService;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.ClientRegistrations;
import org.springframework.security.oauth2.client.web.DefaultOAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestCustomizers;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestRedirectFilter;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizedClientRepository;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.http.converter.OAuth2AccessTokenResponseHttpMessageConverter;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.security.oauth2.jwt.JwtDecoderFactory;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.web.client.RestClient;
import org.springframework.web.filter.OncePerRequestFilter;
import tools.jackson.databind.json.JsonMapper;

/**
 * Log-in at an OpenID provider: code flow with PKCE, state and nonce, which wait in the browser
 * ({@link LoginRequests}). Whoever comes back with a good answer gets a session of ours, for what
 * the claims of the ID token say at that moment; the provider's tokens are not kept. What fails
 * goes back to the page of the log-in, without a reason for whoever asks and with one in the log.
 */
@Configuration(proxyBeanMethods = false)
public class IssuerLogin {
  private static final Logger log = LoggerFactory.getLogger(IssuerLogin.class);
  private static final String ID = "issuer";
  private static final String START = "/oauth2/authorization";
  private static final String BACK = "/login/oauth2/code/*";
  private static final String PAGE = "/login.html";
  private static final String FAILED = PAGE + "?failed";
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** Where a log-in begins. */
  static final String ADDRESS = START + "/" + ID;

  private final AccessProperties settings;
  private final Sessions sessions;
  private final Limits limits;
  private final ApplicationEventPublisher events;
  private final Clock clock;
  private final @Nullable Registrations registrations;

  IssuerLogin(
      AccessProperties settings,
      Sessions sessions,
      Limits limits,
      ApplicationEventPublisher events,
      Clock clock) {
    this.settings = settings;
    this.sessions = sessions;
    this.limits = limits;
    this.events = events;
    this.clock = clock;
    AccessProperties.Login login = settings.login();
    this.registrations = login == null ? null : new Registrations(login);
  }

  /** The provider's ID tokens are checked with its key set, as its bearer tokens are. */
  @Bean
  static JwtDecoderFactory<ClientRegistration> idTokens(JsonMapper json) {
    return registration -> {
      NimbusJwtDecoder decoder =
          IssuerTokens.decoder(
              String.valueOf(registration.getProviderDetails().getIssuerUri()), json);
      decoder.setClaimSetConverter(OidcIdTokenDecoderFactory.createDefaultClaimTypeConverter());
      decoder.setJwtValidator(
          new DelegatingOAuth2TokenValidator<>(
              new JwtTimestampValidator(), new OidcIdTokenValidator(registration)));
      return decoder;
    };
  }

  /** Adds the log-in, if the settings have one. */
  public void addTo(HttpSecurity http) {
    Registrations known = registrations;
    if (known == null) {
      return;
    }
    var resolver = new DefaultOAuth2AuthorizationRequestResolver(known, START);
    resolver.setAuthorizationRequestCustomizer(OAuth2AuthorizationRequestCustomizers.withPkce());
    String shared = settings.sessionKey();
    var requests = new LoginRequests(shared == null ? Secrets.random() : shared, clock);
    var users = new OidcUserService();
    users.setRetrieveUserInfo(_ -> false);
    http.oauth2Login(
            it ->
                it.clientRegistrationRepository(known)
                    .authorizedClientRepository(new NotKept())
                    .loginPage(PAGE)
                    .authorizationEndpoint(
                        start ->
                            start
                                .authorizationRequestResolver(resolver)
                                .authorizationRequestRepository(requests))
                    .tokenEndpoint(back -> back.accessTokenResponseClient(tokens()))
                    .userInfoEndpoint(who -> who.oidcUserService(users))
                    .successHandler(this::enter)
                    .failureHandler(this::refuse))
        .addFilterBefore(new Gate(known), OAuth2AuthorizationRequestRedirectFilter.class);
  }

  private static RestClientAuthorizationCodeTokenResponseClient tokens() {
    var http =
        new JdkClientHttpRequestFactory(HttpClient.newBuilder().connectTimeout(PATIENCE).build());
    http.setReadTimeout(PATIENCE);
    var client = new RestClientAuthorizationCodeTokenResponseClient();
    client.setRestClient(
        RestClient.builder()
            .requestFactory(http)
            .configureMessageConverters(
                it ->
                    it.addCustomConverter(new FormHttpMessageConverter())
                        .addCustomConverter(new OAuth2AccessTokenResponseHttpMessageConverter()))
            .defaultStatusHandler(new OAuth2ErrorResponseErrorHandler())
            .build());
    return client;
  }

  private void enter(
      HttpServletRequest request, HttpServletResponse response, Authentication authentication)
      throws IOException {
    AccessProperties.Login login = settings.login();
    if (login == null || !(authentication.getPrincipal() instanceof OidcUser user)) {
      throw new IllegalStateException("let in by nobody");
    }
    Caller caller;
    try {
      caller = claims(login).caller("login:", user.getClaims());
    } catch (IllegalArgumentException e) {
      refuse(response, String.valueOf(e.getMessage()));
      return;
    }
    events.publishEvent(new LoginAttempt(caller, true));
    Sessions.Issued issued = sessions.open(caller);
    response.addHeader(
        HttpHeaders.SET_COOKIE,
        Cookies.set(SessionFilter.COOKIE, issued.token(), issued.length(), request));
    response.sendRedirect("/");
  }

  private static IssuerClaims claims(AccessProperties.Login login) {
    return new IssuerClaims(
        login.nameClaim(), login.roleClaim(), login.roles(), login.camerasClaim());
  }

  private void refuse(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException e)
      throws IOException {
    refuse(response, String.valueOf(e.getMessage()));
  }

  private void refuse(HttpServletResponse response, String reason) throws IOException {
    log.warn("a log-in at the issuer was refused: {}", reason);
    events.publishEvent(new LoginAttempt(null, false));
    response.sendRedirect(FAILED);
  }

  /** What the provider says of itself, asked for when somebody logs in first. */
  private static final class Registrations implements ClientRegistrationRepository {
    private final AccessProperties.Login login;
    private volatile @Nullable ClientRegistration known;

    Registrations(AccessProperties.Login login) {
      this.login = login;
    }

    @Override
    public @Nullable ClientRegistration findByRegistrationId(String id) {
      if (!id.equals(ID)) {
        return null;
      }
      ClientRegistration before = known;
      if (before != null) {
        return before;
      }
      var found =
          ClientRegistrations.fromOidcIssuerLocation(login.issuer())
              .registrationId(ID)
              .clientId(login.clientId())
              .redirectUri("{baseUrl}" + BACK.replace("*", ID))
              .scope(login.scopes());
      ClientRegistration made =
          login.clientSecret() == null
              ? found.clientAuthenticationMethod(ClientAuthenticationMethod.NONE).build()
              : found.clientSecret(login.clientSecret()).build();
      known = made;
      return made;
    }
  }

  /** So many log-ins from one address, as with passwords; and none while the provider is away. */
  private final class Gate extends OncePerRequestFilter {
    private final Registrations registrations;

    Gate(Registrations registrations) {
      this.registrations = registrations;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
      return !Routes.AT_ISSUER.matches(request);
    }

    @Override
    protected void doFilterInternal(
        HttpServletRequest request, HttpServletResponse response, FilterChain chain)
        throws ServletException, IOException {
      String origin = "login " + Limits.origin(request.getRemoteAddr());
      if (limits.take(origin, settings.loginsPerMinute()) > 0) {
        response.sendRedirect(FAILED);
        return;
      }
      try {
        registrations.findByRegistrationId(ID);
      } catch (IllegalArgumentException | IllegalStateException e) {
        log.warn("the issuer does not say where to log in: {}", e.getMessage());
        response.sendRedirect(FAILED);
        return;
      }
      chain.doFilter(request, response);
    }
  }

  /** The provider's tokens are of no use here. */
  private static final class NotKept implements OAuth2AuthorizedClientRepository {
    @Override
    @SuppressWarnings("TypeParameterUnusedInFormals") // as it is declared
    public <T extends OAuth2AuthorizedClient> @Nullable T loadAuthorizedClient(
        String id, Authentication who, HttpServletRequest request) {
      return null;
    }

    @Override
    public void saveAuthorizedClient(
        OAuth2AuthorizedClient client,
        Authentication who,
        HttpServletRequest request,
        HttpServletResponse response) {
      // not kept
    }

    @Override
    public void removeAuthorizedClient(
        String id, Authentication who, HttpServletRequest request, HttpServletResponse response) {
      // not kept
    }
  }
}
