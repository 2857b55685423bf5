package io.kith.server.http;

import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.swagger.v3.oas.annotations.Hidden;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The console's page at the root; the files that it loads are served under {@code /console}. */
@Hidden
@Controller
class ConsoleController {

  private static final String RESOURCE = "/console/index.html";

  private final String page = read();

  /** The console. */
  @Get(produces = MediaType.TEXT_HTML)
  String page() {
    return page;
  }

  private static String read() {
    try (InputStream in = ConsoleController.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("missing resource " + RESOURCE);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(RESOURCE, e);
    }
  }
}
