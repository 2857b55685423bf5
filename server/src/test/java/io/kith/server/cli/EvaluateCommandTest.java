package io.kith.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.server.demo.SymbolFolder;
import io.micronaut.serde.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Evaluation from the command line, with the model for drawn symbols. */
@SuppressWarnings("NullAway.Init") // JUnit sets the fields
final class EvaluateCommandTest {

  private static final int SYMBOLS = 8;
  private static final int DRAWERS = 6;

  @TempDir Path home;
  @TempDir Path images;
  @TempDir Path work;

  private Path out;

  @BeforeEach
  void setHome() {
    System.setProperty("kith.home", home.toString());
    SymbolFolder.write(images, SYMBOLS, DRAWERS);
    out = work.resolve("report");
  }

  @AfterEach
  void clearHome() {
    System.clearProperty("kith.home");
  }

  @Test
  void measuresAllProtocolsAndWritesAReport() throws IOException {
    Run run = evaluate("--json");

    assertThat(run.json())
        .containsEntry("protocol", "all")
        .containsEntry("model", "glyphs")
        .containsEntry("seed", 1);
    assertThat(run.figures()).containsKeys("identification", "verification", "fewShot");
    assertThat(String.valueOf(run.figures().get("identification")))
        .contains("samples=1, enrolled=4, splits=10, mated=20, nonMated=24");
    assertThat(String.valueOf(run.json().get("notes")))
        .contains("20 identities of at least 2 images");
    assertThat(out)
        .isDirectoryContaining("glob:**/figures.csv")
        .isDirectoryContaining("glob:**/curves.csv")
        .isDirectoryContaining("glob:**/identification-det.png")
        .isDirectoryContaining("glob:**/verification-roc.png")
        .isDirectoryContaining("glob:**/verification-det.png");
    assertThat(Files.readString(out.resolve("figures.json")).strip()).isEqualTo(run.out.strip());
    assertThat(Files.readString(out.resolve("report.html")))
        .contains("<h2>Identification</h2>", "<h2>Verification</h2>", "<h2>Few-shot</h2>");
  }

  @Test
  void printsATableAProtocolAndSaysWhatNeedsMoreTrials() {
    Run run = evaluate("--protocol", "identification", "--enrol", "1");

    assertThat(run.code).as(run.err).isZero();
    assertThat(run.out)
        .contains("glyphs on", "8 identities, 48 of 48 images embedded")
        .contains("Identification: open-set search 1:N, 10 random splits")
        .contains("needs more trials")
        .contains("FPIR 0.1 % takes 10,000 non-mated searches")
        .doesNotContain("Verification");
  }

  @Test
  void theSameSeedGivesTheSameFiguresAndASecondRunEmbedsNothing() throws IOException {
    Run first = evaluate("--json", "--seed", "7");
    long written = Files.getLastModifiedTime(out.resolve("embeddings.bin")).toMillis();
    Run second = evaluate("--json", "--seed", "7");
    Run other = evaluate("--json", "--seed", "8");

    assertThat(second.out).isEqualTo(first.out);
    assertThat(other.figures()).isNotEqualTo(first.figures());
    assertThat(Files.getLastModifiedTime(out.resolve("embeddings.bin")).toMillis())
        .isEqualTo(written);
  }

  @Test
  void saysWhatIsLeftOutAndWhatIsTakenForTwoIdentities() throws IOException {
    Path within = Files.createDirectories(images.resolve("anchor/holiday"));
    Files.copy(images.resolve("anchor/drawer000.png"), within.resolve("1.png"));
    Files.copy(images.resolve("anchor/drawer000.png"), images.resolve("stray.png"));

    Run run = evaluate("--protocol", "verification");

    assertThat(run.err)
        .contains("anchor/holiday lies in anchor, which holds images too")
        .contains("images beside the folders of classes, which are left out: 1");
  }

  @Test
  void imagesThatCannotBeEmbeddedAreCountedAndLeftOut() throws IOException {
    Path broken = Files.writeString(images.resolve("anchor/broken.png"), "no image");

    Run run = evaluate("--json", "--protocol", "verification");

    assertThat(String.valueOf(run.json().get("data")))
        .contains("images=49", "embedded=48", "file=anchor/broken.png");
    assertThat(run.err).contains("not embedded: anchor/" + broken.getFileName());
    assertThat(Files.readString(out.resolve("report.html")))
        .contains("1 image could not be embedded");
  }

  @Test
  void aPairsFileSaysWhatIsCompared() throws IOException {
    List<String> names = numbered();
    List<String> lines = new ArrayList<>(List.of("2\t2"));
    for (int fold = 0; fold < 2; fold++) {
      String a = names.get(2 * fold);
      String b = names.get(2 * fold + 1);
      lines.add(a + "\t1\t2");
      lines.add(b + "\t3\t4");
      lines.add(a + "\t1\t" + b + "\t1");
      lines.add(a + "\t2\t" + b + "\t3");
    }

    Run run = evaluate("--json", "--protocol", "verification", "--pairs", pairs(lines));

    assertThat(String.valueOf(run.json().get("data"))).contains("images=10");
    assertThat(String.valueOf(run.figures().get("verification")))
        .contains("mated=4, nonMated=4, drawn=false", "accuracy={folds=2");
  }

