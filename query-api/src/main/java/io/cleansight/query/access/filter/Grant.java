package io.cleansight.query.access.filter;

import io.cleansight.query.access.Role;
import io.cleansight.query.access.Routes;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Who may ask for what; the first of {@link #ALL} that fits a request decides, and what none fits
 * nobody may.
 *
 * @param method null: every one
 * @param paths patterns of paths
 * @param role who may, as may every role above it; null: everybody
 */
public record Grant(@Nullable HttpMethod method, List<String> paths, @Nullable Role role) {
  private static final String API = "/api/v1/**";

  public static final List<Grant> ALL =
      List.of(
          open(
              null,
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
              "/error"),
          open(HttpMethod.POST, Routes.SESSION),
          open(HttpMethod.DELETE, Routes.SESSION),
          open(HttpMethod.GET, Routes.WAYS),
          // Everybody's own.
          new Grant(HttpMethod.PUT, List.of(Routes.SESSION + "/password"), Role.VIEWER),
          new Grant(
              null,
              List.of(
                  "/api/v1/audit",
                  "/api/v1/audit/**",
                  "/api/v1/erasures",
                  "/api/v1/erasures/**",
                  "/api/v1/personal-data.zip",
                  "/api/v1/users",
                  "/api/v1/users/**",
                  "/api/v1/keys",
                  "/api/v1/keys/**"),
              Role.ADMIN),
          new Grant(HttpMethod.GET, List.of(API), Role.VIEWER),
          new Grant(HttpMethod.HEAD, List.of(API), Role.VIEWER),
          new Grant(
              HttpMethod.PUT,
              List.of(
                  "/api/v1/records/violations/*/status",
                  "/api/v1/records/violations/*/legal-hold",
                  "/api/v1/records/violations/status",
                  "/api/v1/alerts/*/status",
                  "/api/v1/alerts/status"),
              Role.REVIEWER),
          new Grant(HttpMethod.POST, List.of("/api/v1/alerts/rules/dry-run"), Role.REVIEWER),
          new Grant(null, List.of(API), Role.ADMIN));

  public Grant {
    paths = List.copyOf(paths);
  }

  /** The one that decides about a request; empty: nobody may. */
  public static Optional<Grant> of(HttpMethod method, String path) {
    return ALL.stream().filter(it -> it.fits(method, PathContainer.parsePath(path))).findFirst();
  }

  private boolean fits(HttpMethod asked, PathContainer path) {
    return (method == null || method.equals(asked))
        && paths.stream().map(Grant::pattern).anyMatch(it -> it.matches(path));
  }

  private static PathPattern pattern(String path) {
    return PathPatternParser.defaultInstance.parse(path);
  }

  private static Grant open(@Nullable HttpMethod method, String... paths) {
    return new Grant(method, List.of(paths), null);
  }
}
