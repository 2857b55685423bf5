package io.kith.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.server.demo.SymbolFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Training from the command line. */
@SuppressWarnings("NullAway.Init") // JUnit sets the fields
final class TrainCommandTest {

  @TempDir Path home;
  @TempDir Path images;

  @BeforeEach
  void setHome() {
    System.setProperty("kith.home", home.toString());
    SymbolFolder.write(images, 10, 8);
  }

  @AfterEach
  void clearHome() {
    System.clearProperty("kith.home");
  }

  @Test
  void aTrainedModelEnrolsAndIdentifies() {
    Run trained = train("--out", "mine", "--json");

    assertThat(trained.code).as(trained.err).isZero();
    assertThat(trained.out).contains("\"model\":\"mine\"").contains("\"epochs\":2");
    assertThat(run("models", "show", "mine").out).contains("dimension   16");
    assertThat(run("enrol", "--gallery", "g", "--model", "mine", images.toString()).code).isZero();
    String drawing = images.resolve("anchor/drawer000.png").toString();
    assertThat(run("identify", "--gallery", "g", drawing).out).contains(" anchor ");
    Run elsewhere = run("identify", "--gallery", "g", "--filter", "site=elsewhere", drawing);
    assertThat(elsewhere.out).contains("unknown").doesNotContain(" anchor ");
    assertThat(home.resolve("models/mine/run/curves.png")).exists();
  }

  @Test
  void trainsWithTheCombinedMargin() {
    Run trained =
        train("--out", "mine", "--head", "combined", "--margin", "1,0.2,0.1", "--learned-scale");

    assertThat(trained.code).as(trained.err).isZero();
    assertThat(trained.err).containsPattern("the scale learned is [0-9]+\\.[0-9]{2}\\R");
    assertThat(home.resolve("models/mine/run/plan.txt"))
        .content()
        .contains("Margin[factor=1.0,\n  angle=0.2,\n  cosine=0.1]");
  }

  @Test
  void aModelThatAGalleryIsMadeWithIsNotReplaced() throws IOException {
    assertThat(train("--out", "mine").code).isZero();
    assertThat(run("enrol", "--gallery", "g", "--model", "mine", images.toString()).code).isZero();
    String card = Files.readString(home.resolve("models/mine/card.yml"));
    assertThat(train("--out", "mine").code).isZero();

    Files.delete(home.resolve("models/mine/run/state.bin"));
    Run refused = train("--out", "mine");

    assertThat(refused.code).isNotZero();
    assertThat(refused.err)
        .contains("--out: model mine is that of galleries: g; training would put another in its");
    assertThat(home.resolve("models/mine/card.yml")).hasContent(card);
    assertThat(home.resolve("models/mine/run/state.bin")).doesNotExist();
    assertThat(run("galleries", "delete", "g").code).isZero();
    assertThat(train("--out", "mine").code).isZero();
  }

  @Test
  void drawingsAreNotMirrored() {
    Run trained =
        run(
            "train",
            images.toString(),
            "--out",
            "mine",
            "--frame",
            "drawing",
            "--epochs",
            "1",
            "--batch",
            "16",
            "--dimension",
            "16",
            "--side",
            "16");

    assertThat(trained.code).as(trained.err).isZero();
    assertThat(home.resolve("models/mine/run/plan.txt"))
        .content()
        .contains("mirror=false")
        .contains("colour=GREY");
  }

  @Test
  void trainsOnFromAModelAndSaysWhetherItHelped() {
    Run trained =
        run(
            "train",
            images.toString(),
            "--out",
            "mine",
            "--from",
            "glyphs",
            "--epochs",
            "1",
            "--batch",
            "16");

    assertThat(trained.code).as(trained.err).isZero();
    assertThat(trained.out)
        .containsPattern("on the classes held out +glyphs +mine")
        .containsPattern("4-way 1-shot +[0-9.]+ % +[0-9.]+ %")
        .containsPattern("DIR at FPIR 1 % +needs more trials +needs more trials")
        .contains("10 % 100; there are 16")
        .contains("too few to say whether training on helped");
    assertThat(home.resolve("models/mine/run/plan.txt")).content().contains("mirror=false");
    assertThat(run("models", "show", "mine").out).contains("glyphs, trained on by kith train");
    assertThat(run("enrol", "--gallery", "g", "--model", "mine", images.toString()).code).isZero();
  }

  @Test
  void saysWhenAPictureCannotBeDrawn() {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    new CommandLine(new Drawn(home))
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute();

    assertThat(out.toString()).contains("The same as a picture: ").contains("good.png");
    assertThat(out.toString()).doesNotContain("bad.png");
    assertThat(err.toString())
        .contains("kith: no picture was drawn (are fonts installed?): java.lang.InternalError");
  }

  /** Draws one picture, and one as on a machine without fonts. */
  @Command(name = "drawn")
  private static final class Drawn implements Runnable {

