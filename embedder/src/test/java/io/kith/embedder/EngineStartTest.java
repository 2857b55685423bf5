package io.kith.embedder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.kith.config.EmbedderSettings;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * In a process without the native library of PyTorch, as on a system that it is not packaged for.
 */
class EngineStartTest {

  @TempDir private Path folder;

  @Test
  void anEngineThatDoesNotStartIsTold() throws IOException {
    String all = System.getProperty("java.class.path");
    String without =
        Arrays.stream(all.split(File.pathSeparator, -1))
            .filter(entry -> !entry.contains("pytorch-native"))
            .collect(Collectors.joining(File.pathSeparator));
    assumeThat(without).isNotEqualTo(all);

    ProcessBuilder child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dai.djl.offline=true",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                without,
                EngineStartTest.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    child.environment().put("DJL_CACHE_DIR", folder.resolve("cache").toString());
    try (BufferedReader output = child.start().inputReader()) {
      assertThat(output.readLine())
          .startsWith("ENGINE_FAILED: engine PyTorch does not start here: ");
    }
  }

  /** Opens a model of engine PyTorch, and prints why that fails. */
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    byte[] script = TinyTorchScript.flat();
    TinyModel.put(folder, script);
    Files.writeString(
        folder.resolve(TinyModel.NAME).resolve("card.yml"),
        TinyModel.yaml(script, "").replace("OnnxRuntime", "PyTorch"));
    try {
      new Models(folder, new EmbedderSettings(1), StageListener.NONE).open(TinyModel.NAME).close();
    } catch (ModelException e) {
      System.out.println(e.problem() + ": " + e.getMessage());
    }
  }
}
