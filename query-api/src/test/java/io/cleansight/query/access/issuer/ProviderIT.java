package io.cleansight.query.access.issuer;

import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.embedded.Ports;
import io.cleansight.query.Running;
import io.cleansight.query.access.session.SessionFilter;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Log-in at an OpenID provider, begun on one instance and ended on another. With {@code
 * -Doidc.issuer=…} at another provider than {@link Provider} that has the same client and people.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProviderIT {
  private static final String BACK = "/login/oauth2/code/issuer";
  private static final Pattern FORM = Pattern.compile("<form[^>]*action=\"([^\"]*)\"");
  private static final Pattern HIDDEN = Pattern.compile("<input[^>]*type=\"hidden\"[^>]*>");

  @TempDir static Path folder;

  private @Nullable Provider provider;
  private @Nullable Running first;
  private @Nullable Running second;

  @BeforeAll
  void start() throws Exception {
    int port = Ports.anyFree();
    int ours = Ports.anyFree();
    String elsewhere = System.getProperty("oidc.issuer");
    if (elsewhere == null) {
      provider = Provider.start(port, List.of("http://127.0.0.1:" + ours + BACK));
    }
    String[] settings = {
      "--query.access.session-key=a key of more than thirty-two characters",
      "--query.access.logins-per-minute=1000",
      "--query.access.login.name=Plant",
      "--query.access.login.issuer=" + (elsewhere == null ? Provider.issuer(port) : elsewhere),
      "--query.access.login.client-id=" + Provider.CLIENT,
      "--query.access.login.client-secret=" + Provider.SECRET,
      "--query.access.login.name-claim=preferred_username",
      "--query.access.login.role-claim=realm_access.roles",
      "--query.access.login.roles.reviewer=quality"
    };
    first =
        Running.in(
            folder,
            Stream.concat(Stream.of(settings), Stream.of("--server.port=" + ours))
                .toArray(String[]::new));
    second = first.another(settings);
  }

  @AfterAll
  void stop() throws Exception {
    second().close();
    first().close();
    if (provider != null) {
      provider.close();
    }
  }

  @Test
  void whoComesBackHasASession() throws Exception {
    try (var browser = new Browser()) {
      URI asked = browser.location(at(first(), IssuerLogin.ADDRESS));
      assertThat(asked.getQuery())
          .contains("code_challenge=", "code_challenge_method=S256", "state=", "nonce=");
      URI back = browser.logIn(asked, "mei");
      assertThat(back.getPath()).isEqualTo(BACK);
      HttpResponse<String> here = browser.get(on(second(), back));
      assertThat(there(here)).isEqualTo("/");
      assertThat(here.headers().allValues("set-cookie"))
          .anySatisfy(
              it ->
                  assertThat(it)
                      .startsWith(SessionFilter.COOKIE + "=")
                      .contains("HttpOnly", "SameSite=Strict"));
      HttpResponse<String> session = browser.get(first().at("session"));
      assertThat(session.body())
          .contains("\"name\":\"login:mei\"", "\"role\":\"reviewer\"", "\"cameras\":[\"line-7\"]");

      assertThat(there(browser.get(on(second(), back))))
          .as("an answer is good once")
          .isEqualTo("/login.html?failed");
      assertThat(browser.logOut(first())).isEqualTo(204);
      assertThat(browser.get(first().at("session")).statusCode()).isEqualTo(401);
    }
  }

  @Test
  void whoHasNoRoleHasNoSession() throws Exception {
    try (var browser = new Browser()) {
      URI back = browser.logIn(browser.location(at(first(), IssuerLogin.ADDRESS)), "guest");
      HttpResponse<String> here = browser.get(back);
      assertThat(there(here)).isEqualTo("/login.html?failed");
      assertThat(browser.get(first().at("session")).statusCode()).isEqualTo(401);
    }
  }

  /** Else somebody could be logged in as somebody else without a word. */
  @Test
  void anAnswerIsForTheBrowserThatAsked() throws Exception {
    try (var asking = new Browser();
        var other = new Browser()) {
      URI back = asking.logIn(asking.location(at(first(), IssuerLogin.ADDRESS)), "mei");
      other.location(at(first(), IssuerLogin.ADDRESS));
      for (URI forged :
          List.of(
              back,
              URI.create(back.toString().replaceAll("state=[^&]*", "state=x")),
              URI.create(back.toString().replaceAll("[?&]state=[^&]*", "")))) {
        HttpResponse<String> answer = other.get(forged);
        assertThat(there(answer)).isEqualTo("/login.html?failed");
        assertThat(answer.headers().allValues("set-cookie"))
            .noneMatch(it -> it.startsWith(SessionFilter.COOKIE + "="));
      }
    }
  }

  @Test
  void thePageKnowsWhereToLogIn() throws Exception {
    HttpResponse<String> ways = first().send(HttpRequest.newBuilder(first().at("login")));
    assertThat(ways.body())
        .isEqualTo("{\"issuer\":\"Plant\",\"address\":\"/oauth2/authorization/issuer\"}");
  }

  /** Where on this service somebody is sent. */
  private static String there(HttpResponse<String> answer) {
    URI location = URI.create(answer.headers().firstValue("location").orElseThrow());
    return location.getPath() + (location.getQuery() == null ? "" : "?" + location.getQuery());
  }

  private static URI at(Running running, String path) {
    return running.at("").resolve(path);
  }

  /** The same, answered by that instance. */
  private static URI on(Running running, URI address) {
    return at(running, address.getRawPath() + "?" + address.getRawQuery());
  }

  /** Keeps cookies, of whatever port, as browsers do; follows what it is told to. */
  private static final class Browser implements AutoCloseable {
    private final CookieManager cookies = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
    private final HttpClient http = HttpClient.newBuilder().cookieHandler(cookies).build();

    HttpResponse<String> get(URI address) throws Exception {
      return send(HttpRequest.newBuilder(address).header("accept", "text/html,*/*"));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Where that leads. */
    URI location(URI address) throws Exception {
      HttpResponse<String> answer = get(address);
      return address.resolve(answer.headers().firstValue("location").orElseThrow());
    }

    /** Fills in the provider's form; returns where it sends the browser back to. */
    URI logIn(URI asked, String name) throws Exception {
      URI at = asked;
      HttpResponse<String> page = get(at);
      while (page.statusCode() / 100 == 3) {
        at = at.resolve(page.headers().firstValue("location").orElseThrow());
        page = get(at);
      }
      page =
          send(
              HttpRequest.newBuilder(at.resolve(action(page.body(), at)))
                  .header("content-type", "application/x-www-form-urlencoded")
                  .POST(HttpRequest.BodyPublishers.ofString(form(page.body(), name))));
      while (page.statusCode() / 100 == 3) {
        at = at.resolve(page.headers().firstValue("location").orElseThrow());
        if (at.getPath().equals(BACK)) {
          return at;
        }
        page = get(at);
      }
      throw new AssertionError("not sent back: " + page.statusCode() + " " + page.body());
    }

    private static String action(String page, URI at) {
      Matcher form = FORM.matcher(page);
      return form.find() ? form.group(1).replace("&amp;", "&") : at.toString();
    }

    private static String form(String page, String name) {
      var fields = new ArrayList<String>();
      fields.add("username=" + name);
      fields.add("password=" + URLEncoder.encode(Provider.PASSWORD, StandardCharsets.UTF_8));
      Matcher hidden = HIDDEN.matcher(page);
      while (hidden.find()) {
        String input = hidden.group();
        fields.add(
            attribute(input, "name")
                + "="
                + URLEncoder.encode(attribute(input, "value"), StandardCharsets.UTF_8));
      }
      return String.join("&", fields);
    }

    private static String attribute(String element, String name) {
      Matcher found = Pattern.compile(" " + name + "=\"([^\"]*)\"").matcher(element);
      return found.find() ? found.group(1) : "";
    }

    int logOut(Running running) throws Exception {
      String token =
          cookies.getCookieStore().getCookies().stream()
              .filter(it -> it.getName().equals("XSRF-TOKEN"))
              .findFirst()
              .orElseThrow()
              .getValue();
      return send(HttpRequest.newBuilder(running.at("session"))
              .header("x-xsrf-token", token)
              .DELETE())
          .statusCode();
    }

    @Override
    public void close() {
      http.close();
    }
  }

  private Running first() {
    return Objects.requireNonNull(first);
  }

  private Running second() {
    return Objects.requireNonNull(second);
  }
}
