package io.kith.server.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.kith.server.api.IdentifyAnswer;
import io.kith.server.api.IdentifyAnswer.CandidateView;
import io.kith.server.api.IdentifyAnswer.Result;
import io.kith.server.api.IdentifyRequest;
import io.kith.server.api.Kith;
import io.kith.server.api.Problem;
import io.kith.server.api.ProblemKind;
import io.kith.server.service.Problems;
import io.micronaut.serde.annotation.Serdeable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says whom images show. */
@Command(
    name = "identify",
    description = "Say whom images show, or unknown.",
    mixinStandardHelpOptions = true)
final class IdentifyCommand implements Callable<Integer> {

  @Mixin private final Output output = new Output();

  @Option(names = "--gallery", required = true, description = "Gallery to search.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private String gallery;

  @Option(
      names = "--threshold",
      description = "Smallest cosine accepted as known (default: the gallery's).")
  private @Nullable Double threshold;

  @Option(
      names = "--target-fpir",
      description =
          "Share of searches for strangers that may return somebody (default: the gallery's).")
  private @Nullable Double targetFpir;

  @Option(names = "-k", description = "Number of candidates (default: 5).")
  private @Nullable Integer k;

  @Option(
      names = "--filter",
      paramLabel = "KEY=VALUE",
      description = "Search only identities with this in their metadata; may be repeated.")
  private Map<String, String> filter = new LinkedHashMap<>();

  @Parameters(arity = "1..*", paramLabel = "IMAGE", description = "Images.")
  private List<Path> images = new ArrayList<>();

  /** The JSON document. */
  @Serdeable
  record Document(List<Image> images) {

    /**
     * One image of the document.
     *
     * @param error why there are no results; absent where there are
     */
    @Serdeable
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Image(String file, List<Result> results, @Nullable String error) {}
  }

  @Override
  public Integer call() {
    try (Session session = Session.existing()) {
      Kith kith = session.kith();
      kith.gallery(gallery);
      List<Document.Image> answers = identify(kith);
      answers.stream()
          .filter(it -> it.error() != null)
          .forEach(it -> output.message("kith: %s: %s", it.file(), it.error()));
      if (answers.size() < images.size()) {
        output.message("kith: images not tried: %d", images.size() - answers.size());
      }
      output.document(session.json(), new Document(answers));
      output.table(table(answers));
      return answers.stream().allMatch(it -> it.error() == null) ? 0 : 1;
    }
  }

  /* Up to a failure that would meet every image, such as a server that is gone. */
  private List<Document.Image> identify(Kith kith) {
    List<Document.Image> answers = new ArrayList<>();
    try (StepProgress progress = new StepProgress("identifying")) {
      for (Path image : images) {
        try {
          IdentifyAnswer answer = kith.identify(gallery, request(image));
          answers.add(new Document.Image(image.toString(), answer.results(), null));
        } catch (RuntimeException e) {
          Problem problem = Problems.of(Failures.cause(e));
          answers.add(new Document.Image(image.toString(), List.of(), problem.reason()));
          if (problem.status() >= ProblemKind.INTERNAL.status()) {
            break;
          }
        }
        if (images.size() > 1) {
          progress.at(answers.size(), images.size());
        }
      }
    }
    return answers;
  }

  private IdentifyRequest request(Path image) {
    return new IdentifyRequest(
        ImageFiles.readNamed(image),
        null,
        null,
        k,
        threshold,
        targetFpir,
        filter.isEmpty() ? null : Map.copyOf(filter));
  }

  private static Table table(List<Document.Image> answers) {
    Table table =
        new Table(
            "image", "decision", "identity", "cosine", "threshold", "FPIR", "second", "cosine");
    for (Document.Image image : answers) {
      if (image.results().isEmpty()) {
        table.row(
            image.file(),
            image.error() == null ? "no subject" : "failed",
            "-",
            "-",
            "-",
            "-",
            "-",
            "-");
      }
      for (Result result : image.results()) {
        List<CandidateView> candidates = result.candidates();
        @Nullable CandidateView second = candidates.size() < 2 ? null : candidates.get(1);
        table.row(
            image.file(),
            result.decision(),
            Table.orDash(result.identity()),
            Table.cosine(result.cosine()),
            Table.cosine(result.threshold()),
            Table.percent(result.fpir()),
            second == null ? "-" : second.identity(),
            Table.cosine(second == null ? null : (Double) second.cosine()));
      }
    }
    return table;
  }
}
