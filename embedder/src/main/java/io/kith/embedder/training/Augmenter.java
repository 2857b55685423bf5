package io.kith.embedder.training;

import io.kith.config.ModelCard;
import java.util.SplittableRandom;

/**
 * Makes a network's input of a prepared image, changed at random. Immutable: safe for concurrent
 * use.
 */
final class Augmenter {

  /** Prepared images are this many times the input, so that a warp reads detail, not pixels. */
  static final int OVERSIZE = 2;

  /* A coarse grid of random displacements, blended in between, is smooth and cheap. */
  private static final int GRID = 5;

  private static final int QUARTERS = 4;

  private static final float WHITE = 255;

  private final Augmentation augmentation;
  private final ModelCard.Network input;

  Augmenter(Augmentation augmentation, ModelCard.Network input) {
    this.augmentation = augmentation;
    this.input = input;
  }

  /** What prepared images are scaled to. */
  ModelCard.Network prepared() {
    return new ModelCard.Network(
        input.file(),
        ModelCard.Engine.PYTORCH,
        OVERSIZE * input.width(),
        OVERSIZE * input.height(),
        input.colour(),
        0,
        1,
        null,
        input.frame());
  }

  /** Number of values in one input. */
  int size() {
    return input.channels() * input.width() * input.height();
  }

  /**
   * Writes one input, {@code [channels, height, width]}.
   *
   * @param planes the prepared image
   * @param side turns by 90 degrees before anything else; from 4 on of the image mirrored
   * @param random decides all changes
   * @param values where the input goes
   * @param offset place of its first value
   */
  void apply(byte[] planes, int side, SplittableRandom random, float[] values, int offset) {
    int width = input.width();
    int height = input.height();
    double[] map = map(side, random);
    double[] warp = warp(random);
    Tone tone = Tone.draw(augmentation, input, random);
    int sourceWidth = OVERSIZE * width;
    int sourceHeight = OVERSIZE * height;
    int plane = sourceWidth * sourceHeight;
    int at = offset;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++, at++) {
        double u = x + .5 - width / 2.0;
        double v = y + .5 - height / 2.0;
        double atX = map[0] * u + map[1] * v + map[2];
        double atY = map[3] * u + map[4] * v + map[5];
        if (warp.length > 0) {
          double gridX = (x + .5) / width * (GRID - 1);
          double gridY = (y + .5) / height * (GRID - 1);
          atX += blend(warp, gridX, gridY, 0);
          atY += blend(warp, gridX, gridY, GRID * GRID);
        }
        double left = Math.clamp(atX - .5, 0, sourceWidth - 1.001);
        double top = Math.clamp(atY - .5, 0, sourceHeight - 1.001);
        int column = (int) left;
        int row = (int) top;
        double right = left - column;
        double bottom = top - row;
        int p = row * sourceWidth + column;
        for (int c = 0; c < input.channels(); c++, p += plane) {
          double upper = (planes[p] & 0xff) * (1 - right) + (planes[p + 1] & 0xff) * right;
          double lower =
              (planes[p + sourceWidth] & 0xff) * (1 - right)
                  + (planes[p + sourceWidth + 1] & 0xff) * right;
          values[at + c * width * height] = tone.of(upper * (1 - bottom) + lower * bottom);
        }
      }
    }
  }

  /** From the input's plane, relative to its centre, to the prepared image's. */
  private double[] map(int side, SplittableRandom random) {
    double angle = Math.toRadians(spread(augmentation.turn(), random)) + side * Math.PI / 2;
    double shear = spread(augmentation.shear(), random);
    double size = Math.exp(spread(augmentation.grow(), random));
    double stretch = Math.exp(spread(augmentation.stretch(), random) / 2);
    boolean flipped = augmentation.mirror() && random.nextBoolean();
    int mirror = flipped == (side < QUARTERS) ? -1 : 1;
    double cos = Math.cos(angle);
    double sin = Math.sin(angle);
    double scaleX = OVERSIZE * size * stretch * mirror;
    double scaleY = OVERSIZE * size / stretch;
    double shiftX = spread(augmentation.shift(), random) * OVERSIZE * input.width();
    double shiftY = spread(augmentation.shift(), random) * OVERSIZE * input.height();
    return new double[] {
      scaleX * cos,
      scaleX * (cos * shear - sin),
      OVERSIZE * input.width() / 2.0 + shiftX,
      scaleY * sin,
      scaleY * (sin * shear + cos),
      OVERSIZE * input.height() / 2.0 + shiftY
    };
  }

  private double[] warp(SplittableRandom random) {
    if (augmentation.elastic() == 0) {
      return new double[0];
    }
    double[] warp = new double[2 * GRID * GRID];
    double deviation = augmentation.elastic() * OVERSIZE * input.width();
    for (int i = 0; i < warp.length; i++) {
      warp[i] = deviation * random.nextGaussian();
    }
    return warp;
  }

  private static double blend(double[] warp, double x, double y, int from) {
    int column = Math.min((int) x, GRID - 2);
    int row = Math.min((int) y, GRID - 2);
    double right = x - column;
    double bottom = y - row;
    int p = from + row * GRID + column;
    return (warp[p] * (1 - right) + warp[p + 1] * right) * (1 - bottom)
        + (warp[p + GRID] * (1 - right) + warp[p + GRID + 1] * right) * bottom;
  }

  private static double spread(double largest, SplittableRandom random) {
    return largest == 0 ? 0 : random.nextDouble(-largest, largest);
  }

  /** What happens to values: ink, brightness, contrast, then the network's normalisation. */
  private record Tone(double gamma, double gain, double lift, double mean, double scale) {

    static Tone draw(Augmentation augmentation, ModelCard.Network input, SplittableRandom random) {
      return new Tone(
          Math.exp(spread(augmentation.stroke(), random)),
          1 + spread(augmentation.light(), random),
          WHITE * spread(augmentation.light(), random),
          input.mean(),
          input.scale());
    }

    float of(double value) {
      double ink = 1 - value / WHITE;
      double inked = gamma == 1 || ink <= 0 ? value : WHITE * (1 - Math.pow(ink, gamma));
      double lit = WHITE / 2 + (inked - WHITE / 2) * gain + lift;
      return (float) ((Math.clamp(lit, 0, WHITE) - mean) / scale);
    }
  }
}
