package io.kith.index.calibration;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.lucene.util.VectorUtil;
import org.jspecify.annotations.Nullable;

/**
 * The probes of each identity in groups of one subject each: the largest group is the identity's
 * core, others dissent from it. Groups are joined while their mean cosine is at least what 1 % of
 * pairs of strangers reach (average linkage).
 */
final class Subjects {

  private static final double STRANGERS_LINKED = 0.01;
  private static final int PAIRS = 200_000;

  /**
   * Probes of one identity that show one subject.
   *
   * @param core whether it is the identity's largest group; of groups of one size the older one is
   * @param tied whether another group of the identity is as large as the core
   * @param probes positions among all probes, ascending
   */
  record Group(long identity, boolean core, boolean tied, List<Integer> probes) {}

  private final List<Group> groups = new ArrayList<>();
  private final Map<Long, Group> cores = new HashMap<>();
  private final Map<Long, Group> byTemplate = new HashMap<>();

  private Subjects() {}

  /** Groups probes; those of one identity stand together. */
  static Subjects of(List<Sampled> probes, long seed) {
    Subjects subjects = new Subjects();
    double linked = reachedByStrangers(probes, seed);
    int start = 0;
    for (int i = 1; i <= probes.size(); i++) {
      if (i == probes.size() || probes.get(i).identity() != probes.get(start).identity()) {
        subjects.add(probes, start, i, linked);
        start = i;
      }
    }
    return subjects;
  }

  List<Group> groups() {
    return groups;
  }

  /** The core of an identity; null when it was not probed. */
  @Nullable Group core(long identity) {
    return cores.get(identity);
  }

  /** Whether a template is known to dissent from its identity. */
  boolean dissents(long template) {
    Group group = byTemplate.get(template);
    return group != null && !group.core();
  }

  private static double reachedByStrangers(List<Sampled> probes, long seed) {
    if (probes.getFirst().identity() == probes.getLast().identity()) {
      return 1;
    }
    Random random = new Random(seed);
    double[] cosines = new double[PAIRS];
    for (int i = 0; i < PAIRS; ) {
      Sampled a = probes.get(random.nextInt(probes.size()));
      Sampled b = probes.get(random.nextInt(probes.size()));
      if (a.identity() != b.identity()) {
        cosines[i++] = VectorUtil.dotProduct(a.vector(), b.vector());
      }
    }
    Arrays.sort(cosines);
    return cosines[(int) (PAIRS * (1 - STRANGERS_LINKED))];
  }

  private void add(List<Sampled> probes, int start, int end, double linked) {
    List<List<Integer>> clusters = clusters(probes, start, end, linked);
    clusters.sort(
        Comparator.<List<Integer>>comparingInt(List::size)
            .reversed()
            .thenComparing(List::getFirst));
    int largest = clusters.getFirst().size();
    for (int i = 0; i < clusters.size(); i++) {
      List<Integer> cluster = clusters.get(i);
      boolean tied = clusters.size() > 1 && clusters.get(1).size() == largest;
      Group group =
          new Group(
              probes.get(start).identity(), i == 0, tied && cluster.size() == largest, cluster);
      groups.add(group);
      if (group.core()) {
        cores.put(group.identity(), group);
      }
      cluster.forEach(probe -> byTemplate.put(probes.get(probe).template(), group));
    }
  }

  private static List<List<Integer>> clusters(
      List<Sampled> probes, int start, int end, double linked) {
    List<List<Integer>> clusters = new ArrayList<>();
    for (int i = start; i < end; i++) {
      clusters.add(new ArrayList<>(List.of(i)));
    }
    int count = clusters.size();
    double[][] sums = new double[count][count]; // of the cosines between two clusters
    for (int a = 0; a < count; a++) {
      for (int b = 0; b < a; b++) {
        sums[a][b] =
            VectorUtil.dotProduct(probes.get(start + a).vector(), probes.get(start + b).vector());
        sums[b][a] = sums[a][b];
      }
    }
    while (clusters.size() > 1) {
      int first = 0;
      int second = 0;
      double nearest = Double.NEGATIVE_INFINITY;
      for (int a = 0; a < clusters.size(); a++) {
        for (int b = 0; b < a; b++) {
          double mean = sums[a][b] / (clusters.get(a).size() * clusters.get(b).size());
          if (mean > nearest) {
            nearest = mean;
            first = b;
            second = a;
          }
        }
      }
      if (nearest < linked) {
        break;
      }
      join(clusters, sums, first, second);
    }
    return clusters;
  }

  /* The last cluster takes the place of the second, which goes into the first. */
  private static void join(List<List<Integer>> clusters, double[][] sums, int first, int second) {
    clusters.get(first).addAll(clusters.get(second));
    clusters.get(first).sort(null);
    int last = clusters.size() - 1;
    for (int other = 0; other <= last; other++) {
      sums[first][other] += sums[second][other];
      sums[other][first] = sums[first][other];
    }
    clusters.set(second, clusters.get(last));
    clusters.removeLast();
    for (int other = 0; other < last; other++) {
      sums[second][other] = sums[last][other];
      sums[other][second] = sums[second][other];
    }
  }
}
