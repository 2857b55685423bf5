package io.kith.embedder.margin;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * The normalised head: the logit of a class is s times the cosine between embedding and class, and
 * the cosine to the image's own class is lowered by a {@link Margin}.
 *
 * <pre>logit_j = s cos(theta_j) for j other than the label y;  logit_y = s psi(theta_y)</pre>
 *
 * Without a margin it is NormFace. With several centres a class (sub-centre ArcFace, Deng et al.
 * 2020, ECCV, "Sub-center ArcFace: Boosting Face Recognition by Large-Scale Noisy Web Faces") the
 * cosine to a class is that to its nearest centre, so that wrongly labelled or odd images find a
 * centre of their own and do not pull at the others.
 */
public final class MarginHead implements Head {

  private final Margin margin;
  private final int classes;
  private final int centres;
  private final double scale;

  /**
   * First all classes' first centres, then their second: {@code [centres x classes, dimension]}.
   */
  private final NDArray weights;

  private final @Nullable NDArray logScale;

  /**
   * A head with random directions.
   *
   * @param manager owns the parameters
   * @param classes number of classes, 2 or more
   * @param centres centres a class, 1 or more
   * @param dimension length of the embeddings
   * @param margin what is taken from the cosine to the own class
   * @param scale s
   * @param seed of the directions
   */
  public MarginHead(
      NDManager manager,
      int classes,
      int centres,
      int dimension,
      Margin margin,
      Scale scale,
      long seed) {
    this.margin = margin;
    this.classes = classes;
    this.centres = centres;
    this.scale = scale.value();
    this.weights =
        Weights.gaussian(manager, classes * centres, dimension, new SplittableRandom(seed));
    this.logScale =
        scale.learned()
            ? Weights.learned(manager.create(new float[] {(float) Math.log(scale.value())}))
            : null;
  }

  @Override
  public NDArray logits(NDArray embeddings, NDArray labels, Strength strength) {
    NDArray cosines = cosines(embeddings);
    NDArray column = labels.expandDims(1);
    NDArray own = cosines.gather(column, 1);
    NDArray psi = margin.times(strength.share()).target(own);
    double lambda = strength.annealing();
    NDArray target = lambda == 0 ? psi : own.mul(lambda).add(psi).div(1 + lambda);
    NDArray logits = cosines.add(labels.oneHot(classes).mul(target.sub(own)));
    return logScale == null
        ? logits.mul(scale)
        : logits.mul(Weights.in(embeddings, logScale.exp()));
  }

  /** Cosines {@code [batch, classes]}, each to the nearest centre of the class. */
  private NDArray cosines(NDArray embeddings) {
    NDArray directions = Weights.in(embeddings, weights.normalize(2, 1));
    NDArray cosines =
        embeddings.normalize(2, 1).matMul(Weights.in(embeddings, directions.transpose()));
    // Not max over an axis of centres: the engine keeps the indices that come with it.
    return cosines.split(centres, 1).stream().reduce(NDArray::maximum).orElseThrow();
  }

  /** The scale s as it is now; empty where it is not learned. */
  public OptionalDouble learnedScale() {
    return logScale == null
        ? OptionalDouble.empty()
        : OptionalDouble.of(Math.exp(logScale.getFloat(0)));
  }

  @Override
  public void aim(float[][] directions) {
    Weights.set(weights, directions);
  }

  @Override
  public Map<String, NDArray> parameters() {
    return logScale == null
        ? Map.of("weights", weights)
        : Weights.named("weights", weights, "logScale", logScale);
  }

  /** The directions of the first centre of each class. */
  @Override
  public NDArray directions() {
    try (NDArray first = weights.get("0:" + classes)) {
      return first.normalize(2, 1);
    }
  }

  @Override
  public void close() {
    weights.close();
    if (logScale != null) {
      logScale.close();
    }
  }
}
