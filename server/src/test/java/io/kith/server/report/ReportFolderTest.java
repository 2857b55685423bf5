package io.kith.server.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.serde.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of an evaluation. */
final class ReportFolderTest {

  @TempDir Path folder;

  @Test
  void noPlotOfAFormerEvaluationIsLeft() throws Exception {
    ReportFolder report = new ReportFolder(folder, ObjectMapper.getDefault());
    Path own = Files.writeString(folder.resolve("own.png"), "");
    Evaluation all = HtmlReportTest.evaluation("mine", 60, 6);
    assertThat(report.write(all)).isTrue();
    assertThat(folder).isDirectoryContaining("glob:**/verification-roc.png");

    report.write(
        new Evaluation(
            "few-shot",
            all.model(),
            all.fingerprint(),
            all.command(),
            all.seed(),
            all.data(),
            new Evaluation.Figures(List.of(), null, all.figures().fewShot()),
            List.of()));

    try (var files = Files.newDirectoryStream(folder, "*.png")) {
      assertThat(files).containsExactly(own);
    }
  }
}
