package io.kith.server.cli;

import io.kith.server.api.Kith;
import io.kith.server.api.ProblemKind;
import io.kith.server.api.Progress;
import io.kith.server.api.RebuildRequest;
import io.kith.server.api.RebuildView;
import io.kith.server.api.RollbackRequest;
import io.kith.server.service.LocalKith;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Builds a gallery's index anew, moves it to another model, or goes back to the one before. */
@Command(
    name = "rebuild",
    description = "Build a gallery's index anew, beside the live one; check it; change over.",
    mixinStandardHelpOptions = true)
final class RebuildCommand implements Callable<Integer> {

  /** What an index can be built of. */
  enum Structure {
    AUTO,
    GRAPH,
    SCAN
  }

  @Mixin private final Output output = new Output();

  @Option(names = "--gallery", required = true, description = "Gallery to rebuild.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private String gallery;

  @Option(
      names = "--structure",
      description = "${COMPLETION-CANDIDATES}, from now on (default: as before).")
  private @Nullable Structure structure;

  @Option(
      names = "--threads",
      description = "Threads that build (default: all cores, or as the server has it set).")
  private @Nullable Integer threads;

  @Option(
      names = "--model",
      description =
          "Move the gallery to this model: embed the images of all templates again, and change over when all of them were.")
  private @Nullable String model;

  @Option(
      names = "--images",
      paramLabel = "DIR",
      description =
          "Folder of the images that were enrolled, found by their content, for templates whose image is not kept. Not through a server.")
  private @Nullable Path images;

  @Option(
      names = "--leave-behind",
      description =
          "Move the gallery, or go back, even where templates cannot be carried over; they stay with the model before until the next rebuild.")
  private boolean leaveBehind;

  @Option(
      names = "--rollback",
      description = "Go back to the index, and the model, before the last rebuild.")
  private boolean rollback;

  @Override
  public Integer call() {
    if (model == null && images != null) {
      throw ProblemKind.INVALID_REQUEST.with(
          "--images is for --model; name a model, or leave it out");
    }
    if (rollback && model != null) {
      throw ProblemKind.INVALID_REQUEST.with(
          "--rollback goes back to the model before; leave --model out");
    }
    try (Session session = Session.open()) {
      Kith kith = session.kith();
      RebuildView view =
          rollback ? kith.rollback(gallery, new RollbackRequest(leaveBehind)) : rebuild(kith);
      output.document(session.json(), view);
      print(view);
      return view.switched() ? 0 : 1;
    }
  }

  private RebuildView rebuild(Kith kith) {
    String wanted = structure == null ? null : structure.name().toLowerCase(Locale.ROOT);
    RebuildRequest request =
        new RebuildRequest(wanted, threads(kith), model, leaveBehind ? Boolean.TRUE : null);
    Optional<ImagesByHash> files = images(kith);
    Thread worker = Thread.currentThread();
    try (Interruption interruption = Interruption.open();
        StepProgress bar = new StepProgress("rebuilding")) {
      Progress progress =
          (done, all) -> {
            bar.at(done, all);
            if (interruption.requested() && kith instanceof LocalKith) {
              worker.interrupt(); // a server's job is cancelled by who follows it
            }
          };
      return files.isPresent() && kith instanceof LocalKith local
          ? local.rebuild(gallery, request, files.get()::find, progress)
          : kith.rebuild(gallery, request, progress);
    }
  }

  private Optional<ImagesByHash> images(Kith kith) {
    if (images == null) {
      return Optional.empty();
    }
    if (!(kith instanceof LocalKith)) {
      throw ProblemKind.INVALID_REQUEST.with(
          "--images is read where the Kith home is, and a server holds it; stop the server, or give it the images first: kith enrol --gallery %s --keep-images %s"
              .formatted(gallery, images));
    }
    return Optional.of(ImagesByHash.read(images));
  }

  /* Where no server is, nobody waits for a core. */
  private @Nullable Integer threads(Kith kith) {
    return threads == null && kith instanceof LocalKith
        ? Integer.valueOf(Runtime.getRuntime().availableProcessors())
        : threads;
  }

  private void print(RebuildView view) {
    Table gates = new Table("gate", "", "found");
    view.gates().forEach(it -> gates.row(it.name(), it.passed() ? "passed" : "FAILED", it.found()));
    output.table(gates);
    Table steps = new Table("step", "seconds");
    view.seconds().forEach((step, seconds) -> steps.row(step, "%.2f".formatted(seconds)));
    output.table(steps);
    if (view.digest() != null) {
      output.text("digest %s", view.digest());
    }
    if (view.upgrade() != null) {
      new UpgradeText(output).print(view.upgrade());
    }
    if (!view.switched() && view.from() == view.to()) {
      output.message(
          "gallery %s: nothing was changed; what was embedded is kept for the next attempt. Keep their images (kith enrol --gallery %s --keep-images DIR), name them with --images DIR, or leave them behind with --leave-behind",
          view.gallery(), view.gallery());
      return;
    }
    if (!view.switched()) {
      output.message(
          "gallery %s: generation %d is not used, %d is searched as before",
          view.gallery(), view.to(), view.from());
      return;
    }
    double seconds = view.seconds().values().stream().mapToDouble(Double::doubleValue).sum();
    output.text(
        "gallery %s: generation %d is searched, %s, %,d templates, %.1f s (%,.0f templates/s)",
        view.gallery(),
        view.to(),
        view.structure(),
        view.templates(),
        seconds,
        view.templates() / Math.max(seconds, 1e-3));
    output.text(
        "generation %d is kept; go back with: kith rebuild --gallery %s --rollback",
        view.from(), view.gallery());
  }
}
