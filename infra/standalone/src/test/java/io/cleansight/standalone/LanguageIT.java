package io.cleansight.standalone;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** In which language pages speak, to people who are not let in yet too. */
class LanguageIT {
  private PageServer server;

  @BeforeEach
  void start() throws IOException {
    server = PageServer.start();
    server.answers("/api/v1/login", "{\"issuer\":\"Plant\",\"address\":\"/there\"}");
    server.answers("/api/v1/session", "{\"name\":\"ann\",\"role\":\"viewer\"}");
    server.answers("/api/v1/cameras", "[]");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void itIsTheBrowsersUntilSomebodyChoosesAnother() throws Exception {
    Visitor.browses(
        "zh-CN",
        page -> {
          page.navigate(server.at("login.html"));
          assertThat(page.locator("h1")).hasText("登录");
          assertThat(page.locator("#issuer")).hasText("使用 Plant 登录");
          assertThat(page.locator("html")).hasAttribute("lang", "zh-CN");
          page.locator("#language").selectOption("en");
          assertThat(page.locator("h1")).hasText("Log in");
          assertThat(page.locator("#issuer")).hasText("Log in with Plant");
          assertThat(page.locator("html")).hasAttribute("lang", "en");
          page.navigate(server.at("cameras.html"));
          assertThat(page.locator("h1")).hasText("Cameras");
          assertThat(page.locator("nav a[aria-current]")).hasText("Cameras");
          assertThat(page).hasTitle("Cameras · Cleansight");
        });
  }

  @Test
  void aLanguageIsAFileAndALineInTheList() throws Exception {
    Visitor.browses(
        "de-AT",
        page -> {
          page.navigate(server.at("cameras.html"));
          assertThat(page.locator("h1")).hasText("Kameras");
          assertThat(page.locator("html")).hasAttribute("lang", "de");
          assertThat(page.locator("#language")).hasValue("de");
          assertThat(page.locator("#language option"))
              .hasText(new String[] {"English", "中文", "Deutsch"});
        });
  }

  @Test
  void otherLanguagesReadEnglish() throws Exception {
    Visitor.browses(
        "fr-FR",
        page -> {
          page.navigate(server.at("login.html"));
          assertThat(page.locator("h1")).hasText("Log in");
        });
  }

  /** The messages are kept back until what the page shows without them has been looked at. */
  @Test
  void nothingIsShownBeforeItsMessageIsThere() throws Exception {
    Visitor.browses(
        "zh-CN",
        page -> {
          var shown = new AtomicReference<String>();
          page.route(
              "**/messages/zh.json",
              route -> {
                shown.set(page.locator("body").innerText());
                route.resume();
              });
          page.navigate(server.at("login.html"));
          assertThat(page.locator("h1")).hasText("登录");
          assertThat(shown.get()).isBlank();
        });
  }
}
