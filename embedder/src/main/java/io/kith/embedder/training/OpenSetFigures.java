package io.kith.embedder.training;

import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/**
 * How well embeddings of classes that were not trained on tell each other apart.
 *
 * @param classes classes measured, of one image or more
 * @param enrolled N, classes enrolled in a split
 * @param eer equal error rate of 1:1 comparisons
 * @param thresholdAtEer cosine where the two error rates of 1:1 comparisons are equal
 * @param ways classes in an episode of {@code fewShot}: 20, or as many as have two images
 * @param fewShot accuracy of naming an image among so many classes by one example each
 * @param splits identification in random splits of the classes; with one seed the same splits for
 *     all models
 */
public record OpenSetFigures(
    int classes,
    int enrolled,
    double eer,
    double thresholdAtEer,
    int ways,
    double fewShot,
    List<Split> splits) {

  /**
   * Identification where half of the classes are enrolled and all others are strangers.
   *
   * @param strangers searches of strangers
   * @param rank1 share of mated searches that name the right class first
   * @param dirAt1 detection and identification rate at a false-positive identification rate of 1 %;
   *     NaN where strangers are too few to state it
   * @param dirAt10 the same at 10 %
   * @param thresholdAt1 smallest cosine that no more than 1 % of strangers' searches reach
   */
  public record Split(
      int strangers, double rank1, double dirAt1, double dirAt10, double thresholdAt1) {}

  /** What measures them. */
  @FunctionalInterface
  public interface Measure {

    /**
     * Measures; the same for the same embeddings, labels and seed.
     *
     * @param embeddings {@code [images][dimension]}, each of L2 norm 1
     * @param labels class of each; classes of one image only can be strangers, nothing else
     * @param seed of all that is drawn
     */
    OpenSetFigures of(float[][] embeddings, int[] labels, long seed);
  }

  /** Copies the list. */
  public OpenSetFigures {
    splits = List.copyOf(splits);
  }

  /** Searches of strangers in a split; the fewest. */
  public int strangers() {
    return splits.stream().mapToInt(Split::strangers).min().orElse(0);
  }

  /** See {@link Split#rank1}; mean over the splits, as are the next ones. */
  public double rank1() {
    return mean(Split::rank1);
  }

  /** Empty where strangers are too few to state it in each split. */
  public OptionalDouble dirAt1() {
    return stated(Split::dirAt1);
  }

  /** Empty where strangers are too few to state it in each split. */
  public OptionalDouble dirAt10() {
    return stated(Split::dirAt10);
  }

  public double thresholdAt1() {
    return mean(Split::thresholdAt1);
  }

  private OptionalDouble stated(ToDoubleFunction<Split> figure) {
    double mean = mean(figure);
    return Double.isNaN(mean) ? OptionalDouble.empty() : OptionalDouble.of(mean);
  }

  private double mean(ToDoubleFunction<Split> figure) {
    return splits.stream().mapToDouble(figure).average().orElse(Double.NaN);
  }
}
