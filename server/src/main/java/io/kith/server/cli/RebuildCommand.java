package io.kith.server.cli;

import io.kith.server.api.Kith;
import io.kith.server.api.RebuildRequest;
import io.kith.server.api.RebuildView;
import io.kith.server.service.LocalKith;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Builds a gallery's index anew, or goes back to the one before. */
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

  @Option(names = "--rollback", description = "Go back to the index before the last rebuild.")
  private boolean rollback;

  @Override
  public Integer call() {
    try (Session session = Session.open()) {
      Kith kith = session.kith();
      RebuildView view = rollback ? kith.rollback(gallery) : rebuild(kith);
      output.document(session.json(), view);
      print(view);
      return view.switched() ? 0 : 1;
    }
  }

  private RebuildView rebuild(Kith kith) {
    String wanted = structure == null ? null : structure.name().toLowerCase(Locale.ROOT);
    Thread worker = Thread.currentThread();
    try (Interruption interruption = Interruption.open();
        StepProgress bar = new StepProgress("rebuilding")) {
      return kith.rebuild(
          gallery,
          new RebuildRequest(wanted, threads(kith)),
          (done, all) -> {
            bar.at(done, all);
            if (interruption.requested() && kith instanceof LocalKith) {
              worker.interrupt(); // a server's job is cancelled by who follows it
            }
          });
    }
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
