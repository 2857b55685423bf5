package io.kith.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The best k distinct identities among the templates offered, each by its best template. Not safe
 * for concurrent use.
 *
 * <p>O(log k) an offer that is kept; most are not, by a comparison with {@link #floor}. Identities
 * are told apart by their keys; their ids are read only of those that are returned, or that tie.
 */
final class TopIdentities {

  private final int k;
  private final TreeSet<Sighting> ranked = new TreeSet<>();
  private final Map<Long, Sighting> byIdentity = new HashMap<>();
  private double floor = Double.NEGATIVE_INFINITY;

  /**
   * @param k distinct identities wanted, 1 or more
   */
  TopIdentities(int k) {
    this.k = k;
  }

  /**
   * Offers a template.
   *
   * @param identity key of its identity
   * @param segment where it is
   * @return whether it is among the best
   */
  boolean offer(long identity, double cosine, SegmentTemplates segment, int document) {
    Sighting sighting = new Sighting(identity, cosine, segment, document);
    Sighting known = byIdentity.get(identity);
    if (known != null) {
      if (sighting.compareTo(known) >= 0) {
        return false;
      }
      ranked.remove(known);
    }
    ranked.add(sighting);
    byIdentity.put(identity, sighting);
    if (ranked.size() < k) {
      return true;
    }
    boolean kept = true;
    if (ranked.size() > k) {
      Sighting last = ranked.removeLast();
      byIdentity.remove(last.identity);
      kept = last != sighting;
    }
    floor = ranked.last().cosine;
    return kept;
  }

  /** Cosine of the best one; that of none when there is none. */
  double ceiling() {
    return ranked.isEmpty() ? Double.NEGATIVE_INFINITY : ranked.first().cosine;
  }

  /** Cosine below which an offer cannot be kept. */
  double floor() {
    return floor;
  }

  /** Distinct identities wanted. */
  int wanted() {
    return k;
  }

  boolean full() {
    return ranked.size() == k;
  }

  /** Best first; equal cosines in the order of identity ids. */
  List<Candidate> ranked() {
    List<Candidate> candidates = new ArrayList<>(ranked.size());
    ranked.forEach(sighting -> candidates.add(sighting.candidate()));
    return List.copyOf(candidates);
  }

  /** Offers the template of each identity here to others, measured anew. */
  void measureAgain(TopIdentities others) throws IOException {
    int[] document = new int[1];
    for (Sighting sighting : ranked) {
      document[0] = sighting.document;
      sighting.segment.measure(document, 1, others);
    }
  }

  /** A template that was offered; the better one sorts first. */
  private static final class Sighting implements Comparable<Sighting> {

    private final long identity;
    private final double cosine;
    private final SegmentTemplates segment;
    private final int document;
    private @Nullable Candidate candidate;

    Sighting(long identity, double cosine, SegmentTemplates segment, int document) {
      this.identity = identity;
      this.cosine = cosine;
      this.segment = segment;
      this.document = document;
    }

    @Override
    public int compareTo(Sighting other) {
      if (cosine != other.cosine) {
        return Double.compare(other.cosine, cosine);
      }
      if (segment == other.segment && document == other.document) {
        return 0;
      }
      int byId = candidate().identity().compareTo(other.candidate().identity());
      return byId != 0 ? byId : candidate().template().compareTo(other.candidate().template());
    }

    Candidate candidate() {
      Candidate read = candidate;
      if (read == null) {
        try {
          read = segment.candidate(document, cosine);
        } catch (IOException e) {
          throw StorageFault.of(e);
        }
        candidate = read;
      }
      return read;
    }
  }
}