    @Mixin private final Output output = new Output();
    private final Path folder;

    Drawn(Path folder) {
      this.folder = folder;
    }

    @Override
    public void run() {
      assertThat(new Picture(folder.resolve("good.png")).draw(_ -> {}, output)).isTrue();
      Picture bad = new Picture(folder.resolve("bad.png"));
      assertThat(
              bad.draw(
                  _ -> {
                    throw new InternalError("no fonts");
                  },
                  output))
          .isFalse();
    }
  }

  @Test
  void saysWhatToChange() {
    Run nameless = run("train", images.toString());
    assertThat(nameless.err).contains("kith train DIR --out NAME");
    assertThat(nameless.code).isEqualTo(2);
    assertThat(train("--out", "faces").err).contains("comes with Kith; choose another name");
    assertThat(train("--out", "My Model").err).contains("lower-case letters");
    assertThat(train("--out", "m", "--head", "arcface", "--margin", "28.6").err)
        .contains("margin angle: 28.6 is not allowed; allowed: 0 to pi / 2 radians");
    assertThat(train("--out", "m", "--head", "softmax", "--margin", "0.2").err)
        .contains("head softmax has no margin; leave it out; given: [0.2]");
    assertThat(train("--out", "m", "--head", "combined", "--margin", "0.3").err)
        .contains(
            "head combined has a factor, radians and a cosine for its margin, such as [1.0, ");
    assertThat(train("--out", "m", "--from", "glyphs").err)
        .contains("--from takes the network and its input from the model; leave --width out");
    assertThat(run("train", images.toString(), "--out", "m", "--from", "none").err)
        .contains("there is no model named none");
    assertThat(run("train", images.toString(), "--out", "m", "--from", "faces").err)
        .contains("model faces is not installed; run: kith models install faces");
    assertThat(train("--out", "m", "--sides", "3").err)
        .contains("sides: 3 is not allowed; allowed: 1, 4 or 8");
    assertThat(train("--out", "m", "--views", "2").err)
        .contains("backbone.views: 2 is not allowed; allowed: 1 or 4");
    assertThat(
            run("train", images.toString(), "--out", "m", "--dimension", "2048", "--views", "4")
                .err)
        .contains("backbone.dimension: 2048 is not allowed; allowed: 2 to 1024 with views: 4");
    assertThat(run("train", images.toString(), "--out", "m", "--sides", "8").err)
        .contains("sides: 8 takes a mirrored class for another one");
    assertThat(run("train", images.toString(), "--out", "m", "--width", "24").err)
        .contains("backbone.width: 24 is not allowed; allowed: multiples of 16 up to 256");
    assertThat(run("train", home.resolve("none").toString(), "--out", "m").err)
        .contains("is no folder; name one that holds a folder of images per class");
    assertThat(Files.exists(home.resolve("models/m"))).isFalse();
  }

  @Test
  void comparesHeads() {
    Run compared = compare("--heads", "normface,cosface", "--seeds", "2");

    assertThat(compared.code).as(compared.err).isZero();
    assertThat(compared.out.lines()).hasSizeGreaterThanOrEqualTo(3);
    assertThat(compared.out).contains("normface").contains("cosface").contains(" +- ");
    assertThat(compared.out).contains("4-way 1-shot %").contains("needs more trials");
  }

  @Test
  void aComparisonThatCanMeasureNothingIsRefusedBeforeAHeadIsTrained() {
    assertThat(compare("--seeds", "0").err)
        .isEqualToIgnoringNewLines("kith: --seeds: 0 is not allowed; allowed: 1 or more");
    assertThat(compare("--validation", "0").err)
        .isEqualToIgnoringNewLines(
            "kith: --validation: 0 leaves nothing to measure; hold out some classes");
    assertThat(run("train", "toy", "--seeds", "0").err)
        .isEqualToIgnoringNewLines("kith: --seeds: 0 is not allowed; allowed: 1 or more");
  }

  private Run compare(String... options) {
    return run(tiny(List.of("train", "compare", images.toString()), List.of(options)));
  }

  private Run train(String... options) {
    return run(tiny(List.of("train", images.toString()), List.of(options)));
  }

  private static String[] tiny(List<String> command, List<String> options) {
    List<String> all = new ArrayList<>(command);
    all.addAll(options);
    all.addAll(List.of("--images", "drawn", "--epochs", "2", "--batch", "16"));
    all.addAll(List.of("--width", "16", "--dimension", "16", "--side", "16"));
    return all.toArray(String[]::new);
  }

  private record Run(int code, String out, String err) {}

  private static Run run(String... arguments) {
    CommandLine commandLine = Main.commandLine();
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    commandLine.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    int code = commandLine.execute(arguments);
    return new Run(code, out.toString(), err.toString());
  }
}
