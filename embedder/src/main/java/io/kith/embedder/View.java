package io.kith.embedder;

import io.kith.config.ModelCard;

/**
 * The rectangle of the plane that is stretched to a detector's input, pixels of the image; it may
 * reach beyond the image.
 */
record View(double left, double top, double width, double height) {

  /**
   * How far proportions may be off: at 1.5 no face was lost, at 2.25 one in seven, at 3 three in
   * four (faces of 100 pixels in canvases 250 high and 500 to 1000 wide).
   */
  private static final double MAX_STRETCH = 1.75;

  /**
   * Share of a side from which a face is taken to be cut by the edge: faces of close crops are
   * found badly, or not.
   */
  private static final double NEARLY = .6;

  /** The whole image, with room beside it where it is far wider or taller than the input. */
  static View of(DecodedImage image, ModelCard.Network input) {
    double proportion = (double) input.width() / input.height();
    double width = Math.max(image.width(), image.height() * proportion / MAX_STRETCH);
    double height = Math.max(image.height(), image.width() / proportion / MAX_STRETCH);
    return new View((image.width() - width) / 2, (image.height() - height) / 2, width, height);
  }

  /** A view twice as wide and high around the same centre. */
  View withMargin() {
    return new View(left - width / 2, top - height / 2, 2 * width, 2 * height);
  }

  /**
   * Whether a detection spans so much of the view that another one with a margin may place it
   * better.
   */
  boolean nearlyFilledBy(Detection detection) {
    return detection.width() > NEARLY * width || detection.height() > NEARLY * height;
  }

  Affine toImage(ModelCard.Network input) {
    return Affine.stretch(input.width(), input.height(), left, top, width, height);
  }

  /** Where a share of the width falls in the image, pixels. */
  double x(float share) {
    return left + width * Math.clamp(share, 0f, 1f);
  }

  /** Where a share of the height falls in the image, pixels. */
  double y(float share) {
    return top + height * Math.clamp(share, 0f, 1f);
  }
}
