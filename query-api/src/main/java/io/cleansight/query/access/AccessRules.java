package io.cleansight.query.access;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpMethod;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.core.context.SecurityContextHolder;
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
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Who may do what, by path. Pages are open, what they show is not. Which cameras somebody may see
 * is asked where the row is loaded.
 */
@Configuration(proxyBeanMethods = false)
class AccessRules implements WebMvcConfigurer {
  static final String SESSION = "/api/v1/session";

  static final String WAYS = "/api/v1/login";

  /** Everybody's own. */
  static final String PASSWORD = SESSION + "/password";

  private static final String API = "/api/v1/**";
  private static final String[] OPEN = {
    "/",
    "/*.html",
    "/*.js",
    "/*.css",
    "/*.svg",
    "/messages/*.json",
    "/webjars/**",
    "/actuator/health/**",
    "/actuator/prometheus",
    "/v3/api-docs",
    "/v3/api-docs/**",
    "/v3/api-docs.yaml",
    "/swagger-ui/**",
    "/swagger-ui.html",
    "/error"
  };
  private static final String[] ADMINISTRATION = {
    "/api/v1/audit",
    "/api/v1/audit/**",
    "/api/v1/erasures",
    "/api/v1/erasures/**",
    "/api/v1/personal-data.zip",
    "/api/v1/users",
    "/api/v1/users/**",
    "/api/v1/keys",
    "/api/v1/keys/**"
  };
  private static final String[] DECISIONS = {
    "/api/v1/records/violations/*/status",
    "/api/v1/records/violations/*/legal-hold",
    "/api/v1/records/violations/status",
    "/api/v1/alerts/*/status",
    "/api/v1/alerts/status"
  };
  private static final String POLICY =
      "default-src 'self'; img-src 'self' blob: data:; frame-ancestors 'none'; base-uri 'none';"
          + " form-action 'self'";

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

  @Bean
  SecurityFilterChain rules(
      HttpSecurity http,
      AccessProperties settings,
      Sessions sessions,
      Accounts accounts,
      AccountActivityPublisher activity,
      AccountTailer follower,
      Clock clock,
      Refusals refusals,
      Limits limits,
      IssuerTokens tokens,
      IssuerLogin login) {
    AuthenticationManager ofIssuer =
        sent -> {
          var known = tokens.caller(String.valueOf(sent.getCredentials()));
          Instant end = known.expiresAt();
          return new CallerToken(
              known.caller(), () -> end == null || clock.instant().isBefore(end));
        };
    login.addTo(http);
    return http.authorizeHttpRequests(
            it ->
                // Who it is was asked when it came; later it only goes on.
                it.dispatcherTypeMatchers(DispatcherType.ASYNC)
                    .permitAll()
                    .requestMatchers(OPEN)
                    .permitAll()
                    .requestMatchers(HttpMethod.POST, SESSION)
                    .permitAll()
                    .requestMatchers(HttpMethod.DELETE, SESSION)
                    .permitAll()
                    .requestMatchers(HttpMethod.GET, WAYS)
                    .permitAll()
                    .requestMatchers(HttpMethod.PUT, PASSWORD)
                    .hasAuthority(Role.VIEWER.name())
                    .requestMatchers(ADMINISTRATION)
                    .hasAuthority(Role.ADMIN.name())
                    .requestMatchers(HttpMethod.GET, API)
                    .hasAuthority(Role.VIEWER.name())
                    .requestMatchers(HttpMethod.HEAD, API)
                    .hasAuthority(Role.VIEWER.name())
                    .requestMatchers(HttpMethod.PUT, DECISIONS)
                    .hasAuthority(Role.REVIEWER.name())
                    .requestMatchers(HttpMethod.POST, "/api/v1/alerts/rules/dry-run")
                    .hasAuthority(Role.REVIEWER.name())
                    .requestMatchers(API)
                    .hasAuthority(Role.ADMIN.name())
                    .anyRequest()
                    .denyAll())
        .oauth2ResourceServer(
            it ->
                it.bearerTokenResolver(AccessRules::token)
                    .authenticationManagerResolver(_ -> ofIssuer)
                    .authenticationEntryPoint(refusals)
                    .accessDeniedHandler(refusals))
        .addFilterBefore(
            new ApiKeyFilter(accounts, activity, follower, clock, refusals),
            BearerTokenAuthenticationFilter.class)
        .addFilterBefore(
            new SessionFilter(sessions, follower, refusals), BearerTokenAuthenticationFilter.class)
        .addFilterBefore(new RateFilter(settings, limits, refusals), AuthorizationFilter.class)
        .exceptionHandling(
            it -> it.authenticationEntryPoint(refusals).accessDeniedHandler(refusals))
        .csrf(
            it ->
                it.csrfTokenRepository(CookieCsrfTokenRepository.withHttpOnlyFalse())
                    .spa()
                    .requireCsrfProtectionMatcher(AccessRules::mayBeForged)
                    // Else every request is a new log-in to Spring Security and changes the token
                    // under those that are under way.
                    .sessionAuthenticationStrategy(new NullAuthenticatedSessionStrategy()))
        .sessionManagement(it -> it.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .anonymous(it -> it.disable())
        .logout(it -> it.disable())
        .requestCache(it -> it.disable())
        .headers(
            it ->
                it.contentSecurityPolicy(csp -> csp.policyDirectives(POLICY))
                    .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.SAME_ORIGIN))
                    .frameOptions(frames -> frames.deny())
                    .permissionsPolicyHeader(features -> features.policy(NO_FEATURES))
                    .crossOriginOpenerPolicy(
                        opener -> opener.policy(CrossOriginOpenerPolicy.SAME_ORIGIN))
                    .crossOriginResourcePolicy(
                        resource -> resource.policy(CrossOriginResourcePolicy.SAME_ORIGIN))
                    // Pages and scripts may be kept, what they show may not.
                    .cacheControl(cache -> cache.disable())
                    .addHeaderWriter(
                        new DelegatingRequestMatcherHeaderWriter(
                            Routes.API, new StaticHeadersWriter("Cache-Control", "no-store")))
                    .addObjectPostProcessor(EAGERLY))
        .build();
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

  @Override
  public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
    resolvers.add(new CallerResolver());
  }

  /** A controller's parameter of type {@link Caller}. */
  private static final class CallerResolver implements HandlerMethodArgumentResolver {
    @Override
    public boolean supportsParameter(MethodParameter parameter) {
      return parameter.getParameterType().equals(Caller.class);
    }

    @Override
    public Object resolveArgument(
        MethodParameter parameter,
        @Nullable ModelAndViewContainer container,
        NativeWebRequest request,
        @Nullable WebDataBinderFactory binder) {
      var who = SecurityContextHolder.getContext().getAuthentication();
      if (who instanceof CallerToken known) {
        return known.getPrincipal();
      }
      throw new IllegalStateException("nobody asks " + Arrays.toString(OPEN));
    }
  }
}
