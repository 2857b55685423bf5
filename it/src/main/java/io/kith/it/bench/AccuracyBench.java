package io.kith.it.bench;

import io.kith.index.evaluation.Searches;
import io.kith.it.IdentificationProtocol;
import io.kith.it.KithHome;
import io.kith.it.Lfw;
import io.kith.it.VerificationProtocol;
import io.kith.server.api.GalleryRequest;
import io.kith.server.report.SearchesPlot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How well people are recognised, and strangers not. */
@Command(
    name = "accuracy",
    description = "How well people are recognised, and strangers not.",
    mixinStandardHelpOptions = true)
final class AccuracyBench implements Callable<Integer> {

  private static final double FPIR = 0.01;

  @Mixin private final Photographs photographs = new Photographs();

  @Option(
      names = "--people",
      description = "People enrolled with one image each (default: ${DEFAULT-VALUE}).")
  private int people = 450;

  @Option(
      names = "--strangers",
      description = "Images of people not enrolled (default: ${DEFAULT-VALUE}).")
  private int strangers = 2_000;

  @Option(names = "--model", description = "Model that is measured (default: ${DEFAULT-VALUE}).")
  private String model = GalleryRequest.DEFAULT_MODEL;

  @Option(names = "--picture", description = "PNG file for the distribution of cosines.")
  private @Nullable Path picture;

  @Override
  public Integer call() throws IOException {
    try (Lfw lfw = photographs.open();
        KithHome home = new KithHome(photographs.models())) {
      IdentificationProtocol.Figures identification =
          new IdentificationProtocol(home.kith(), lfw, model)
              .run(people, strangers, photographs.seed());
      VerificationProtocol.Figures verification =
          new VerificationProtocol(home.kith(), lfw, model).run();
      Searches searches = identification.searches();
      Report report = new Report();
      report.put("enrolled, N", identification.enrolled());
      report.put("refused at enrolment", identification.refused());
      report.put("mated searches", searches.mated().size());
      report.put("non-mated searches", searches.nonMated().count());
      report.put("rank-1", searches.identified(1));
      report.put("DIR at FPIR 1 %", identification.dirAtFpir1());
      report.put("threshold at FPIR 1 %", searches.atFpir(FPIR).threshold());
      report.put("pairs", verification.pairs());
      report.put("pairs without a face", verification.unread());
      report.put("verification accuracy, 10-fold", verification.folds().accuracy().mean());
      report.put("verification EER", verification.equalError().missed());
      report.put("threshold at EER", verification.equalError().threshold());
      report.print(photographs.json());
      if (picture != null) {
        SearchesPlot.write(searches, FPIR, picture);
      }
      return 0;
    }
  }
}
