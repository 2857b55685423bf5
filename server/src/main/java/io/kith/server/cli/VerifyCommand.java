package io.kith.server.cli;

import io.kith.server.api.Kith;
import io.kith.server.api.Problem;
import io.kith.server.api.ProblemException;
import io.kith.server.api.VerifyAnswer;
import io.kith.server.api.VerifyImagesRequest;
import io.micronaut.serde.annotation.Serdeable;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Compares two images. */
@Command(
    name = "verify",
    description = "Say whether two images show the same subject.",
    mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {

  @Mixin private final Output output = new Output();

  @Parameters(index = "0", paramLabel = "A", description = "An image.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private Path a;

  @Parameters(index = "1", paramLabel = "B", description = "Another image.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private Path b;

  @Option(names = "--model", description = "Model to compare with (default: faces).")
  private @Nullable String model;

  @Option(
      names = "--threshold",
      description = "Smallest cosine of a match (default: the model card's).")
  private @Nullable Double threshold;

  @Option(
      names = "--subjects",
      description = "one (default) or largest: what to do with several subjects.")
  private @Nullable String subjects;

  /** The JSON document. */
  @Serdeable
  record Document(double cosine, double threshold, boolean match) {}

  @Override
  public Integer call() {
    try (Session session = Session.open()) {
      VerifyAnswer answer = verify(session.kith());
      output.document(
          session.json(), new Document(answer.cosine(), answer.threshold(), answer.match()));
      output.text(
          "%s: cosine %.3f, threshold %.3f (%s)",
          answer.match() ? "the same" : "not the same",
          answer.cosine(),
          answer.threshold(),
          answer.thresholdSource());
      return 0;
    }
  }

  private VerifyAnswer verify(Kith kith) {
    VerifyImagesRequest request =
        new VerifyImagesRequest(ImageFiles.read(a), ImageFiles.read(b), model, threshold, subjects);
    try {
      return kith.verify(request);
    } catch (ProblemException e) {
      throw new ProblemException(named(e.problem()));
    }
  }

  /* Kith says of which side it is; here that is a file. */
  private Problem named(Problem problem) {
    String words = Failures.ofSubjects(problem);
    return problem.saying(
        words.startsWith("a: ") || words.startsWith("b: ")
            ? (words.startsWith("a") ? a : b) + words.substring(1)
            : words);
  }
}
