package io.kith.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.server.api.IdentifyAnswer.Result;
import io.kith.server.api.IdentifyAnswer.SearchView;
import io.kith.server.demo.Probe;
import java.awt.image.BufferedImage;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What a demo tells, on a home of its own. */
final class DemoReportTest {

  private static final List<Probe> PROBES =
      List.of(probe("eye", "eye", 0.81), probe("key", null, 0.42), probe("unknown", null, 0.1));

  @TempDir Path home;

  @Command(name = "report")
  private static final class Report implements Runnable {

    @Mixin private final Output output = new Output();
    private final Path sheet;

    Report(Path sheet) {
      this.sheet = sheet;
    }

    @Override
    public void run() {
      try (Session session = Session.open()) {
        DemoReport.show(PROBES, session, output, sheet);
      }
    }
  }

  @BeforeEach
  void setHome() {
    System.setProperty("kith.home", home.toString());
  }

  @AfterEach
  void clearHome() {
    System.clearProperty("kith.home");
  }

  @Test
  void aTableTellsEachProbesOutcomeAndHowManyAreRight() {
    assertThat(run())
        .containsPattern("eye, drawn +eye +eye +0.810 +right")
        .containsPattern("key, drawn +key +unknown +0.420 +missed")
        .contains("2 of 3 right.");
  }

  @Test
  void thePictureIsWrittenWhereTheTextSays() {
    assertThat(run()).contains(sheet().toString());
    assertThat(sheet()).isNotEmptyFile();
  }

  @Test
  void jsonIsOneDocumentOfProbesAndCounts() {
    assertThat(run("--json"))
        .isEqualToIgnoringNewLines(
            """
            {"probes":[{"truth":"eye","decision":"known","identity":"eye","cosine":0.81},\
            {"truth":"key","decision":"unknown","identity":null,"cosine":0.42},\
            {"truth":"unknown","decision":"unknown","identity":null,"cosine":0.1}],\
            "correct":2,"total":3}
            """);
  }

  @Test
  void theDemoOnFacesKeepsItsOptionAndTheOtherHasNone() {
    assertThat(usage("demo", "faces")).contains("--photographs");
    assertThat(usage("demo")).contains("faces").doesNotContain("--photographs");
  }

  private Path sheet() {
    return home.resolve("sheet.png");
  }

  private String run(String... arguments) {
    StringWriter out = new StringWriter();
    int code = new CommandLine(new Report(sheet())).setOut(new PrintWriter(out)).execute(arguments);
    assertThat(code).isZero();
    return out.toString();
  }

  private static String usage(String... command) {
    CommandLine line = Main.commandLine();
    for (String name : command) {
      line = Objects.requireNonNull(line.getSubcommands().get(name));
    }
    return line.getUsageMessage();
  }

  private static Probe probe(String truth, @Nullable String identity, double cosine) {
    Result result =
        new Result(
            null,
            identity == null ? "unknown" : "known",
            identity,
            identity,
            cosine,
            0.5,
            "gallery",
            null,
            null,
            null,
            List.of(),
            new SearchView("scan", true, 1, 1));
    BufferedImage image = new BufferedImage(20, 30, BufferedImage.TYPE_BYTE_GRAY);
    return new Probe(image, truth, "drawn", truth, result, null);
  }
}
