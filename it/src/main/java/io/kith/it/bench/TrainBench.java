package io.kith.it.bench;

import io.kith.config.LimitSettings;
import io.kith.config.ModelCard;
import io.kith.embedder.margin.Scale;
import io.kith.embedder.training.Augmentation;
import io.kith.embedder.training.EpochFigures;
import io.kith.embedder.training.HeadKind;
import io.kith.embedder.training.OpenSetFigures;
import io.kith.embedder.training.Trainer;
import io.kith.embedder.training.TrainingImages;
import io.kith.embedder.training.TrainingListener;
import io.kith.embedder.training.TrainingPlan;
import io.kith.server.demo.SymbolFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.commons.io.file.PathUtils;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Images a second that training takes, on drawn symbols; needs no data. */
@Command(
    name = "train",
    description = "Throughput of training the small network on all cores.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class TrainBench implements Callable<Integer> {

  private static final int SYMBOLS = 30;
  private static final LimitSettings LIMITS = new LimitSettings(1_000_000, 8, 32, 100, 16_384);

  private static final OpenSetFigures.Measure NOTHING_HELD_OUT =
      (_, _, _) -> {
        throw new IllegalStateException("no class is held out");
      };

  @Option(names = "--side", description = "Side of the input, pixels.")
  private int side = 28;

  @Option(names = "--width", description = "Channels of the first layer, a multiple of 16.")
  private int width = 16;

  @Option(names = "--batch", description = "Images a step.")
  private int batch = 128;

  @Option(names = "--drawings", description = "Drawings of each of 30 symbols.")
  private int drawings = 200;

  @Option(names = "--epochs", description = "Epochs, after one to warm up.")
  private int epochs = 5;

  @Option(names = "--json", description = "Print one JSON document.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    Path scratch = Files.createTempDirectory("kith-bench");
    try {
      SymbolFolder.write(scratch.resolve("images"), SYMBOLS, drawings);
      Timed timed = new Timed();
      new Trainer(plan(), LIMITS, NOTHING_HELD_OUT, timed)
          .train(TrainingImages.in(scratch.resolve("images")), scratch.resolve("model"));
      double[] perSecond =
          timed.epochs.stream().skip(1).mapToDouble(EpochFigures::imagesPerSecond).toArray();
      Report report = new Report();
      report.put("cores", Runtime.getRuntime().availableProcessors());
      report.put("images an epoch", SYMBOLS * drawings);
      report.put("images/s, median", Percentile.of(perSecond, 50));
      report.put("images/s, worst", Percentile.of(perSecond, 0));
      report.print(json);
      return 0;
    } finally {
      PathUtils.deleteDirectory(scratch);
    }
  }

  private TrainingPlan plan() {
    return new TrainingPlan(
        new TrainingPlan.Loss(
            HeadKind.ARCFACE,
            HeadKind.ARCFACE.margin(HeadKind.ARCFACE.usualMargin()),
            Scale.fixed(24),
            1),
        new TrainingPlan.Network(
            new ModelCard.Backbone(ModelCard.Backbone.Kind.SMALL, width, 128, 1),
            side,
            ModelCard.Colour.GREY,
            ModelCard.Frame.IMAGE),
        new TrainingPlan.Schedule(epochs + 1, batch, 0, 0.05, 5e-4),
        Augmentation.drawn(),
        1,
        false,
        0,
        1);
  }

  private static final class Timed implements TrainingListener {

    private final List<EpochFigures> epochs = new ArrayList<>();

    @Override
    public void remark(String line) {}

    @Override
    public void prepared(long images, long all) {}

    @Override
    public void step(long step, long steps, double loss) {}

    @Override
    public void epoch(EpochFigures figures) {
      epochs.add(figures);
    }

    @Override
    public boolean stopped() {
      return false;
    }
  }
}
