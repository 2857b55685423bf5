package io.kith.embedder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kith.config.EmbedderSettings;
import io.kith.config.ModelCard;
import io.kith.embedder.ModelException.Problem;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelsTest {

  private static final Npm NO_NPM = new Npm("kith-test-no-such-program", Duration.ofSeconds(5));

  private final byte[] network = TinyOnnx.reshape(1, -1);
  private final List<String> progress = new ArrayList<>();

  @TempDir private Path temporary;
  private Path folder;
  private Models models;

  @BeforeEach
  void createModels() {
    folder = temporary.resolve("models");
    models = models(NO_NPM);
  }

  @Test
  void shipsTheFacesModelNotInstalled() {
    assertThat(models.cards()).extracting(ModelCard::name).containsExactly("faces", "glyphs");
    assertThat(models.card("faces").dimension()).isEqualTo(512);
    assertThat(models.installed("faces")).isFalse();
    assertThat(folder).doesNotExist();
  }

  @Test
  void shipsTheGlyphsModelWithItsFiles() {
    List<String> told = new ArrayList<>();

    assertThat(models.installed("glyphs")).isTrue();
    models.install("glyphs", Optional.empty(), told::add);
    assertThat(told).containsExactly("glyphs is there already; nothing is to be fetched");
    try (Embedder embedder = models.open("glyphs")) {
      DecodedImage blank = new DecodedImage(new byte[3 * 64 * 40], 64, 40);
      assertThat(embedder.embed(blank).getFirst().embedding().vector()).hasSize(512);
    }
    assertThat(folder).doesNotExist();
  }

  @Test
  void openingAModelThatIsNotInstalledSaysHowToInstallIt() {
    assertRefused(
        () -> models.open("faces"),
        Problem.NOT_INSTALLED,
        "model faces is not installed; run: kith models install faces");
  }

  @Test
  void anUnknownNameIsRefused() {
    assertRefused(() -> models.open("nobody"), Problem.UNKNOWN, "nobody", "kith models list");
    assertRefused(() -> models.card("../faces"), Problem.UNKNOWN, "../faces");
    assertRefused(() -> models.installed(""), Problem.UNKNOWN);
  }

  @Test
  void anOperatorsOwnModelIsListedAndOpened() throws IOException {
    TinyModel.put(folder, network);

    assertThat(models.cards())
        .extracting(ModelCard::name)
        .containsExactly("faces", "glyphs", "tiny");
    assertThat(models.installed("tiny")).isTrue();
    try (Embedder embedder = models.open("tiny")) {
      assertThat(embedder.card().name()).isEqualTo("tiny");
      assertThat(embedder.dimension()).isEqualTo(192);
      assertThat(embedder.fingerprint()).matches("[0-9a-f]{64}");
    }
  }

  @Test
  void aCardThatCannotBeReadIsRefusedWithItsFile() throws IOException {
    TinyModel.put(folder, network);
    Path card = folder.resolve("tiny").resolve("card.yml");
    Files.writeString(card, "name: [");
    assertRefused(() -> models.card("tiny"), Problem.BAD_CARD, card.toString());

    Files.writeString(card, TinyModel.yaml(network, "").replace("name: tiny\n", "name: other\n"));
    assertRefused(() -> models.card("tiny"), Problem.BAD_CARD, "other", "tiny");

    Files.writeString(card, TinyModel.yaml(network, "").replace("embedding:", "# "));
    assertRefused(() -> models.card("tiny"), Problem.BAD_CARD, card + ": embedding is missing");

    Files.writeString(card, TinyModel.yaml(network, "").replace("dimension: 192\n", ""));
    assertRefused(() -> models.card("tiny"), Problem.BAD_CARD, card + ": dimension is missing");

    Files.writeString(card, TinyModel.yaml(network, "").replace("width: 8", "width: wide"));
    assertRefused(() -> models.card("tiny"), Problem.BAD_CARD, "embedding.width: wide is not");

    Files.writeString(card, TinyModel.yaml(network, "").replace("summary", "sumary"));
    assertRefused(() -> models.card("tiny"), Problem.BAD_CARD, "sumary is no field of a card");
  }

  @Test
  void aCardThatCannotBeReadLeavesTheOtherModels() throws IOException {
    TinyModel.put(folder, network);
    Files.writeString(
        Files.createDirectory(folder.resolve("broken")).resolve("card.yml"), "name: [");

    assertThat(models.cards())
        .extracting(ModelCard::name)
        .containsExactly("faces", "glyphs", "tiny");
    assertThat(models.installed("tiny")).isTrue();
  }

  @Test
  void aCardThatDiffersFromItsNetworkIsRefusedWithBothValues() throws IOException {
    TinyModel.put(folder, network);
    Path card = folder.resolve("tiny").resolve("card.yml");
    Files.writeString(
        card, TinyModel.yaml(network, "").replace("dimension: 192", "dimension: 128"));
    assertRefused(() -> models.open("tiny"), Problem.BAD_CARD, "dimension: 128", "gives: 192");

    Files.writeString(card, TinyModel.yaml(network, "").replace("file: tiny", "file: other"));
    assertRefused(() -> models.open("tiny"), Problem.BAD_CARD, "other.onnx");
  }

  @Test
  void aFileThatDiffersFromItsHashIsNotOpened() throws IOException {
    TinyModel.put(folder, network);
    byte[] other = TinyOnnx.reshape(1, 192);
    Files.write(folder.resolve("tiny").resolve("tiny.onnx"), other);

    assertRefused(
        () -> models.open("tiny"),
        Problem.WRONG_HASH,
        "tiny.onnx",
        Sha256.hex(network),
        Sha256.hex(other));
  }

  @Test
  void aBrokenNetworkIsRefusedByEachEngine() throws IOException {
    byte[] broken = "no network at all".getBytes(StandardCharsets.UTF_8);
    TinyModel.put(folder, broken);
    assertRefused(() -> models.open("tiny"), Problem.ENGINE_FAILED, "tiny.onnx");

    Path card = folder.resolve("tiny").resolve("card.yml");
    Files.writeString(card, TinyModel.yaml(broken, "").replace("OnnxRuntime", "PyTorch"));
    assertRefused(() -> models.open("tiny"), Problem.ENGINE_FAILED, "tiny.onnx", "PYTORCH");
  }

  @Test
  void installsFromATarball() throws IOException {
    Path tarball = tarball(network);
    putCardOf(tarball);
    assertThat(models.installed("tiny")).isFalse();

    models.install("tiny", Optional.of(tarball), progress::add);

    assertThat(models.installed("tiny")).isTrue();
    assertThat(progress).last().asString().contains("installed tiny");
    models.open("tiny").close();
    assertNothingLeftBeside();
    assertThat(temporary.resolve("evil")).doesNotExist();
  }

  @Test
  void installingAgainMendsADamagedFile() throws IOException {
    Path tarball = tarball(network);
    putCardOf(tarball);
    models.install("tiny", Optional.of(tarball), progress::add);
    Files.write(folder.resolve("tiny").resolve("tiny.onnx"), new byte[] {1});

    models.install("tiny", Optional.of(tarball), progress::add);

    assertThatCode(() -> models.open("tiny").close()).doesNotThrowAnyException();
  }

  @Test
  void installationsAtTheSameTimeAllSucceed() throws Exception {
    Path tarball = tarball(network);
    putCardOf(tarball);
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < 32; i++) {
        running.add(
            threads.submit(() -> models(NO_NPM).install("tiny", Optional.of(tarball), line -> {})));
      }
      for (Future<?> installation : running) {
        installation.get();
      }
    }

    models.open("tiny").close();
    assertNothingLeftBeside();
  }

  @Test
  void aTarballOfAnotherHashIsRefusedWithBothHashes() throws IOException {
    Path tarball = tarball(network);
    putCardOf(tarball);
    String expected = Sha256.hex(tarball);
    Files.write(tarball, new byte[] {1, 2, 3});

    assertRefused(
        () -> models.install("tiny", Optional.of(tarball), progress::add),
        Problem.WRONG_HASH,
        tarball.toString(),
        expected,
        Sha256.hex(tarball));
    assertThat(models.installed("tiny")).isFalse();
    assertNothingLeftBeside();
  }

  @Test
  void aFileOfAnotherHashInsideTheTarballIsRefused() throws IOException {
    Path tarball = tarball(TinyOnnx.reshape(1, 192));
    putCardOf(tarball);

    assertRefused(
        () -> models.install("tiny", Optional.of(tarball), progress::add),
        Problem.WRONG_HASH,
        "package/model/tiny.onnx",
        Sha256.hex(network));
    assertThat(models.installed("tiny")).isFalse();
    assertNothingLeftBeside();
  }

  @Test
  void aTarballThatIsNotThereIsRefused() throws IOException {
    putCardOf(tarball(network));
    Path missing = temporary.resolve("missing.tgz");

    assertRefused(
        () -> models.install("tiny", Optional.of(missing), progress::add),
        Problem.INSTALL_FAILED,
        missing.toString());
  }

  @Test
  void withoutNpmTheMessageSaysWhatToRunElsewhere() throws IOException {
    assertRefused(
        () -> models.install("faces", Optional.empty(), progress::add),
        Problem.INSTALL_FAILED,
        "npm was not found",
        "`npm pack faceplugin-face-recognition-js@0.0.1`",
        "`kith models install faces --from FILE`");
    assertNothingLeftBeside();
  }

  @Test
  void whenNpmFailsOrHangsTheMessageSaysWhatToRunElsewhere() throws IOException {
    assertRefused(
        () ->
            models(script("echo no route; exit 7"))
                .install("faces", Optional.empty(), progress::add),
        Problem.INSTALL_FAILED,
        "exit code 7",
        "no route",
        "--from FILE");
    assertRefused(
        () -> models(script("sleep 60")).install("faces", Optional.empty(), progress::add),
        Problem.INSTALL_FAILED,
        "within PT1S",
        "--from FILE");
    assertNothingLeftBeside();
  }

  @Test
  void takesTheTarballThatNpmPacks() throws IOException {
    Path tarball = tarball(network);
    putCardOf(tarball);

    // Called as: npm pack NAME@VERSION --ignore-scripts --pack-destination FOLDER
    Npm npm = script("test \"$2\" = tiny-package@1.2.3 && cp '%s' \"$5\"".formatted(tarball));
    models(npm).install("tiny", Optional.empty(), progress::add);

    assertThat(models.installed("tiny")).isTrue();
    assertThat(progress).first().asString().contains("tiny-package@1.2.3");
  }

  @Test
  void aFolderThatCannotBeWrittenIsRefused() throws IOException {
    Path tarball = tarball(network);
    putCardOf(tarball);
    Path file = Files.createFile(temporary.resolve("a-file"));
    Models elsewhere =
        new Models(file.resolve("models"), new EmbedderSettings(1), StageListener.NONE, NO_NPM);

    assertRefused(
        () -> elsewhere.install("faces", Optional.of(tarball), progress::add),
        Problem.INSTALL_FAILED,
        "cannot be written",
        file.toString());
  }

  private Models models(Npm npm) {
    return new Models(folder, new EmbedderSettings(1), StageListener.NONE, npm);
  }

  /** A shell script in the place of npm, given one second. */
  private Npm script(String body) throws IOException {
    Path script = Files.writeString(temporary.resolve("npm.sh"), "#!/bin/sh\n" + body + "\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();
    return new Npm(script.toString(), Duration.ofSeconds(1));
  }

  /** Puts the tiny model's card, without its files, with the tarball as its source. */
  private void putCardOf(Path tarball) throws IOException {
    Path own = Files.createDirectories(folder.resolve("tiny"));
    String source =
        "source: {npm: tiny-package, version: 1.2.3, sha256: %s}".formatted(Sha256.hex(tarball));
    Files.writeString(own.resolve("card.yml"), TinyModel.yaml(network, source));
  }

  /** A package as npm packs it, with entries beside the wanted one that would write elsewhere. */
  private Path tarball(byte[] content) throws IOException {
    Path tarball = temporary.resolve("tiny-package-1.2.3.tgz");
    try (OutputStream file = Files.newOutputStream(tarball);
        TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(file))) {
      put(tar, "../../evil", new byte[] {1});
      put(tar, "package/model/tiny.onnx", content);
      put(tar, "package/model/other.onnx", new byte[] {2});
    }
    return tarball;
  }

  private static void put(TarArchiveOutputStream tar, String name, byte[] content)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name, true);
    entry.setSize(content.length);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }

  private void assertNothingLeftBeside() throws IOException {
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left.map(path -> path.getFileName().toString()))
          .allMatch(name -> name.equals("tiny"));
    }
  }

  private static void assertRefused(ThrowingCallable call, Problem problem, String... parts) {
    ModelException refusal = catchThrowableOfType(ModelException.class, call);
    assertThat(refusal).isNotNull();
    assertThat(refusal.problem()).as(refusal.getMessage()).isEqualTo(problem);
    for (String part : parts) {
      assertThat(refusal).hasMessageContaining(part);
    }
  }
}
