package io.kith.server.cli;

import io.kith.server.api.GalleryRequest;
import io.kith.server.api.GalleryView;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Galleries: list, show, create, delete. */
@Command(
    name = "galleries",
    description = "List, show, create and delete galleries.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class GalleriesCommand {

  @Command(name = "list", description = "List all galleries.", mixinStandardHelpOptions = true)
  int list(@Mixin Output output) {
    try (Session session = Session.open()) {
      var galleries = session.kith().galleries();
      output.document(session.json(), galleries);
      output.table(table(galleries.galleries()));
      return 0;
    }
  }

  @Command(name = "show", description = "Show one gallery.", mixinStandardHelpOptions = true)
  int show(@Mixin Output output, @Parameters(paramLabel = "GALLERY") String gallery) {
    try (Session session = Session.open()) {
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
      GalleryView view =
          session
              .kith()
              .putGallery(
                  gallery, new GalleryRequest(model, dimension, threshold, targetFpir, keepImages))
              .value();
      output.document(session.json(), view);
      output.table(table(List.of(view)));
      return 0;
    }
  }

  @Command(
      name = "delete",
      description = "Delete a gallery with all its identities and templates.",
      mixinStandardHelpOptions = true)
  int delete(@Mixin Output output, @Parameters(paramLabel = "GALLERY") String gallery) {
    try (Session session = Session.open()) {
      GalleryView view = session.kith().gallery(gallery);
      session.kith().deleteGallery(gallery);
      output.document(session.json(), new Deleted(gallery));
      output.text(
          "deleted gallery %s: %d identities, %d templates",
          gallery, view.identities(), view.templates());
      return 0;
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
            "images");
    for (GalleryView it : galleries) {
      table.row(
          it.name(),
          it.model().name(),
          it.model().dimension(),
          it.identities(),
          it.templates(),
          Table.cosine(it.threshold()),
          Table.orDash(it.thresholdSource()),
          Table.percent(it.targetFpir()),
          it.keepImages() ? "kept" : "not kept");
    }
    return table;
  }
}
