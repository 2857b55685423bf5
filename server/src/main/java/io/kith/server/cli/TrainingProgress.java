package io.kith.server.cli;

import io.kith.embedder.training.EpochFigures;
import io.kith.embedder.training.OpenSetFigures;
import io.kith.embedder.training.TrainingListener;
import java.util.Locale;
import java.util.OptionalDouble;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;

/** Shows on stderr how the training goes. */
final class TrainingProgress implements TrainingListener, AutoCloseable {

  private final Output output;
  private final Interruption interruption;
  private @Nullable ProgressBar bar;
  private String task = "";
  private double loss;

  TrainingProgress(Output output, Interruption interruption) {
    this.output = output;
    this.interruption = interruption;
  }

  @Override
  public synchronized void remark(String line) {
    output.message("%s", line);
  }

  @Override
  public void prepared(long images, long all) {
    show("preparing", images, all);
  }

  @Override
  public void step(long step, long steps, double one) {
    loss = loss == 0 ? one : 0.98 * loss + 0.02 * one;
    show("training", step, steps).setExtraMessage(String.format(Locale.ROOT, " loss %.3f", loss));
  }

  private ProgressBar show(String name, long at, long all) {
    if (bar == null || !task.equals(name)) {
      close();
      task = name;
      bar = ProgressBars.ofSteps(name, all);
    }
    return bar.stepTo(at);
  }

  @Override
  public void epoch(EpochFigures figures) {
    OpenSetFigures held = figures.validation();
    String open =
        held == null
            ? ""
            : String.format(
                Locale.ROOT,
                ", held out: EER %.2f %%, %d-way 1-shot %.1f %%, rank-1 %.1f %%%s",
                100 * held.eer(),
                held.ways(),
                100 * held.fewShot(),
                100 * held.rank1(),
                detection(held.dirAt1()));
    output.message(
        "%s",
        String.format(
            Locale.ROOT,
            "epoch %d: loss %.3f, %.0f images/s%s",
            figures.epoch(),
            figures.loss(),
            figures.imagesPerSecond(),
            open));
  }

  private static String detection(OptionalDouble dir) {
    return dir.isPresent()
        ? String.format(Locale.ROOT, ", DIR at FPIR 1 %% %.1f %%", 100 * dir.getAsDouble())
        : "";
  }

  @Override
  public boolean stopped() {
    return interruption.requested();
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}
