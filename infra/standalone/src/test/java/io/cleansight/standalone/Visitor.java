package io.cleansight.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Somebody with Debian's chromium who came by the printed link. */
final class Visitor {
  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
  private static final double PATIENCE_MILLIS = 30_000;

  static {
    PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
  }

  private Visitor() {}

  interface Visit {
    void see(Page page) throws Exception;
  }

  /**
   * One browser, let in by the printed link; what a page complains about on the way fails the test.
   */
  static void visits(Launched line, String language, Visit visit) throws Exception {
    browses(
        language,
        page -> {
          enter(page, line);
          visit.see(page);
        });
  }

  /** One browser; what a page complains about on the way fails the test. */
  static void browses(String language, Visit visit) throws Exception {
    assertThat(Files.exists(CHROMIUM)).as("Debian's chromium: apt-get install chromium").isTrue();
    var options =
        new BrowserType.LaunchOptions()
            .setExecutablePath(CHROMIUM)
            .setArgs(
                List.of(
                    "--no-sandbox",
                    "--disable-dev-shm-usage",
                    "--disable-gpu",
                    "--disable-background-networking"));
    var environment =
        new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"));
    try (Playwright playwright = Playwright.create(environment);
        Browser browser = playwright.chromium().launch(options);
        var context =
            browser.newContext(
                new Browser.NewContextOptions().setLocale(language).setViewportSize(1280, 800))) {
      Page page = context.newPage();
      var complaints = new ArrayList<String>();
      page.onPageError(complaints::add);
      visit.see(page);
      assertThat(complaints).isEmpty();
    }
  }

  private static void enter(Page page, Launched line) throws IOException {
    page.navigate(line.link());
    page.locator("#who").waitFor();
    assertThat(page.url()).doesNotContain("token");
  }
}
