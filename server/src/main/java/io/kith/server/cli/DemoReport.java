package io.kith.server.cli;

import io.kith.server.demo.ContactSheet;
import io.kith.server.demo.Probe;
import io.micronaut.serde.annotation.Serdeable;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a demo found, as it is told: a JSON document, a table, a picture. */
@Serdeable
record DemoReport(List<Answer> probes, long correct, int total) {

  /** One probe: what it shows, what Kith said. */
  @Serdeable
  record Answer(String truth, String decision, @Nullable String identity, @Nullable Double cosine) {

    static Answer of(Probe probe) {
      return new Answer(probe.truth(), probe.decision(), probe.identity(), probe.cosine());
    }
  }

  private static DemoReport of(List<Probe> probes) {
    return new DemoReport(
        probes.stream().map(Answer::of).toList(),
        probes.stream().filter(Probe::correct).count(),
        probes.size());
  }

  /**
   * Tells what a demo found.
   *
   * @param sheet file for the picture
   */
  static void show(List<Probe> probes, Session session, Output output, Path sheet) {
    DemoReport report = of(probes);
    output.document(session.json(), report);
    Table table = new Table("image", "truth", "Kith says", "cosine", "");
    for (Probe probe : probes) {
      table.row(
          probe.subject() + ", " + probe.change(),
          probe.truth(),
          probe.said(),
          Table.cosine(probe.cosine()),
          probe.verdict());
    }
    output.table(table);
    output.text("");
    output.text("%d of %d right.", report.correct(), report.total());
    new Picture(sheet).draw(file -> ContactSheet.write(probes, file), output);
    output.text("");
  }
}
