package io.kith.server.report;

import io.micronaut.serde.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SequencedMap;

/**
 * The files of an evaluation: {@code report.html}, which needs no other file, {@code figures.json},
 * {@code figures.csv}, {@code curves.csv} and a PNG per plot. Files of a former evaluation are
 * replaced or removed.
 */
public final class ReportFolder {

  private static final List<String> PLOTS =
      List.of(
          "identification-cosines",
          "identification-det",
          "identification-cmc",
          "identification-growth",
          "verification-cosines",
          "verification-roc",
          "verification-det");

  private final Path folder;
  private final ObjectMapper json;

  /** In this folder, which is made when something is written. */
  public ReportFolder(Path folder, ObjectMapper json) {
    this.folder = folder;
    this.json = json;
  }

  /** The page to open. */
  public Path page() {
    return folder.resolve("report.html");
  }

  /**
   * Writes all files.
   *
   * @return whether plots were drawn, which takes fonts
   * @throws UncheckedIOException when one cannot be written
   */
  public boolean write(Evaluation evaluation) {
    boolean drawable = Picture.drawable();
    SequencedMap<String, Section> sections = evaluation.sections();
    if (!drawable) {
      sections.replaceAll((_, section) -> section.plain());
    }
    try {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve("figures.json"), json.writeValueAsString(evaluation));
      Files.writeString(folder.resolve("figures.csv"), FiguresTable.of(evaluation.figures()));
      Files.writeString(folder.resolve("curves.csv"), CurvesTable.of(evaluation.figures()));
      for (String plot : PLOTS) {
        Files.deleteIfExists(file(plot));
      }
      for (Section section : sections.values()) {
        for (Picture picture : section.pictures()) {
          Files.write(file(picture.name()), picture.png(Theme.LIGHT));
        }
      }
      Files.writeString(page(), HtmlReport.of(evaluation, sections));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return drawable;
  }

  private Path file(String plot) {
    return folder.resolve(plot + ".png");
  }
}