  @Test
  void aPairsFileThatNamesMissingImagesIsRefusedBeforeAnyIsRead() throws IOException {
    String name = numbered().getFirst();

    assertThat(
            evaluate(
                    "--pairs",
                    pairs(List.of("2 1", name + " 1 99", "x 1 y 2", name + " 1 2", "x 3 y 4")))
                .err)
        .contains("names 5 images that are not there: %s/%s_0099, x/x_0001".formatted(name, name));
    assertThat(evaluate("--pairs", pairs(List.of("2 1", "a 1 2"))).err)
        .contains("says 2 1 at its beginning, which is 4 pairs, and has 1");
    assertThat(evaluate("--pairs", pairs(List.of("2", "a 1 2", "a 1 3", "a 2 3", "a 1 4"))).err)
        .contains("20 or more are needed");
    assertThat(evaluate("--pairs", pairs(List.of("2 1", "a 1 2", "a 1 3", "a 2 3", "a 1 4"))).err)
        .contains("has pairs of one kind only");
    assertThat(evaluate("--pairs", pairs(List.of("2 1", "a 1 2", "a 1", "a 2 3", "a 1 4"))).err)
        .contains("line 3: \"a 1\" is no pair; write: ada 1 2, or: ada 1 grace 3");
    assertThat(evaluate("--pairs", pairs(List.of("hello"))).err)
        .contains("does not begin with the number of folds");
    assertThat(evaluate("--pairs", pairs(List.of("99999999999999999999 3", "a 1 2"))).err)
        .contains("does not begin with the number of folds");
    assertThat(evaluate("--pairs", work.resolve("none.txt").toString()).err)
        .contains("none.txt does not exist");
    assertThat(out).doesNotExist();
  }

  @Test
  void saysWhatToChange() throws IOException {
    assertThat(run("evaluate").code).isEqualTo(2);
    assertThat(
            run("evaluate", "--model", "none", "--data", images.toString(), "--out", out.toString())
                .err)
        .contains("there is no model named none");
    assertThat(run("evaluate", "--data", work.resolve("none").toString()).err)
        .contains("is no folder; name one that holds a folder of images per class");
    assertThat(evaluate("--splits", "1").code).isEqualTo(2);
    assertThat(evaluate("--splits", "1").err)
        .contains("--splits: 1 is not allowed; allowed: 2 or more");
    assertThat(evaluate("--protocol", "guess").err).contains("identification", "few-shot");
    assertThat(
            run("evaluate", "--data", images.toString(), "--out", images.resolve("out").toString())
                .err)
        .contains("so that its plots would be images to evaluate");
  }

  @Test
  void oneIdentityOrNoReadableImageIsRefused() throws IOException {
    Path data = work.resolve("data");
    Files.createDirectories(data.resolve("a"));
    Files.createDirectories(data.resolve("b"));
    Files.writeString(data.resolve("a/1.png"), "no image");

    assertThat(on(data).err).contains("holds images of 1 identity; two or more are needed");
    Files.writeString(data.resolve("b/1.png"), "no image");
    assertThat(on(data).err).contains("none of the 2 images in").contains("a/1.png");
  }

  @Test
  void imagesThatAllowNoFigureAreRefused() throws IOException {
    Path data = work.resolve("data");
    for (String name : List.of("anchor", "fork")) {
      Path own = Files.createDirectories(data.resolve(name));
      Files.copy(images.resolve(name).resolve("drawer000.png"), own.resolve("1.png"));
    }
    assertThat(on(data).err)
        .contains("nothing could be measured")
        .contains("Verification takes two identities or more, one of them with two images");
  }

  private Run on(Path data) {
    return run("evaluate", "--model", "glyphs", "--data", data.toString(), "--out", out.toString());
  }

  /* Gives the images the names that pairs files expect; returns those of the symbols. */
  private List<String> numbered() throws IOException {
    List<String> names = new ArrayList<>();
    try (Stream<Path> folders = Files.list(images)) {
      for (Path folder : folders.sorted().toList()) {
        String name = folder.getFileName().toString();
        names.add(name);
        for (int i = 0; i < DRAWERS; i++) {
          Files.move(
              folder.resolve("drawer%03d.png".formatted(i)),
              folder.resolve("%s_%04d.png".formatted(name, i + 1)));
        }
      }
    }
    return names;
  }

  private String pairs(List<String> lines) throws IOException {
    return Files.write(work.resolve("pairs.txt"), lines).toString();
  }

  private Run evaluate(String... options) {
    List<String> all = new ArrayList<>(List.of("evaluate", "--model", "glyphs"));
    all.addAll(List.of("--data", images.toString(), "--out", out.toString()));
    all.addAll(List.of(options));
    return run(all.toArray(String[]::new));
  }

  /** What a command printed, and its exit code. */
  private record Run(int code, String out, String err) {

    @SuppressWarnings("unchecked") // JSON objects have text keys
    Map<String, Object> json() throws IOException {
      assertThat(code).as(err).isZero();
      return Objects.requireNonNull(ObjectMapper.getDefault().readValue(out, Map.class));
    }

    @SuppressWarnings("unchecked") // likewise
    Map<String, Object> figures() throws IOException {
      return Objects.requireNonNull((Map<String, Object>) json().get("figures"));
    }
  }

  private static Run run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine command =
        Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    int code = command.execute(arguments);
    command.getOut().flush();
    command.getErr().flush();
    return new Run(code, out.toString(), err.toString());
  }
}
