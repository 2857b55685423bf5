package io.kith.index.calibration;

import io.kith.index.calibration.Trials.Trial;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.lucene.util.VectorUtil;

/**
 * Scores of all identities of a sample for each of its templates, by rule. Holds the cosines of all
 * pairs: {@code [templates, templates]} float32.
 */
final class RuleScores {

  /* Others that normalisation and the extreme value machine look at, as their papers do. */
  private static final int COHORT = 50;
  private static final int NEAREST = 20;

  private final double[] quality;
  private final int[] identity;
  private final int[][] members;
  private final float[][] cosines;
  private final Nearest[] nearest;
  private final Weibull[][] reach;

  RuleScores(List<Sampled> sample) {
    int count = sample.size();
    quality = sample.stream().mapToDouble(Sampled::quality).toArray();
    identity = new int[count];
    Map<Long, List<Integer>> byKey = new HashMap<>();
    List<List<Integer>> groups = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      List<Integer> group =
          byKey.computeIfAbsent(
              sample.get(i).identity(),
              _ -> {
                groups.add(new ArrayList<>());
                return groups.getLast();
              });
      group.add(i);
      identity[i] = groups.indexOf(group);
    }
    members =
        groups.stream()
            .map(it -> it.stream().mapToInt(Integer::intValue).toArray())
            .toArray(int[][]::new);
    cosines =
        IntStream.range(0, count).parallel().mapToObj(i -> row(sample, i)).toArray(float[][]::new);
    nearest = IntStream.range(0, count).parallel().mapToObj(this::nearest).toArray(Nearest[]::new);
    reach = IntStream.range(0, count).parallel().mapToObj(this::reaches).toArray(Weibull[][]::new);
  }

  private static float[] row(List<Sampled> sample, int i) {
    float[] row = new float[sample.size()];
    for (int j = 0; j < row.length; j++) {
      row[j] = VectorUtil.dotProduct(sample.get(i).vector(), sample.get(j).vector());
    }
    return row;
  }

  int identities() {
    return members.length;
  }

  /**
   * The identities that come nearest to a template, nearest first, and their best cosines to it.
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Nearest(int[] identities, double[] cosines) {

    /** The nearest ones but one, at most so many. */
    double[] without(int identity, int most) {
      double[] kept = new double[most];
      int count = 0;
      for (int i = 0; i < identities.length && count < most; i++) {
        if (identities[i] != identity) {
          kept[count++] = cosines[i];
        }
      }
      return Arrays.copyOf(kept, count);
    }
  }

  private Nearest nearest(int template) {
    int[] others =
        IntStream.range(0, members.length)
            .filter(other -> other != identity[template])
            .boxed()
            .sorted(Comparator.comparingDouble(other -> -best(template, other)))
            .limit(COHORT + 1)
            .mapToInt(Integer::intValue)
            .toArray();
    return new Nearest(
        others, Arrays.stream(others).mapToDouble(other -> best(template, other)).toArray());
  }

  /** How far strangers but one stay from a template. */
  private Weibull reach(int template, int without) {
    return Weibull.fit(
        Arrays.stream(nearest[template].without(without, NEAREST))
            .map(it -> (1 - it) / 2)
            .toArray());
  }

  /**
   * Fits for each stranger that may have to be left out; the last leaves out none of the nearest.
   */
  private Weibull[] reaches(int template) {
    int[] near = nearest[template].identities();
    Weibull[] reaches = new Weibull[Math.min(NEAREST, near.length) + 1];
    for (int i = 0; i < reaches.length - 1; i++) {
      reaches[i] = reach(template, near[i]);
    }
    reaches[reaches.length - 1] = reach(template, -1);
    return reaches;
  }

  private double best(int probe, int candidate) {
    double best = Double.NEGATIVE_INFINITY;
    for (int template : members[candidate]) {
      if (template != probe) {
        best = Math.max(best, cosines[probe][template]);
      }
    }
    return best;
  }

  /** Cosine to the normalised weighted sum of the candidate's templates. */
  private double mean(int probe, int candidate, boolean weighted) {
    double sum = 0;
    double norm = 0;
    for (int a : members[candidate]) {
      if (a == probe) {
        continue;
      }
      double weight = weighted ? quality[a] : 1;
      sum += weight * cosines[probe][a];
      for (int b : members[candidate]) {
        norm += b == probe ? 0 : weight * (weighted ? quality[b] : 1) * cosines[a][b];
      }
    }
    return norm <= 0 ? Double.NEGATIVE_INFINITY : sum / Math.sqrt(norm);
  }

  /* The candidate is no stranger to be compared with, and the probe's own identity is hidden, or is the candidate. */
  private double normalised(int probe, int candidate) {
    double[] ofProbe = nearest[probe].without(candidate, COHORT);
    double best = Double.NEGATIVE_INFINITY;
    for (int template : members[candidate]) {
      if (template != probe) {
        double[] ofTemplate = nearest[template].without(identity[probe], COHORT);
        double cosine = cosines[probe][template];
        best = Math.max(best, (standard(cosine, ofProbe) + standard(cosine, ofTemplate)) / 2);
      }
    }
    return best;
  }

  private static double standard(double cosine, double[] cohort) {
    double sum = 0;
    double squares = 0;
    for (double other : cohort) {
      sum += other;
      squares += other * other;
    }
    double mean = sum / cohort.length;
    double variance = Math.max(squares / cohort.length - mean * mean, 1e-8);
    return (cosine - mean) / Math.sqrt(variance);
  }

  private double included(int probe, int candidate) {
    double best = Double.NEGATIVE_INFINITY;
    for (int template : members[candidate]) {
      if (template != probe) {
        Weibull[] fits = reach[template];
        int[] near = nearest[template].identities();
        int hidden = 0;
        while (hidden < fits.length - 1 && near[hidden] != identity[probe]) {
          hidden++;
        }
        best = Math.max(best, fits[hidden].beyond(1 - cosines[probe][template]));
      }
    }
    return best;
  }

  private double score(ScoreRule rule, int probe, int candidate) {
    return switch (rule) {
      case BEST, GAP -> best(probe, candidate);
      case MEAN -> mean(probe, candidate, false);
      case WEIGHTED_MEAN -> mean(probe, candidate, true);
      case S_NORM -> normalised(probe, candidate);
      case EXTREME_VALUE -> included(probe, candidate);
    };
  }

  /** All searches under a rule. */
  Trials trials(ScoreRule rule) {
    List<Trial> mated = new ArrayList<>();
    List<Trial> nonMated = new ArrayList<>();
    for (int probe = 0; probe < identity.length; probe++) {
      int own = identity[probe];
      double first = Double.NEGATIVE_INFINITY;
      double second = Double.NEGATIVE_INFINITY;
      for (int candidate = 0; candidate < members.length; candidate++) {
        if (candidate != own) {
          double score = score(rule, probe, candidate);
          second = Math.max(second, Math.min(first, score));
          first = Math.max(first, score);
        }
      }
      double share = 1.0 / members[own].length;
      boolean gap = rule == ScoreRule.GAP;
      nonMated.add(new Trial(own, gap ? first - second : first, false, share));
      if (members[own].length > 1) {
        double score = score(rule, probe, own);
        mated.add(new Trial(own, gap ? score - first : score, score > first, share));
      }
    }
    return new Trials(mated, nonMated);
  }
}
