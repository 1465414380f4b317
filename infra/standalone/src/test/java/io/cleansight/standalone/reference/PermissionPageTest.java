package io.cleansight.standalone.reference;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.cleansight.contracts.AccessRight;
import io.cleansight.contracts.ServiceName;
import io.cleansight.query.access.Role;
import io.cleansight.query.access.filter.Grant;
import java.io.IOException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.socket.config.annotation.WebSocketConfigurer;

/** The page has every request that query-api answers, and every right at Kafka. */
class PermissionPageTest {
  /** Mapped by code, not by an annotation. */
  private static final List<Route> SOCKETS =
      List.of(
          new Route(HttpMethod.GET, "/api/v1/live/{camera}", "WebSocket"),
          new Route(HttpMethod.GET, "/api/v1/live/{camera}/video", "WebSocket"));

  private static final JavaClasses QUERY =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.cleansight.query");

  private record Route(HttpMethod method, String path, String shown) {}

  @Test
  void thePageHasEveryPermission() throws IOException {
    var page =
        new ReferencePage(
            "permissions.md",
            "Permissions",
            """
            What each role may ask of query-api, and what each service may do at Kafka. What is not here is refused.""");
    addRest(page);
    addKafka(page);
    page.assertIsWritten();
  }

  @Test
  void everySocketIsAmongTheRoutes() {
    assertThat(QUERY.stream().filter(it -> it.isAssignableTo(WebSocketConfigurer.class)))
        .hasSameSizeAs(SOCKETS);
  }

  private static void addRest(ReferencePage page) {
    page.section("REST")
        .paragraph(
            "A reviewer may also what a viewer may, an admin everything. Beside the role, a caller has a list of"
                + " cameras or every camera: of others it sees nothing.")
        .paragraph(
            "Besides, everybody may ask for %s, and where people log in at an issuer for"
                    .formatted(open())
                + " `/oauth2/authorization/**` and `/login/oauth2/code/**`.")
        .table("request", "path", "who");
    List<Route> routes = routes();
    assertThat(routes).hasSizeGreaterThan(50);
    for (Route route : routes) {
      page.row(route.shown(), ReferencePage.code(route.path()), who(route));
    }
  }

  private static String open() {
    return Grant.ALL.stream()
        .filter(it -> it.role() == null && it.method() == null)
        .flatMap(it -> it.paths().stream())
        .map(ReferencePage::code)
        .collect(Collectors.joining(", "));
  }

  private static String who(Route route) {
    String path = route.path().replaceAll("\\{[^}]+}", "x");
    Grant grant = Grant.of(route.method(), path).orElseThrow();
    Role role = grant.role();
    return role == null ? "everybody" : ReferencePage.lower(role);
  }

  private static List<Route> routes() {
    var routes = new ArrayList<Route>(SOCKETS);
    for (JavaClass it : QUERY) {
      if (it.isMetaAnnotatedWith(Controller.class)) {
        routes.addAll(routes(it.reflect()));
      }
    }
    routes.sort(Comparator.comparing(Route::path).thenComparing(Route::shown));
    return routes;
  }

  private static List<Route> routes(Class<?> controller) {
    var common = AnnotatedElementUtils.findMergedAnnotation(controller, RequestMapping.class);
    var routes = new ArrayList<Route>();
    for (Method method : controller.getDeclaredMethods()) {
      var own = AnnotatedElementUtils.findMergedAnnotation(method, RequestMapping.class);
      if (own != null) {
        for (String prefix : paths(common == null ? new String[0] : common.path())) {
          for (String path : paths(own.path())) {
            Stream.of(own.method())
                .map(RequestMethod::asHttpMethod)
                .forEach(it -> routes.add(new Route(it, prefix + path, it.name())));
          }
        }
      }
    }
    return routes;
  }

  private static String[] paths(String[] declared) {
    return declared.length == 0 ? new String[] {""} : declared;
  }

  private static void addKafka(ReferencePage page) {
    page.section("Kafka")
        .paragraph(
            "As `persistence-service acls` grants them, and the chart's Strimzi users; a name that"
                + " ends with `*` is a prefix.")
        .table("login", "resource", "name", "operations");
    for (ServiceName service : ServiceName.values()) {
      for (AccessRight right : AccessRight.of(service)) {
        page.row(
            service.title(),
            ReferencePage.lower(right.resource()).replace('_', ' '),
            ReferencePage.code(right.name() + (right.prefixed() ? "*" : "")),
            right.operations().stream()
                .map(ReferencePage::lower)
                .map(it -> it.replace('_', ' '))
                .collect(Collectors.joining(", ")));
      }
    }
  }
}
