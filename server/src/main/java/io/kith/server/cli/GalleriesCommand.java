package io.kith.server.cli;

import io.kith.config.FileFailure;
import io.kith.index.calibration.Measurement;
import io.kith.server.api.GalleryRequest;
import io.kith.server.api.GalleryView;
import io.kith.server.api.Kith;
import io.kith.server.api.ProblemKind;
import io.kith.server.api.Transfers;
import io.kith.server.report.Counted;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Galleries: list, show, create, delete, export, import. */
@Command(
    name = "galleries",
    description = "List, show, create, delete, export and import galleries.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class GalleriesCommand {

  private static final int LISTED = 20;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec command;

  @Command(name = "list", description = "List all galleries.", mixinStandardHelpOptions = true)
  int list(@Mixin Output output) {
    try (Session session = Session.existing()) {
      var galleries = session.kith().galleries();
      output.document(session.json(), galleries);
      output.table(table(galleries.galleries()));
      return 0;
    }
  }

  @Command(name = "show", description = "Show one gallery.", mixinStandardHelpOptions = true)
  int show(@Mixin Output output, @Parameters(paramLabel = "GALLERY") String gallery) {
    try (Session session = Session.existing()) {
      GalleryView view = session.kith().gallery(gallery);
      output.document(session.json(), view);
      output.table(table(List.of(view)));
      return 0;
    }
  }

  @Command(
      name = "create",
      description =
          "Create a gallery, or set how an existing one finds its threshold, and whether it keeps images.",
      mixinStandardHelpOptions = true)
  int create(
      @Mixin Output output,
      @Parameters(paramLabel = "GALLERY") String gallery,
      @Option(names = "--model", description = "Model of its embeddings (default: faces).")
          @Nullable String model,
      @Option(
              names = "--dimension",
              description = "For vectors of a model that runs elsewhere: their length.")
          @Nullable Integer dimension,
      @Option(
              names = "--threshold",
              description =
                  "Smallest cosine accepted as known, however many are enrolled (default: from calibration).")
          @Nullable Double threshold,
      @Option(
              names = "--target-fpir",
              description =
                  "Share of searches for strangers that may return somebody (default: as set for all).")
          @Nullable Double targetFpir,
      @Option(
              names = "--keep-images",
              negatable = true,
              description =
                  "Keep the images that templates are made from, for a move to another model (default: no); --no-keep-images removes those that are kept.")
          @Nullable Boolean keepImages) {
    try (Session session = Session.open()) {
      Kith kith = session.kith();
      GalleryView view =
          kith.putGallery(
                  gallery, new GalleryRequest(model, dimension, threshold, targetFpir, keepImages))
              .value();
      output.document(session.json(), view);
      output.table(table(List.of(view)));
      if (targetFpir != null && !isMeasured(kith, view)) {
        output.message(
            "a target of %s needs a calibration on %d identities; until there is one, %s",
            BigDecimal.valueOf(targetFpir).stripTrailingZeros().toPlainString(),
            Measurement.identitiesFor(targetFpir),
            decides(view));
      }
      return 0;
    }
  }

  private static boolean isMeasured(Kith kith, GalleryView gallery) {
    return kith.calibrations(gallery.name()).calibrations().stream()
        .limit(1)
        .anyMatch(latest -> latest.threshold() != null);
  }

  private static String decides(GalleryView gallery) {
    if (gallery.fpir() != null) {
      return "the threshold is that for %s".formatted(Table.percent(gallery.fpir()));
    }
    return gallery.threshold() == null
        ? "each identification must give a threshold"
        : "the model card's threshold decides";
  }

  @Command(
      name = "delete",
      description = "Delete a gallery with all its identities and templates.",
      mixinStandardHelpOptions = true)
  int delete(@Mixin Output output, @Parameters(paramLabel = "GALLERY") String gallery) {
    try (Session session = Session.existing()) {
      GalleryView view = session.kith().gallery(gallery);
      session.kith().deleteGallery(gallery);
      output.document(session.json(), new Deleted(gallery));
      output.text(
          "deleted gallery %s: %s, %s",
          gallery,
          Counted.of(view.identities(), "identity", "identities"),
          Counted.of(view.templates(), "template"));
      return 0;
    }
  }

  @Command(
      name = "export",
      description =
          "Write all that is enrolled in a gallery as lines of JSON, as it is at this moment.",
      mixinStandardHelpOptions = true)
  int export(
      @Parameters(paramLabel = "GALLERY") String gallery,
      @Parameters(
              paramLabel = "FILE",
              arity = "0..1",
              description = "Where to (default: stdout); replaced when all is written.")
          @Nullable Path file) {
    try (Session session = Session.existing()) {
      Transfers transfers = session.transfers();
      WholeFile.write(file, out -> export(transfers, gallery, out));
      WholeFile.written(file).ifPresent(command.root().commandLine().getErr()::println);
      return 0;
    }
  }

  private static void export(Transfers transfers, String gallery, OutputStream to) {
    try (OutputStream shown = ProgressBars.ofBytes("exporting", to)) {
      transfers.export(gallery, shown);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Command(
      name = "import",
      description =
          "Enrol lines of JSON, as an export writes them, in a gallery that there is; exit code 1 when a line was refused.",
      mixinStandardHelpOptions = true)
  int read(
      @Mixin Output output,
      @Parameters(paramLabel = "GALLERY") String gallery,
      @Parameters(paramLabel = "FILE", arity = "0..1", description = "Where from (default: stdin).")
          @Nullable Path file) {
    try (Session session = Session.existing()) {
      ImportReport report = new ImportReport();
      enrol(session.transfers(), gallery, file, report);
      ImportReport.Document done = report.document(gallery);
      output.document(session.json(), done);
      output.text(
          "%s enrolled, %d there before, %s without templates, %s refused",
          Counted.of(done.enrolled(), "template"),
          done.alreadyEnrolled(),
          Counted.of(done.identities(), "identity", "identities"),
          Counted.of(done.refused().size(), "line"));
      done.refused().stream()
          .limit(LISTED)
          .forEach(it -> output.message("line %d: %s", it.line(), it.reason()));
      return done.refused().isEmpty() ? 0 : 1;
    }
  }

  private static void enrol(
      Transfers transfers, String gallery, @Nullable Path file, ImportReport report) {
    if (file != null && Files.isDirectory(file)) {
      throw ProblemKind.INVALID_REQUEST.with(
          file + " is a folder; name a file that kith galleries export wrote");
    }
    try (InputStream in =
        file == null
            ? ProgressBars.ofBytes("importing", System.in, -1)
            : ProgressBars.ofBytes(
                "importing",
                new BufferedInputStream(Files.newInputStream(file)),
                Files.isRegularFile(file) ? Files.size(file) : -1)) {
      transfers.enrolLines(gallery, in, report);
    } catch (IOException e) {
      throw ProblemKind.INVALID_REQUEST.with(
          FileFailure.unreadable(file == null ? Path.of("stdin") : file, e));
    }
  }

  private static Table table(List<GalleryView> galleries) {
    Table table =
        new Table(
            "gallery",
            "model",
            "dimension",
            "identities",
            "templates",
            "threshold",
            "from",
            "FPIR",
            "images",
            "structure");
    for (GalleryView it : galleries) {
      table.row(
          it.name(),
          it.model().name(),
          it.model().dimension(),
          it.identities(),
          it.templates(),
          Table.cosine(it.threshold()),
          Table.orDash(it.thresholdSource()),
          Table.percent(it.fpir()),
          it.keepImages() ? "kept" : "not kept",
          it.structure().equals(it.searched())
              ? it.structure()
              : "%s: %s".formatted(it.structure(), it.searched()));
    }
    return table;
  }
}
