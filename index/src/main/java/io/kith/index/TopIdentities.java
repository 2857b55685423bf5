package io.kith.index;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The best k distinct identities among the templates offered, each by its best template. Not safe
 * for concurrent use.
 *
 * <p>O(log k) an offer that is kept; most are not, by a comparison with {@link #floor}.
 */
final class TopIdentities {

  private static final Comparator<Candidate> BEST_FIRST =
      Comparator.comparingDouble(Candidate::cosine)
          .reversed()
          .thenComparing(Candidate::identity)
          .thenComparing(Candidate::template);

  private final int k;
  private final TreeSet<Candidate> ranked = new TreeSet<>(BEST_FIRST);
  private final Map<String, Candidate> byIdentity = new HashMap<>();

  /**
   * @param k distinct identities wanted, 1 or more
   */
  TopIdentities(int k) {
    this.k = k;
  }

  void offer(Candidate candidate) {
    Candidate known = byIdentity.get(candidate.identity());
    if (known != null) {
      if (BEST_FIRST.compare(candidate, known) < 0) {
        ranked.remove(known);
        add(candidate);
      }
      return;
    }
    add(candidate);
    if (ranked.size() > k) {
      byIdentity.remove(ranked.removeLast().identity());
    }
  }

  private void add(Candidate candidate) {
    ranked.add(candidate);
    byIdentity.put(candidate.identity(), candidate);
  }

  /** Cosine below which an offer cannot be kept. */
  double floor() {
    return full() ? ranked.last().cosine() : Double.NEGATIVE_INFINITY;
  }

  boolean full() {
    return ranked.size() == k;
  }

  /** Best first; equal cosines in the order of identity ids. */
  List<Candidate> ranked() {
    return List.copyOf(ranked);
  }
}
