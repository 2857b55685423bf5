package io.kith.embedder.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * How well embeddings of classes that were not trained on tell each other apart.
 *
 * @param classes classes measured, of one image or more
 * @param enrolled N, classes enrolled in a split
 * @param eer equal error rate of 1:1 comparisons of all mated pairs with all others, or a million
 *     of these drawn at random
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

  /** Errors expected at a rate, below which it is not stated: as in evaluations of a model. */
  private static final int LEAST_ERRORS = 10;

  private static final int MOST_PAIRS = 1_000_000;
  private static final int WAYS = 20;
  private static final int EPISODES = 1_000;
  private static final int SPLITS = 10;
  private static final int MOST_SAMPLES = 5;

  /**
   * Identification where half of the classes are enrolled, with up to 5 samples each, and the other
   * half are strangers. A class's cosine is that of its best sample, as in a gallery.
   *
   * @param strangers searches of strangers
   * @param rank1 share of mated searches that name the right class first
   * @param dirAt1 detection and identification rate at a false-positive identification rate of 1 %,
   *     of whole searches: of fewer than 100, none
   * @param dirAt10 the same at 10 %
   * @param thresholdAt1 cosine that 1 % of strangers' searches reach
   */
  public record Split(
      int strangers, double rank1, double dirAt1, double dirAt10, double thresholdAt1) {}

  /** Copies the list. */
  public OpenSetFigures {
    splits = List.copyOf(splits);
  }

  /**
   * Measures.
   *
   * @param embeddings {@code [images][dimension]}, each of L2 norm 1
   * @param labels class of each; classes of one image only can be strangers, nothing else
   * @param seed of pairs, episodes and splits
   * @throws TrainingException when a cosine of two of them is not finite
   */
  public static OpenSetFigures of(float[][] embeddings, int[] labels, long seed) {
    List<int[]> classes = classes(labels);
    Random random = new Random(seed);
    Pairs pairs = Pairs.of(embeddings);
    double[] verification = verification(pairs, labels, random);
    List<int[]> usable = classes.stream().filter(members -> members.length > 1).toList();
    int ways = Math.min(WAYS, usable.size());
    double fewShot = fewShot(pairs, usable, ways, EPISODES, random);
    int enrolled = Math.min(usable.size(), classes.size() / 2);
    List<Split> splits = new ArrayList<>();
    for (int i = 0; i < SPLITS; i++) {
      splits.add(split(pairs, classes, enrolled, random));
    }
    return new OpenSetFigures(
        classes.size(), enrolled, verification[0], verification[1], ways, fewShot, splits);
  }

  /** Cosines of all pairs, each computed once: splits and episodes ask for them many times. */
  private record Pairs(float[][] cosines) {

    static Pairs of(float[][] embeddings) {
      float[][] cosines = new float[embeddings.length][];
      IntStream.range(0, embeddings.length)
          .parallel()
          .forEach(i -> cosines[i] = cosines(embeddings, i));
      return new Pairs(cosines);
    }

    /** With the embeddings before. */
    private static float[] cosines(float[][] embeddings, int i) {
      float[] cosines = new float[i];
      for (int j = 0; j < i; j++) {
        cosines[j] = dot(embeddings[i], embeddings[j]);
        if (!Float.isFinite(cosines[j])) {
          throw new TrainingException(
              "the cosine of two images held out is %s: the model cannot be used; train with a smaller learning rate, or on other images"
                  .formatted(cosines[j]));
        }
      }
      return cosines;
    }

    int count() {
      return cosines.length;
    }

    double cosine(int i, int j) {
      return i > j ? cosines[i][j] : cosines[j][i];
    }
  }

  /** Searches of strangers in a split; the fewest. */
  public int strangers() {
    return splits.stream().mapToInt(Split::strangers).min().orElse(0);
  }

  /** See {@link Split#rank1}; mean over the splits, as are the next ones. */
  public double rank1() {
    return mean(Split::rank1);
  }

  /** Empty where strangers are too few to state it, which takes 1,000 searches. */
  public OptionalDouble dirAt1() {
    return measured(0.01, Split::dirAt1);
  }

  /** Empty where strangers are too few to state it, which takes 100 searches. */
  public OptionalDouble dirAt10() {
    return measured(0.1, Split::dirAt10);
  }

  public double thresholdAt1() {
    return mean(Split::thresholdAt1);
  }

  private OptionalDouble measured(double fpir, ToDoubleFunction<Split> figure) {
    return fpir * strangers() >= LEAST_ERRORS
        ? OptionalDouble.of(mean(figure))
        : OptionalDouble.empty();
  }

  private double mean(ToDoubleFunction<Split> figure) {
    return splits.stream().mapToDouble(figure).average().orElse(Double.NaN);
  }

  private static List<int[]> classes(int[] labels) {
    TreeMap<Integer, List<Integer>> members = new TreeMap<>();
    for (int i = 0; i < labels.length; i++) {
      members.computeIfAbsent(labels[i], _ -> new ArrayList<>()).add(i);
    }
    return members.values().stream()
        .map(list -> list.stream().mapToInt(Integer::intValue).toArray())
        .toList();
  }

  /** EER and the cosine it is at. */
  private static double[] verification(Pairs pairs, int[] labels, Random random) {
    List<Double> mated = new ArrayList<>();
    List<Double> nonMated = new ArrayList<>();
    int count = pairs.count();
    for (int[] members : classes(labels)) {
      for (int i = 0; i < members.length; i++) {
        for (int j = 0; j < i; j++) {
          mated.add(pairs.cosine(members[i], members[j]));
        }
      }
    }
    if ((long) count * (count - 1) / 2 <= 2L * MOST_PAIRS) {
      for (int i = 0; i < count; i++) {
        for (int j = 0; j < i; j++) {
          if (labels[i] != labels[j]) {
            nonMated.add(pairs.cosine(i, j));
          }
        }
      }
    } else {
      while (nonMated.size() < MOST_PAIRS) {
        int i = random.nextInt(count);
        int j = random.nextInt(count);
        if (labels[i] != labels[j]) {
          nonMated.add(pairs.cosine(i, j));
        }
      }
    }
    return equalError(sorted(mated), sorted(nonMated));
  }

  private static double[] sorted(List<Double> values) {
    double[] array = values.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(array);
    return array;
  }

  /**
   * Where the share of mated below a cosine meets the share of non-mated at or above it; the mean
   * of both where they pass each other between two scores.
   *
   * @param mated ascending
   * @param nonMated ascending
   * @return the error rate, and the cosine; NaN where one kind is missing
   */
  static double[] equalError(double[] mated, double[] nonMated) {
    if (mated.length == 0 || nonMated.length == 0) {
      return new double[] {Double.NaN, Double.NaN};
    }
    int missed = 0;
    int rejected = 0;
    double cosine = Double.NEGATIVE_INFINITY;
    while (true) {
      double misses = (double) missed / mated.length;
      double accepted = 1 - (double) rejected / nonMated.length;
      if (misses >= accepted) {
        return new double[] {(misses + accepted) / 2, cosine};
      }
      // The next higher threshold rejects all scores equal to the one that is now the lowest.
      double lowest =
          Math.min(
              missed < mated.length ? mated[missed] : Double.POSITIVE_INFINITY,
              rejected < nonMated.length ? nonMated[rejected] : Double.POSITIVE_INFINITY);
      while (missed < mated.length && mated[missed] == lowest) {
        missed++;
      }
      while (rejected < nonMated.length && nonMated[rejected] == lowest) {
        rejected++;
      }
      cosine = Math.nextUp(lowest);
    }
  }

  /**
   * Accuracy of naming one query a class by one example a class, over random episodes.
   *
   * @param classes of two images or more
   */
  private static double fewShot(
      Pairs pairs, List<int[]> classes, int n, int episodes, Random random) {
    List<int[]> drawn = new ArrayList<>(classes);
    long right = 0;
    for (int episode = 0; episode < episodes; episode++) {
      Collections.shuffle(drawn, random);
      int[] examples = new int[n];
      int[] queries = new int[n];
      for (int i = 0; i < n; i++) {
        int[] members = drawn.get(i);
        int example = random.nextInt(members.length);
        int query = (example + 1 + random.nextInt(members.length - 1)) % members.length;
        examples[i] = members[example];
        queries[i] = members[query];
      }
      for (int i = 0; i < n; i++) {
        int best = 0;
        double highest = Double.NEGATIVE_INFINITY;
        for (int j = 0; j < n; j++) {
          double cosine = pairs.cosine(queries[i], examples[j]);
          if (cosine > highest) {
            highest = cosine;
            best = j;
          }
        }
        right += best == i ? 1 : 0;
      }
    }
    return (double) right / ((long) episodes * n);
  }

  private static Split split(Pairs pairs, List<int[]> classes, int most, Random random) {
    List<int[]> shuffled = new ArrayList<>(classes);
    Collections.shuffle(shuffled, random);
    List<int[]> enrolled =
        shuffled.stream().filter(members -> members.length > 1).limit(most).toList();
    List<int[]> strangers =
        shuffled.stream().filter(members -> !enrolled.contains(members)).toList();
    List<int[]> templates = new ArrayList<>();
    List<int[]> probes = new ArrayList<>();
    for (int[] members : enrolled) {
      int[] order = members.clone();
      for (int i = order.length - 1; i > 0; i--) {
        int j = random.nextInt(i + 1);
        int swap = order[i];
        order[i] = order[j];
        order[j] = swap;
      }
      int samples = Math.min(MOST_SAMPLES, order.length / 2);
      templates.add(Arrays.copyOf(order, samples));
      probes.add(Arrays.copyOfRange(order, samples, order.length));
    }
    List<Double> stranger = new ArrayList<>();
    for (int[] members : strangers) {
      for (int probe : members) {
        stranger.add(best(pairs, probe, templates)[1]);
      }
    }
    List<Double> right = new ArrayList<>();
    int mated = 0;
    for (int i = 0; i < probes.size(); i++) {
      for (int probe : probes.get(i)) {
        double[] best = best(pairs, probe, templates);
        mated++;
        if ((int) best[0] == i) {
          right.add(best[1]);
        }
      }
    }
    double[] others = sorted(stranger);
    double at1 = quantile(others, 0.01);
    double at10 = quantile(others, 0.1);
    int all = mated;
    return new Split(
        others.length,
        (double) right.size() / all,
        (double) right.stream().filter(cosine -> cosine > at1).count() / all,
        (double) right.stream().filter(cosine -> cosine > at10).count() / all,
        at1);
  }

  /** Value that this share of the sorted values is above. */
  private static double quantile(double[] sorted, double share) {
    return sorted.length == 0
        ? Double.NaN
        : sorted[Math.max(0, sorted.length - 1 - (int) (share * sorted.length))];
  }

  /** The class whose best sample is nearest, and its cosine. */
  private static double[] best(Pairs pairs, int probe, List<int[]> templates) {
    int best = -1;
    double highest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < templates.size(); i++) {
      for (int template : templates.get(i)) {
        double cosine = pairs.cosine(probe, template);
        if (cosine > highest) {
          highest = cosine;
          best = i;
        }
      }
    }
    return new double[] {best, highest};
  }

  private static float dot(float[] a, float[] b) {
    float sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
