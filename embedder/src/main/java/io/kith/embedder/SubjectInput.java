package io.kith.embedder;

import io.kith.config.ModelCard;
import java.util.List;
import java.util.Optional;

/**
 * Makes a network's input of what an image shows, as an open model does: for training, which must
 * see images as the trained model will. Safe for concurrent use.
 */
public final class SubjectInput {

  private final SubjectFinder finder;
  private final ModelCard.Network found;
  private final ModelCard.Network input;
  private final Sampler sampler;

  /**
   * @param finder finds subjects, in the plane of one input
   * @param found that input
   * @param input the one that is made; of other size it shows the same in more or fewer pixels
   */
  SubjectInput(SubjectFinder finder, ModelCard.Network found, ModelCard.Network input) {
    this.finder = finder;
    this.found = found;
    this.input = input;
    this.sampler = new Sampler(input);
  }

  /** Takes the whole image as the one subject, as models without detection do. */
  public static SubjectInput wholeImage(ModelCard.Network input) {
    return new SubjectInput(new WholeImage(input), input, input);
  }

  /**
   * The most prominent subject of an image.
   *
   * @param values the input, {@code [channels, height, width]}, row-major
   * @param subjects how many the image shows, 1 or more
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
  public record Cut(float[] values, int subjects) {}

  /** Number of values in one input. */
  public int size() {
    return sampler.size();
  }

  /** Cuts the most prominent subject out; empty when the image shows none. */
  public Optional<Cut> cut(DecodedImage image) {
    Pyramid pyramid = new Pyramid(image);
    List<Sighting> subjects = finder.find(pyramid, new StageClock());
    if (subjects.isEmpty()) {
      return Optional.empty();
    }
    Affine toImage =
        subjects
            .getFirst()
            .toImage()
            .after(
                (double) found.width() / input.width(), (double) found.height() / input.height());
    float[] values = new float[sampler.size()];
    sampler.sample(pyramid, toImage, values, 0);
    return Optional.of(new Cut(values, subjects.size()));
  }
}
