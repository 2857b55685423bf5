package io.kith.embedder;

import io.kith.config.ModelCard;

/**
 * Makes a network's input of a whole image, as models without detection do: for training, which
 * must see images as the trained model will. Immutable.
 */
public final class WholeImageInput {

  private final Sampler sampler;
  private final WholeImage finder;

  /**
   * @param input size, colour and normalisation of the input
   */
  public WholeImageInput(ModelCard.Network input) {
    this.sampler = new Sampler(input);
    this.finder = new WholeImage(input);
  }

  /** Number of values in one input. */
  public int size() {
    return sampler.size();
  }

  /** The input: {@code [channels, height, width]}, row-major. */
  public float[] values(DecodedImage image) {
    float[] values = new float[sampler.size()];
    sampler.sample(new Pyramid(image), finder.toImage(image), values, 0);
    return values;
  }
}
