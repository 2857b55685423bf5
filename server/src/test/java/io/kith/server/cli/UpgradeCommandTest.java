package io.kith.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.server.demo.OtherGlyphs;
import io.kith.server.demo.SymbolFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Moving a gallery to another model from the command line. */
@SuppressWarnings("NullAway.Init") // JUnit sets the fields
final class UpgradeCommandTest {

  @TempDir Path home;
  @TempDir Path images;

  @BeforeEach
  void enrol() throws IOException {
    System.setProperty("kith.home", home.toString());
    SymbolFolder.write(images, 24, 2);
    OtherGlyphs.install(home);
    Run enrolled = run("enrol", "--gallery", "g", "--model", "glyphs", images.toString());
    assertThat(enrolled.code).as(enrolled.err).isZero();
  }

  @AfterEach
  void clearHome() {
    System.clearProperty("kith.home");
  }

  @Test
  void imagesThatAreNotKeptAreFoundInAFolder() throws IOException {
    Run refused = run("rebuild", "--gallery", "g", "--model", "other-glyphs");
    assertThat(refused.code).isOne();
    assertThat(refused.err)
        .contains("its image is not kept")
        .contains("nothing was changed")
        .contains("--images DIR");
    assertThat(model()).contains("glyphs");
    Path elsewhere = Files.createDirectories(home.resolve("renamed"));
    Files.move(images.resolve("anchor"), elsewhere.resolve("other name"));
    Files.move(elsewhere, images.resolve("renamed"));

    Run moved =
        run("rebuild", "--gallery", "g", "--model", "other-glyphs", "--images", images.toString());

    assertThat(moved.code).as(moved.err).isZero();
    assertThat(moved.out)
        .contains("carried")
        .contains("48 of 48 templates carried over from glyphs to other-glyphs")
        .containsPattern("FPIR +threshold glyphs +FNIR +threshold other-glyphs +FNIR");
    assertThat(model()).contains("other-glyphs");
    Run identified =
        run(
            "identify",
            "--gallery",
            "g",
            images.resolve("renamed/other name/drawer000.png").toString());
    assertThat(identified.out).contains("anchor");

    Run back = run("rebuild", "--gallery", "g", "--rollback");
    assertThat(back.code).as(back.err).isZero();
    assertThat(model()).contains("glyphs");
  }

  private String model() {
    return run("galleries", "show", "g").out;
  }

  @Test
  void enrollingAgainKeepsTheImagesAndThenItMoves() {
    assertThat(run("enrol", "--gallery", "g", "--keep-images", images.toString()).out)
        .contains("48 skipped");
    assertThat(model()).contains("kept");

    Run moved = run("rebuild", "--gallery", "g", "--model", "other-glyphs");

    assertThat(moved.code).as(moved.err).isZero();
    assertThat(model()).contains("other-glyphs");
  }

  @Test
  void leavesBehindWithConsent() {
    Run moved = run("rebuild", "--gallery", "g", "--model", "other-glyphs", "--leave-behind");

    assertThat(moved.code).as(moved.err).isZero();
    assertThat(moved.out).contains("of 24 identities not carried over at all: 24");
    assertThat(run("rebuild", "--gallery", "g", "--rollback").code).isZero();
    assertThat(model()).contains("glyphs").contains("48");
  }

  @Test
  void aDryRunComparesOnly() {
    Run compared =
        run(
            "rebuild",
            "--gallery",
            "g",
            "--model",
            "other-glyphs",
            "--images",
            images.toString(),
            "--dry-run");

    assertThat(compared.code).as(compared.err).isZero();
    assertThat(compared.out).contains("errors").contains("FNIR");
    assertThat(compared.err).contains("nothing was changed");
    assertThat(model()).contains("glyphs").doesNotContain("other-glyphs");
  }

  @Test
  void saysWhatIsWrong() {
    assertThat(run("rebuild", "--gallery", "g", "--images", images.toString()).err)
        .contains("--images is for --model");
    assertThat(run("rebuild", "--gallery", "g", "--dry-run").err)
        .contains("--dry-run is for --model");
    assertThat(run("rebuild", "--gallery", "g", "--accept-worse").err)
        .contains("--accept-worse is for --model");
    assertThat(run("rebuild", "--gallery", "g", "--model", "none").err)
        .contains("there is no model named none");
    assertThat(run("rebuild", "--gallery", "g", "--model", "glyphs").err)
        .contains("has model glyphs already");
    assertThat(run("rebuild", "--gallery", "g", "--model", "other-glyphs", "--images", "/none").err)
        .contains("is not a folder");
    assertThat(run("rebuild", "--gallery", "g", "--rollback", "--model", "other-glyphs").err)
        .contains("leave --model out");
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
