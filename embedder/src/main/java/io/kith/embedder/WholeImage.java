package io.kith.embedder;

import io.kith.config.ModelCard;
import java.util.List;

/**
 * Takes the whole image as the one subject, fitted into the embedding network's input with its
 * proportions kept and centred; its edge pixels are repeated over what is left free.
 *
 * <p>Proportions matter to objects and characters, and repeating the edge adds no contour that is
 * not there. Of a drawing the ink alone is fitted, with room around it: where on the paper and how
 * large somebody drew says nothing of what they drew.
 */
final class WholeImage implements SubjectFinder {

  /** Share of the input's side that a drawing fills. */
  private static final double FILLED = 0.8;

  /** A dot is not blown up to more than so many times its size, relative to the image. */
  private static final double MOST_MAGNIFIED = 8;

  private final ModelCard.Network input;

  WholeImage(ModelCard.Network input) {
    this.input = input;
  }

  @Override
  public List<Sighting> find(Pyramid image, StageClock clock) {
    return List.of(new Sighting(null, 1, toImage(image)));
  }

  /** Map from the input's plane to an image's. */
  Affine toImage(Pyramid pyramid) {
    DecodedImage image = pyramid.image();
    return switch (input.frame()) {
      case IMAGE ->
          around(image.width() / 2.0, image.height() / 2.0, step(image.width(), image.height()));
      case DRAWING -> {
        Ink ink = Ink.in(pyramid);
        double least = step(image.width(), image.height()) / MOST_MAGNIFIED;
        yield around(
            ink.centreX(),
            ink.centreY(),
            Math.max(step(ink.width(), ink.height()) / FILLED, least));
      }
    };
  }

  /** Pixels of the image a pixel of the input, so that a rectangle just fits. */
  private double step(double width, double height) {
    return Math.max(width / input.width(), height / input.height());
  }

  private Affine around(double x, double y, double step) {
    return Affine.stretch(
        input.width(),
        input.height(),
        x - step * input.width() / 2,
        y - step * input.height() / 2,
        step * input.width(),
        step * input.height());
  }

  @Override
  public void close() {}
}
