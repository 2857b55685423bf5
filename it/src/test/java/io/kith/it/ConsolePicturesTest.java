package io.kith.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.ScreenshotOptions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.kith.server.demo.SymbolFolder;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Takes the README's pictures of the console, of a gallery of the demo's symbols: {@code
 * -Dkith.pictures=FOLDER} says where they go.
 */
@EnabledIfSystemProperty(named = "kith.pictures", matches = ".+")
@SuppressWarnings("NullAway.Init") // JUnit sets the fields
final class ConsolePicturesTest {

  private static final String GALLERY = "/v1/galleries/symbols";
  private static final int SYMBOLS = 30;
  private static final int DRAWERS = 4;

  @TempDir Path home;
  @TempDir Path drawings;

  @Test
  void picturesAreTaken() throws Exception {
    Path folder = Path.of(System.getProperty("kith.pictures"));
    try (ServerProcess server = ServerProcess.start(home);
        ConsoleBrowser browser = ConsoleBrowser.start()) {
      enrolSymbols(server);
      String symbols = server.uri() + "/#/galleries/symbols";

      Page desk = browser.page(1120, 900, ColorScheme.LIGHT);
      desk.navigate(symbols + "/identify");
      identify(desk, PenStrokes.star());
      take(desk, folder.resolve("console-known.png"));

      Page dark = browser.page(1120, 960, ColorScheme.DARK);
      dark.navigate(symbols + "/threshold");
      assertThat(dark.getByText("Present threshold")).isVisible();
      take(dark, folder.resolve("console-threshold.png"));

      Page phone = browser.page(390, 1180, ColorScheme.LIGHT);
      phone.navigate(symbols + "/identify");
      identify(phone, PenStrokes.house());
      take(phone, folder.resolve("console-phone.png"));
      assertThat(browser.complaints()).isEmpty();
    }
  }

  private void enrolSymbols(ServerProcess server) throws IOException {
    SymbolFolder.write(drawings, SYMBOLS, DRAWERS);
    server.send("PUT", GALLERY, "{\"model\": \"glyphs\"}");
    server.enrol("symbols", drawings);
    assertThat(server.send("POST", GALLERY + "/calibrations", "{}").status()).isEqualTo(201);
  }

  private static void identify(Page page, PenStrokes drawing) {
    drawing.draw(page);
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Identify").setExact(true))
        .click();
    Locator answer = page.getByRole(AriaRole.ARTICLE);
    assertThat(answer).isVisible();
  }

  private static void take(Page page, Path file) {
    page.evaluate("Promise.all(document.getAnimations().map(it => it.finished))");
    page.evaluate("scrollTo(0, 0)");
    page.screenshot(new ScreenshotOptions().setPath(file));
  }
}
