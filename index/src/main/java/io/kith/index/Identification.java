package io.kith.index;

import java.util.List;
import java.util.OptionalDouble;

/** Whom a probe shows: one of the enrolled, or nobody among them. */
public sealed interface Identification {

  /** Distinct identities, best first; at most as many as asked for. */
  List<Candidate> candidates();

  /** The threshold that was applied. */
  Threshold threshold();

  /**
   * Cosine of the best identity minus that of the second, 0 or more; empty when fewer than two
   * matched the filter.
   */
  OptionalDouble gap();

  /** How it was searched. */
  SearchReport search();

  /** The best candidate's cosine is at or above the threshold. */
  record Known(
      List<Candidate> candidates, Threshold threshold, OptionalDouble gap, SearchReport search)
      implements Identification {
    public Known {
      candidates = List.copyOf(candidates);
    }

    /** Id of the best candidate. */
    public String identity() {
      return candidates.getFirst().identity();
    }

    /** Cosine of the best candidate, at or above the threshold. */
    public double cosine() {
      return candidates.getFirst().cosine();
    }
  }

  /** No candidate, or the best one's cosine is below the threshold. */
  record Unknown(
      List<Candidate> candidates, Threshold threshold, OptionalDouble gap, SearchReport search)
      implements Identification {
    public Unknown {
      candidates = List.copyOf(candidates);
    }
  }
}
