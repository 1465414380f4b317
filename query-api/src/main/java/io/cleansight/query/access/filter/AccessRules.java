package io.cleansight.query.access.filter;

import io.cleansight.query.access.AccessProperties;
import io.cleansight.query.access.CallerToken;
import io.cleansight.query.access.Limits;
import io.cleansight.query.access.Role;
import io.cleansight.query.access.Routes;
import io.cleansight.query.access.account.AccountTailer;
import io.cleansight.query.access.account.ApiKeyFilter;
import io.cleansight.query.access.account.ApiKeys;
import io.cleansight.query.access.issuer.IssuerLogin;
import io.cleansight.query.access.issuer.IssuerTokens;
import io.cleansight.query.access.session.SessionFilter;
import io.cleansight.query.access.session.Sessions;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.security.config.annotation.web.configurers.CsrfConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.session.NullAuthenticatedSessionStrategy;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.header.HeaderWriterFilter;
import org.springframework.security.web.header.writers.CrossOriginOpenerPolicyHeaderWriter.CrossOriginOpenerPolicy;
import org.springframework.security.web.header.writers.CrossOriginResourcePolicyHeaderWriter.CrossOriginResourcePolicy;
import org.springframework.security.web.header.writers.DelegatingRequestMatcherHeaderWriter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.header.writers.StaticHeadersWriter;

/**
 * Who may do what, by path. Pages are open, what they show is not. Which cameras somebody may see
 * is asked where the row is loaded.
 */
@Configuration(proxyBeanMethods = false)
class AccessRules {
  private static final String POLICY =
      "default-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; frame-ancestors 'none';"
          + " base-uri 'none'; form-action 'self'";

  private static final String NO_FEATURES =
      "camera=(), microphone=(), geolocation=(), payment=(), usb=(), serial=(), bluetooth=(),"
          + " display-capture=(), midi=(), browsing-topics=()";

  /**
   * Headers are written before a request is handled. Else whichever thread sends the first of an
   * answer writes them, while the request's own thread, on its way out, does the same: of a
   * thousand streams that were opened at once, one was lost to that.
   */
  private static final ObjectPostProcessor<HeaderWriterFilter> EAGERLY =
      new ObjectPostProcessor<>() {
        @Override
        public <F extends HeaderWriterFilter> F postProcess(F filter) {
          filter.setShouldWriteHeadersEagerly(true);
          return filter;
        }
      };

  /** A browser sends its cookie along whoever made it ask. */
  private static boolean mayBeForged(HttpServletRequest request) {
    return CsrfFilter.DEFAULT_CSRF_MATCHER.matches(request) && SessionFilter.decides(request);
  }

  /**
   * Requests are observed as a whole: each filter by itself took a third of the time of a request
   * without a query.
   */
  @Bean
  SecurityObservationSettings unobservedFilters() {
    return SecurityObservationSettings.noObservations();
  }

  /** By what they send, callers are known by these; and then counted. */
  record CallerFilters(ApiKeyFilter keys, SessionFilter sessions, RateFilter rates) {}

  @Bean
  CallerFilters callerFilters(
      ApiKeys keys,
      Sessions sessions,
      AccountTailer follower,
      AccessProperties settings,
      Limits limits,
      Refusals refusals) {
    return new CallerFilters(
        new ApiKeyFilter(keys, refusals),
        new SessionFilter(sessions, follower, refusals),
        new RateFilter(settings, limits, refusals));
  }

  @Bean
  SecurityFilterChain rules(
      HttpSecurity http,
      CallerFilters filters,
      IssuerTokens tokens,
      IssuerLogin login,
      Refusals refusals,
      Clock clock) {
    AuthenticationManager ofIssuer = ofIssuer(tokens, clock);
    login.addTo(http);
    return http.authorizeHttpRequests(AccessRules::authorize)
        .oauth2ResourceServer(
            it ->
                it.bearerTokenResolver(AccessRules::token)
                    .authenticationManagerResolver(_ -> ofIssuer)
                    .authenticationEntryPoint(refusals)
                    .accessDeniedHandler(refusals))
        .addFilterBefore(filters.keys(), BearerTokenAuthenticationFilter.class)
        .addFilterBefore(filters.sessions(), BearerTokenAuthenticationFilter.class)
        .addFilterBefore(filters.rates(), AuthorizationFilter.class)
        .exceptionHandling(
            it -> it.authenticationEntryPoint(refusals).accessDeniedHandler(refusals))
        .csrf(AccessRules::refuseForged)
        .sessionManagement(it -> it.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .anonymous(it -> it.disable())
        .logout(it -> it.disable())
        .requestCache(it -> it.disable())
        .headers(AccessRules::head)
        .build();
  }

  private static AuthenticationManager ofIssuer(IssuerTokens tokens, Clock clock) {
    return sent -> {
      var known = tokens.caller(String.valueOf(sent.getCredentials()));
      Instant end = known.expiresAt();
      return new CallerToken(known.caller(), () -> end == null || clock.instant().isBefore(end));
    };
  }

  /** Who it is was asked when a request came; later it only goes on. */
  private static void authorize(
      AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry
          requests) {
    requests.dispatcherTypeMatchers(DispatcherType.ASYNC).permitAll();
    for (Grant grant : Grant.ALL) {
      String[] paths = grant.paths().toArray(String[]::new);
      var matched = requests.requestMatchers(grant.method(), paths);
      Role role = grant.role();
      if (role == null) {
        matched.permitAll();
      } else {
        matched.hasAuthority(role.name());
      }
    }
    requests.anyRequest().denyAll();
  }

  /**
   * Without a strategy for sessions every request is a new log-in to Spring Security, and changes
   * the token under those that are under way.
   */
  private static void refuseForged(CsrfConfigurer<HttpSecurity> csrf) {
    csrf.csrfTokenRepository(CookieCsrfTokenRepository.withHttpOnlyFalse())
        .spa()
        .requireCsrfProtectionMatcher(AccessRules::mayBeForged)
        .sessionAuthenticationStrategy(new NullAuthenticatedSessionStrategy());
  }

  /** Pages and scripts may be kept, what they show may not. */
  private static void head(HeadersConfigurer<HttpSecurity> headers) {
    headers
        .contentSecurityPolicy(csp -> csp.policyDirectives(POLICY))
        .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.SAME_ORIGIN))
        .frameOptions(frames -> frames.deny())
        .permissionsPolicyHeader(features -> features.policy(NO_FEATURES))
        .crossOriginOpenerPolicy(opener -> opener.policy(CrossOriginOpenerPolicy.SAME_ORIGIN))
        .crossOriginResourcePolicy(
            resource -> resource.policy(CrossOriginResourcePolicy.SAME_ORIGIN))
        .cacheControl(cache -> cache.disable())
        .addHeaderWriter(
            new DelegatingRequestMatcherHeaderWriter(
                Routes.API, new StaticHeadersWriter("Cache-Control", "no-store")))
        .addObjectPostProcessor(EAGERLY);
  }

  /** Only from the header. */
  private static @Nullable String token(HttpServletRequest request) {
    String header = request.getHeader("Authorization");
    if (header == null) {
      return null;
    }
    if (header.regionMatches(true, 0, "Bearer ", 0, 7)) {
      return header.substring(7).strip();
    }
    throw new InvalidBearerTokenException("Authorization must be Bearer and a token");
  }
}
