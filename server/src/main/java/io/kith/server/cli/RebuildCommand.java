package io.kith.server.cli;

import io.kith.server.api.Kith;
import io.kith.server.api.ProblemKind;
import io.kith.server.api.Progress;
import io.kith.server.api.RebuildRequest;
import io.kith.server.api.RebuildView;
import io.kith.server.api.RebuildView.GateView;
import io.kith.server.api.RollbackRequest;
import io.kith.server.report.Counted;
import io.kith.server.service.LocalKith;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Builds a gallery's index anew, moves it to another model, or goes back to the one before. */
@Command(
    name = "rebuild",
    description = "Build a gallery's index anew, beside the live one; check it; change over.",
    mixinStandardHelpOptions = true)
final class RebuildCommand implements Callable<Integer> {

  private static final String OF_MODELS = "%s is for --model; name a model, or leave it out";
  private static final String NOT_BACK =
      "--rollback goes back to the index and the model before; leave %s out";

  /** What an index can be built of. */
  enum Structure {
    AUTO,
    GRAPH,
    SCAN;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Mixin private final Output output = new Output();

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec command;

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
      names = "--accept-worse",
      description =
          "Move the gallery even where the model misses more of the enrolled than the present one, at the target FPIR.")
  private boolean acceptWorse;

  @Option(
      names = "--dry-run",
      description =
          "Embed with --model and compare its error rates with those of the present model; change nothing.")
  private boolean dryRun;

  @Option(
      names = "--rollback",
      description = "Go back to the index, and the model, before the last rebuild.")
  private boolean rollback;

  @Override
  public Integer call() {
    if (model == null) {
      checkAbsent("--images", images != null, OF_MODELS);
      checkAbsent("--accept-worse", acceptWorse, OF_MODELS);
      checkAbsent("--dry-run", dryRun, OF_MODELS);
    }
    if (rollback) {
      checkAbsent("--model", model != null, NOT_BACK);
      checkAbsent("--structure", structure != null, NOT_BACK);
      checkAbsent("--threads", threads != null, NOT_BACK);
    } else if (model == null) {
      checkAbsent("--leave-behind", leaveBehind, OF_MODELS);
    }
    try (Session session = Session.existing()) {
      Kith kith = session.kith();
      RebuildView view =
          rollback
              ? watched(kith, bar -> kith.rollback(gallery, new RollbackRequest(leaveBehind), bar))
              : rebuild(kith);
      output.document(session.json(), view);
      print(view);
      return view.switched() || (dryRun && passed(view)) ? 0 : 1;
    }
  }

  private void checkAbsent(String option, boolean given, String why) {
    if (given) {
      throw new ParameterException(command.commandLine(), why.formatted(option));
    }
  }

  private static boolean passed(RebuildView view) {
    return view.gates().stream().allMatch(GateView::passed);
  }

  private RebuildView rebuild(Kith kith) {
    String wanted = structure == null ? null : structure.toString();
    RebuildRequest request =
        new RebuildRequest(
            wanted, threads(kith), model, yes(leaveBehind), yes(acceptWorse), yes(dryRun));
    Optional<ImagesByHash> files = images(kith);
    return watched(
        kith,
        bar ->
            files.isPresent() && kith instanceof LocalKith local
                ? local.rebuild(gallery, request, files.get()::find, bar)
                : kith.rebuild(gallery, request, bar));
  }

  private static @Nullable Boolean yes(boolean given) {
    return given ? Boolean.TRUE : null;
  }

  /* Ctrl-C ends it. */
  private static RebuildView watched(Kith kith, Function<Progress, RebuildView> work) {
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
      return work.apply(progress);
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

  private static String advice(RebuildView view) {
    StringBuilder advice = new StringBuilder();
    for (GateView gate : view.gates()) {
      if (gate.passed()) {
        continue;
      }
      advice.append(
          switch (gate.name()) {
            case "carried" ->
                " Keep their images (kith enrol --gallery %s --keep-images DIR), name them with --images DIR, or leave them behind with --leave-behind."
                    .formatted(view.gallery());
            case "errors" ->
                " The model misses more of the enrolled; move the gallery all the same with --accept-worse.";
            default -> "";
          });
    }
    return advice.toString();
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
          "gallery %s: nothing was changed; what was embedded is kept for the next attempt.%s",
          view.gallery(), advice(view));
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
        "gallery %s: generation %d is searched, %s, %s, %.1f s (%,.0f templates/s)",
        view.gallery(),
        view.to(),
        view.structure(),
        Counted.of(view.templates(), "template"),
        seconds,
        view.templates() / Math.max(seconds, 1e-3));
    output.text(
        "generation %d is kept; go back with: kith rebuild --gallery %s --rollback",
        view.from(), view.gallery());
  }
}
