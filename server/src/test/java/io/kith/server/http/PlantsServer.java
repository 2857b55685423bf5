package io.kith.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.io.file.PathUtils;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** One server for all tests of a class, with an empty gallery {@code plants} before each. */
final class PlantsServer implements BeforeEachCallback, AfterAllCallback {

  /** Path of the gallery. */
  static final String GALLERY = "/v1/galleries/plants";

  private final Path home;
  private final TestServer server;
  private final String gallery;

  /**
   * Starts it.
   *
   * @param gallery JSON that the gallery is made with
   */
  PlantsServer(String gallery) {
    this.gallery = gallery;
    try {
      home = Files.createTempDirectory("kith-plants-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server = new TestServer(home);
  }

  TestServer server() {
    return server;
  }

  @Override
  public void beforeEach(ExtensionContext test) {
    server.send("DELETE", GALLERY);
    assertThat(server.send("PUT", GALLERY, gallery).status()).isEqualTo(201);
  }

  @Override
  public void afterAll(ExtensionContext tests) throws IOException {
    server.close();
    PathUtils.deleteDirectory(home);
  }
}
