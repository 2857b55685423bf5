package io.kith.index.calibration;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.util.VectorUtil;

/**
 * What searches with the probes gave, in arrays: for each probe the identities of others that came
 * nearest, and the best cosine to its own identity. Each probed identity weighs 1, shared by its
 * probes: strangers come as people, not as photographs. Never changed after it is made.
 */
final class Searches {

  /** Weight of each search. */
  final double[] weights;

  /** Index of each probe's identity, of {@link #identities}: those that are probed come first. */
  final int[] own;

  /**
   * Per search: scores on {@link CosineScale} of the nearest other identities, 1 or more,
   * descending.
   */
  final double[][] scores;

  /** Per search and score: index of that identity. */
  final int[][] others;

  /** Per search: best cosine to its own identity; NaN where that has no other template. */
  final double[] mated;

  /** Number of identities that are probed or found. */
  final int identities;

  /** Number of identities that are probed. */
  final int probed;

  private Searches(List<Search> searches) {
    int count = searches.size();
    weights = new double[count];
    own = new int[count];
    scores = new double[count][];
    others = new int[count][];
    mated = new double[count];
    Map<Long, Integer> index = new HashMap<>();
    for (int i = 0; i < count; i++) {
      own[i] = index.computeIfAbsent(searches.get(i).probe().identity(), _ -> index.size());
    }
    probed = index.size();
    int[] probes = new int[probed];
    for (int identity : own) {
      probes[identity]++;
    }
    for (int i = 0; i < count; i++) {
      Search search = searches.get(i);
      weights[i] = 1.0 / probes[own[i]];
      scores[i] = search.scores();
      others[i] = new int[search.others().length];
      for (int rank = 0; rank < others[i].length; rank++) {
        others[i][rank] = index.computeIfAbsent(search.others()[rank], _ -> index.size());
      }
      mated[i] = search.mated();
    }
    identities = index.size();
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Search(Sampled probe, double[] scores, long[] others, double mated) {}

  /**
   * All searches but those of misplaced templates; what look-alikes have with each other, and what
   * anybody has with misplaced templates, does not count.
   *
   * <p>A search is left out, too, where none of the neighbours that were kept counts: its best
   * score is only known to be below theirs. Sharing its weight among the searches that are below
   * would give the same rates or lower ones.
   */
  static Searches of(List<Sampled> probes, List<Neighbours> neighbours, Suspects without) {
    Set<Long> misplaced = new HashSet<>();
    without.misplaced().forEach(it -> misplaced.add(it.template()));
    Set<Suspects.Pair> lookAlikes = new HashSet<>();
    without.lookAlikes().forEach(it -> lookAlikes.add(Suspects.Pair.of(it.first(), it.second())));
    List<Search> searches = new ArrayList<>();
    for (int i = 0; i < probes.size(); i++) {
      Sampled probe = probes.get(i);
      if (misplaced.contains(probe.template())) {
        continue;
      }
      Neighbours near = neighbours.get(i);
      double[] scores = new double[near.size()];
      long[] others = new long[near.size()];
      int kept = 0;
      for (int rank = 0; rank < near.size(); rank++) {
        if (!misplaced.contains(near.template(rank))
            && !lookAlikes.contains(Suspects.Pair.of(probe.identity(), near.identity(rank)))) {
          scores[kept] = CosineScale.of(near.cosine(rank));
          others[kept++] = near.identity(rank);
        }
      }
      if (kept > 0) {
        searches.add(
            new Search(
                probe,
                Arrays.copyOf(scores, kept),
                Arrays.copyOf(others, kept),
                mated(probes, i, misplaced)));
      }
    }
    return new Searches(searches);
  }

  private static double mated(List<Sampled> probes, int at, Set<Long> misplaced) {
    Sampled probe = probes.get(at);
    double best = Double.NaN;
    int first = at;
    while (first > 0 && probes.get(first - 1).identity() == probe.identity()) {
      first--;
    }
    for (int i = first; i < probes.size() && probes.get(i).identity() == probe.identity(); i++) {
      if (i != at && !misplaced.contains(probes.get(i).template())) {
        double cosine = VectorUtil.dotProduct(probe.vector(), probes.get(i).vector());
        best = Double.isNaN(best) ? cosine : Math.max(best, cosine);
      }
    }
    return best;
  }

  int count() {
    return weights.length;
  }

  /** Score of the nearest other identity. */
  double best(int search) {
    return scores[search][0];
  }

  /** Number of searches that have another template of their own identity. */
  int matedCount() {
    int count = 0;
    for (double cosine : mated) {
      count += Double.isNaN(cosine) ? 0 : 1;
    }
    return count;
  }
}
