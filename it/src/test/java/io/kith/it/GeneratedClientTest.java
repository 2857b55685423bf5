package io.kith.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

/**
 * A client that others' tools (openapi-typescript, openapi-fetch) make of the API's document. They
 * are installed once into the build folder.
 */
final class GeneratedClientTest {

  private static final Path FOLDER = Path.of("target", "client");

  @TempDir Path home;

  @Test
  void aGeneratedClientCompilesAndDoesWhatItIsFor() throws Exception {
    install();
    copy("/META-INF/swagger/kith.yml");
    run("npx", "--no-install", "openapi-typescript", "kith.yml", "-o", "kith.ts");
    run(
        "npx --no-install tsc --strict --skipLibCheck --target es2022 --module nodenext client.ts kith.ts"
            .split(" "));

    try (ServerProcess server = ServerProcess.start(home)) {
      assertThat(run("node", "client.js", server.uri().toString()).lines())
          .containsExactly(
              "201",
              "known oak 2",
              "unknown null 2",
              "known oak 2",
              "urn:kith:problem:gallery-not-found",
              "Old oak",
              "elm 3 null,oak 3 null",
              "succeeded true");
    }
  }

  private static void install() throws IOException, InterruptedException {
    Files.createDirectories(FOLDER);
    copy("/client/package.json");
    copy("/client/client.ts");
    if (Files.isDirectory(FOLDER.resolve("node_modules", "typescript"))) {
      return;
    }
    try {
      run("npm", "install", "--ignore-scripts", "--no-audit", "--no-fund");
    } catch (IOException | AssertionError e) {
      String reason = "npm cannot install openapi-typescript here: " + e.getMessage();
      System.out.println("SKIPPED: " + reason);
      throw new TestAbortedException(reason, e);
    }
  }

  private static void copy(String resource) throws IOException {
    try (InputStream in = GeneratedClientTest.class.getResourceAsStream(resource)) {
      Files.copy(
          Objects.requireNonNull(in, resource),
          FOLDER.resolve(Path.of(resource).getFileName()),
          StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Runs a command in the folder and returns what it printed. */
  private static String run(String... command) throws IOException, InterruptedException {
    Path printed = FOLDER.resolve("printed.log");
    int exit =
        new ProcessBuilder(command)
            .directory(FOLDER.toFile())
            .redirectErrorStream(true)
            .redirectOutput(Redirect.to(printed.toFile()))
            .start()
            .waitFor();
    String text = Files.readString(printed);
    assertThat(exit).as("%s: %s", List.of(command), text).isZero();
    return text;
  }
}
