package io.kith.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page that shows the API's document, in a browser. */
final class ApiPageTest {

  @TempDir Path home;

  @Test
  void showsEachOperationAndAsksWithTheKeyAndLoadsNothingFromElsewhere() throws Exception {
    try (ConsoleBrowser browser = ConsoleBrowser.start();
        ServerProcess server = ServerProcess.start(home)) {
      String key =
          (String)
              server.send("POST", "/v1/keys", "{\"scopes\": [\"admin\"]}").json().get("secret");
      List<String> asked = new ArrayList<>();
      Page page = browser.page(1200, 900, ColorScheme.LIGHT);
      page.onRequest(request -> asked.add(request.url()));

      page.navigate(server.uri() + "/");
      page.getByLabel("API key").fill(String.valueOf(key));
      page.getByText("Continue").click();
      page.getByText("API", new Page.GetByTextOptions().setExact(true)).click();

      Locator list = page.locator("#operations-galleries-listGalleries");
      list.click();
      list.getByText("Try it out").click();
      list.getByText("Execute").click();
      assertThat(list.locator(".live-responses-table .response-col_status").last())
          .containsText("200");
      assertThat(page.locator(".opblock").count()).isGreaterThan(35);
      assertThat(asked)
          .allMatch(url -> url.startsWith(server.uri().toString()) || url.startsWith("data:"));
      assertThat(browser.complaints()).isEmpty();
    }
  }
}
