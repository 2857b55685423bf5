package io.kith.it.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.apache.lucene.util.VectorUtil;

/**
 * Vectors spread as embeddings of faces are: a centre for each identity, and for each sample noise
 * about it, with the variances along principal directions that embeddings of photographs have
 * between people and within one. The same for the same seed; two templates an identity.
 *
 * <p>Samples differ in quality: their noise is scaled by a log-normal factor, so that cosines of
 * mates scatter as those of photographs do, about .7 with a deviation of .1.
 */
final class FaceLikeVectors implements Vectors {

  static final int TEMPLATES = 2;

  private static final double MEAN_LENGTH = .107;
  private static final double QUALITY_SPREAD = .35;
  private static final int STRANGERS_FROM = 1 << 28;

  private final int size;
  private final int dimension;
  private final long seed;
  private final float[] between;
  private final float[] within;
  private final float[][] directions;
  private final float[] mean;

  FaceLikeVectors(int size, int dimension, long seed) {
    this.size = size;
    this.dimension = dimension;
    this.seed = seed;
    List<String[]> spectrum = spectrum().stream().limit(dimension).toList();
    this.between = deviations(spectrum, 0);
    this.within = deviations(spectrum, 1);
    Random random = new Random(seed);
    this.directions = orthonormal(spectrum.size(), dimension, random);
    this.mean = VectorUtil.l2normalize(gaussian(dimension, random));
    for (int i = 0; i < dimension; i++) {
      mean[i] *= (float) MEAN_LENGTH;
    }
  }

  private static List<String[]> spectrum() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(
                    FaceLikeVectors.class.getResourceAsStream("face-spectrum.csv")),
                StandardCharsets.UTF_8))) {
      return lines
          .lines()
          .filter(line -> Character.isDigit(line.charAt(0)))
          .map(line -> line.split(",", -1))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static float[] deviations(List<String[]> spectrum, int column) {
    float[] deviations = new float[spectrum.size()];
    for (int i = 0; i < deviations.length; i++) {
      deviations[i] = (float) Math.sqrt(Double.parseDouble(spectrum.get(i)[column]));
    }
    return deviations;
  }

  /* Gram-Schmidt, twice over for float32. */
  private static float[][] orthonormal(int count, int dimension, Random random) {
    float[][] directions = new float[count][];
    for (int i = 0; i < count; i++) {
      float[] direction = VectorUtil.l2normalize(gaussian(dimension, random));
      for (int round = 0; round < 2; round++) {
        for (int j = 0; j < i; j++) {
          add(direction, directions[j], -VectorUtil.dotProduct(direction, directions[j]));
        }
        VectorUtil.l2normalize(direction);
      }
      directions[i] = direction;
    }
    return directions;
  }

  private static float[] gaussian(int count, RandomGenerator random) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static void add(float[] sum, float[] vector, float factor) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += factor * vector[i];
    }
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public int dimension() {
    return dimension;
  }

  @Override
  public int identity(int number) {
    return number / TEMPLATES;
  }

  @Override
  public float[] vector(int number) {
    return sample(identity(number), number % TEMPLATES);
  }

  @Override
  public float[] mate(int identity) {
    return sample(identity, TEMPLATES);
  }

  @Override
  public float[] stranger(int number) {
    return sample(STRANGERS_FROM + number, 0);
  }

  private float[] sample(int identity, int number) {
    long key = seed * STRANGERS_FROM * 4 + identity;
    float[] centre = gaussian(between.length, new SplittableRandom(key));
    SplittableRandom random = new SplittableRandom(~key * (number + 1));
    double quality =
        Math.exp(QUALITY_SPREAD * random.nextGaussian() - QUALITY_SPREAD * QUALITY_SPREAD);
    float[] noise = gaussian(within.length, random);
    float[] sample = mean.clone();
    for (int i = 0; i < directions.length; i++) {
      add(sample, directions[i], (float) (between[i] * centre[i] + quality * within[i] * noise[i]));
    }
    return VectorUtil.l2normalize(sample);
  }
}
