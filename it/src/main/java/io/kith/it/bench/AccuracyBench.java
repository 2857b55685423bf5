package io.kith.it.bench;

import io.kith.it.IdentificationProtocol;
import io.kith.it.KithHome;
import io.kith.it.Lfw;
import io.kith.it.VerificationProtocol;
import io.kith.server.api.GalleryRequest;
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
  public Integer call() {
    try (Lfw lfw = photographs.open();
        KithHome home = new KithHome(photographs.models())) {
      IdentificationProtocol.Figures identification =
          new IdentificationProtocol(home.kith(), lfw, model)
              .run(people, strangers, photographs.seed());
      VerificationProtocol.Figures verification =
          new VerificationProtocol(home.kith(), lfw, model).run();
      Report report = new Report();
      report.put("enrolled, N", identification.enrolled());
      report.put("refused at enrolment", identification.refused());
      report.put("mated searches", identification.mated());
      report.put("non-mated searches", identification.nonMated());
      report.put("rank-1", identification.rank1());
      report.put("DIR at FPIR 1 %", identification.dirAtFpir1());
      report.put("threshold at FPIR 1 %", identification.thresholdAtFpir1());
      report.put("pairs", verification.pairs());
      report.put("pairs without a face", verification.unread());
      report.put("verification accuracy, 10-fold", verification.accuracy());
      report.put("verification EER", verification.eer());
      report.put("threshold at EER", verification.thresholdAtEer());
      report.print(photographs.json());
      if (picture != null) {
        CosinePicture.write(identification, picture);
      }
      return 0;
    }
  }
}
