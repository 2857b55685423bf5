package io.kith.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.server.api.GalleryRequest;
import io.kith.server.service.LocalKith;
import io.micronaut.context.ApplicationContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code kith serve} where it must not start: it says why in one line, and ends with 1. */
@Timeout(180)
@SuppressWarnings("NullAway.Init") // JUnit sets the fields
final class StartRefusedTest {

  private static final GalleryRequest GLYPHS = GalleryRequest.ofModel("glyphs");

  @TempDir Path home;
  @TempDir Path logs;
  private Path log;

  @BeforeEach
  void newLog() throws IOException {
    log = Files.createFile(logs.resolve("log"));
  }

  private void assertRefused(Path at, String why) throws Exception {
    int exit = ServerProcess.run(at, log, "serve", "--port", "0");

    assertThat(exit).as(Files.readString(log)).isEqualTo(1);
    assertThat(Files.readAllLines(log)).anyMatch(it -> it.matches("kith: .*" + why + ".*"));
    assertThat(Files.readString(log)).doesNotContain("\tat ");
  }

  /* In this process, which saves the start of another. */
  private void makeGallery(GalleryRequest model) {
    try (ApplicationContext kith =
        ApplicationContext.builder()
            .banner(false)
            .deduceEnvironment(false)
            .properties(Map.of("kith.home", home.toString()))
            .start()) {
      kith.getBean(LocalKith.class).putGallery("g", model);
    }
  }

  private void change(String sql) throws Exception {
    try (Connection store =
            DriverManager.getConnection("jdbc:sqlite:" + home.resolve("data/kith.db"));
        Statement statement = store.createStatement()) {
      assertThat(statement.executeUpdate(sql)).isEqualTo(1);
    }
  }

  @Test
  void aHomeThatAnotherProcessHolds() throws Exception {
    try (ServerProcess holder = ServerProcess.start(home)) {
      assertRefused(home, "in use by another process");
      assertThat(holder.send("GET", "/v1/galleries", "").status()).isEqualTo(200);
    }
  }

  @Test
  void aStoreOfANewerRelease() throws Exception {
    makeGallery(Vectors.GALLERY);
    change(
        "INSERT INTO flyway_schema_history (installed_rank, version, description, type, script,"
            + " checksum, installed_by, execution_time, success)"
            + " VALUES (999, '999', 'later', 'SQL', 'V999__later.sql', 1, '', 1, 1)");

    assertRefused(home, "newer release");
  }

  @Test
  void aGalleryWhoseModelIsMissing() throws Exception {
    makeGallery(GLYPHS);
    change("UPDATE gallery SET model_name = 'gone'");

    assertRefused(home, "gallery g: .*gone");
  }

  @Test
  void aGalleryWhoseModelIsAnother() throws Exception {
    makeGallery(GLYPHS);
    change("UPDATE gallery SET model_fingerprint = 'another'");

    assertRefused(home, "gallery g was made with model glyphs, fingerprint another");
  }

  @Test
  void aGalleryWhoseModelIsDamaged() throws Exception {
    makeGallery(GLYPHS);
    Path file = home.resolve("models/glyphs/glyphs.params");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "damaged");

    assertRefused(
        home, "gallery g: model glyphs: %s has SHA-256 .* its card says .*delete".formatted(file));
  }

  @Test
  void aHomeThatCannotBeMade() throws Exception {
    Path file = Files.createFile(home.resolve("file"));

    assertRefused(file.resolve("home"), "cannot be made");
    assertRefused(Path.of("/proc/kith"), "cannot be made");
  }
}
