package io.kith.embedder;

import io.kith.config.ModelCard;
import java.util.List;

/**
 * Takes the whole image as the one subject, fitted into the embedding network's input with its
 * proportions kept and centred; its edge pixels are repeated over what is left free.
 *
 * <p>Proportions matter to objects and characters, and repeating the edge adds no contour that is
 * not there.
 */
final class WholeImage implements SubjectFinder {

  private final ModelCard.Network input;

  WholeImage(ModelCard.Network input) {
    this.input = input;
  }

  @Override
  public List<Sighting> find(Pyramid image, StageClock clock) {
    return List.of(new Sighting(null, 1, toImage(image.image())));
  }

  /** Map from the input's plane to an image's. */
  Affine toImage(DecodedImage image) {
    double step =
        Math.max((double) image.width() / input.width(), (double) image.height() / input.height());
    return Affine.stretch(
        input.width(),
        input.height(),
        (image.width() - step * input.width()) / 2,
        (image.height() - step * input.height()) / 2,
        step * input.width(),
        step * input.height());
  }

  @Override
  public void close() {}
}
