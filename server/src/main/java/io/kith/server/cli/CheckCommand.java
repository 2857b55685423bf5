package io.kith.server.cli;

import io.kith.index.Galleries;
import io.kith.index.StoreHealth;
import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Checks that store and index are whole and agree. */
@Command(
    name = "check",
    description = "Check that store and index are whole and agree; the server must be stopped.",
    mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {

  @Mixin private final Output output = new Output();

  /** The JSON document. */
  @Serdeable
  record Document(boolean clean, List<String> faults) {}

  @Override
  public Integer call() {
    try (Session session = Session.ofHome()) {
      session.checkHome();
      StoreHealth health = session.context().getBean(Galleries.class).check();
      output.document(session.json(), new Document(health.clean(), health.faults()));
      output.text(health.clean() ? "store and index are whole and agree" : "faults:");
      health.faults().forEach(fault -> output.text("  %s", fault));
      return health.clean() ? 0 : 1;
    }
  }
}
