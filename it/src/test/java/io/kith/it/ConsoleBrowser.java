package io.kith.it;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;

/**
 * A headless Chromium of this machine, whose camera shows a made-up picture. It writes down
 * whatever a page complains of: errors of scripts, violations of the content security policy, files
 * that are missing. Not thread-safe.
 */
final class ConsoleBrowser implements AutoCloseable {

  /* The first image has a model loaded, which takes its time on a machine that is busy. */
  private static final double PATIENCE_MILLIS = 30_000;

  /* A pattern: a predicate would have every request of a page come by here. */
  private static final Pattern START = Pattern.compile("https?://[^/]+/(#.*)?$");

  private static final Map<String, String> NO_DOWNLOAD =
      Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");

  private final Playwright playwright;
  private final Browser browser;
  private final List<String> complaints = new ArrayList<>();

  private ConsoleBrowser(Path chromium) {
    playwright = Playwright.create(new Playwright.CreateOptions().setEnv(NO_DOWNLOAD));
    browser =
        playwright
            .chromium()
            .launch(
                new LaunchOptions()
                    .setExecutablePath(chromium)
                    .setChromiumSandbox(false)
                    .setArgs(
                        List.of(
                            "--disable-dev-shm-usage",
                            "--use-fake-device-for-media-stream",
                            "--use-fake-ui-for-media-stream")));
  }

  /** Starts it; a test that asks is skipped, visibly, where there is no Chromium. */
  static ConsoleBrowser start() {
    PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
    return new ConsoleBrowser(
        Stream.of("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
            .map(name -> Path.of("/usr/bin", name))
            .filter(Files::isExecutable)
            .findFirst()
            .orElseThrow(ConsoleBrowser::none));
  }

  /* Said aloud too: a class that is skipped before its first test leaves no trace in the report. */
  private static TestAbortedException none() {
    String reason = "there is no Chromium in /usr/bin; apt-get install chromium-headless-shell";
    System.out.println("SKIPPED: " + reason);
    return new TestAbortedException(reason);
  }

  /** An empty page, with storage of its own. */
  Page page(int width, int height, ColorScheme theme) {
    BrowserContext context =
        browser.newContext(
            new NewContextOptions().setViewportSize(width, height).setColorScheme(theme));
    context.route(START, ConsoleBrowser::underStrictPolicy);
    Page page = context.newPage();
    page.onPageError(error -> complaints.add("script: " + error));
    page.onConsoleMessage(
        message -> {
          // An answer of the API that refuses something is said on the page.
          boolean refusal = message.text().startsWith("Failed to load resource");
          if (message.type().equals("error") && !refusal) {
            complaints.add("console: " + message.text());
          }
        });
    page.onResponse(
        response -> {
          if (response.status() >= 400 && response.url().contains("/console/")) {
            complaints.add("missing: " + response.url());
          }
        });
    return page;
  }

  /* The strictest policy that a server, or a proxy before it, may send along. */
  private static void underStrictPolicy(Route route) {
    APIResponse response = route.fetch();
    Map<String, String> headers = new HashMap<>(response.headers());
    headers.putIfAbsent("content-security-policy", "default-src 'self'; img-src 'self' blob:");
    route.fulfill(new Route.FulfillOptions().setResponse(response).setHeaders(headers));
  }

  /** What pages have complained of since this was last asked. */
  List<String> complaints() {
    List<String> all = List.copyOf(complaints);
    complaints.clear();
    return all;
  }

  /** Closes all pages: those left open would go on asking the server, and showing the camera. */
  void closePages() {
    for (BrowserContext context : List.copyOf(browser.contexts())) {
      // A request that is intercepted while its page closes would be a fault.
      context.pages().forEach(Page::unrouteAll);
      context.unrouteAll();
      context.close();
    }
  }

  @Override
  public void close() {
    playwright.close();
  }
}
