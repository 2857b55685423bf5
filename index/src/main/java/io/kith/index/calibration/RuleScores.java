package io.kith.index.calibration;

import io.kith.index.calibration.Trials.Trial;
import java.util.ArrayList;
import java.util.Arrays;
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
  private final double[][] cohort;
  private final Weibull[] reach;

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
    cohort = IntStream.range(0, count).parallel().mapToObj(this::cohort).toArray(double[][]::new);
    reach = IntStream.range(0, count).parallel().mapToObj(this::reach).toArray(Weibull[]::new);
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

  int matedIdentities() {
    return (int) Arrays.stream(members).filter(it -> it.length > 1).count();
  }

  /** Best cosines of a template to other identities, descending, at most so many. */
  private double[] nearestOthers(int template, int most) {
    double[] best = new double[members.length - 1];
    int at = 0;
    for (int other = 0; other < members.length; other++) {
      if (other != identity[template]) {
        best[at++] = best(template, other);
      }
    }
    Arrays.sort(best);
    double[] nearest = new double[Math.min(most, best.length)];
    for (int i = 0; i < nearest.length; i++) {
      nearest[i] = best[best.length - 1 - i];
    }
    return nearest;
  }

  /** Mean and standard deviation of a template's nearest others. */
  private double[] cohort(int template) {
    double[] nearest = nearestOthers(template, COHORT);
    double mean = Arrays.stream(nearest).average().orElse(0);
    double variance =
        Arrays.stream(nearest).map(it -> (it - mean) * (it - mean)).average().orElse(0);
    return new double[] {mean, Math.sqrt(Math.max(variance, 1e-8))};
  }

  private Weibull reach(int template) {
    return Weibull.fit(
        Arrays.stream(nearestOthers(template, NEAREST)).map(it -> (1 - it) / 2).toArray());
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

  private double normalised(int probe, int candidate) {
    double best = Double.NEGATIVE_INFINITY;
    for (int template : members[candidate]) {
      if (template != probe) {
        double cosine = cosines[probe][template];
        double ofProbe = (cosine - cohort[probe][0]) / cohort[probe][1];
        double ofTemplate = (cosine - cohort[template][0]) / cohort[template][1];
        best = Math.max(best, (ofProbe + ofTemplate) / 2);
      }
    }
    return best;
  }

  private double included(int probe, int candidate) {
    double best = Double.NEGATIVE_INFINITY;
    for (int template : members[candidate]) {
      if (template != probe) {
        best = Math.max(best, reach[template].beyond(1 - cosines[probe][template]));
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
