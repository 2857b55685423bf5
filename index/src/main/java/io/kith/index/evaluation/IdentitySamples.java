package io.kith.index.evaluation;

import io.kith.index.UnitVector;
import java.util.Comparator;
import java.util.List;

/**
 * The embeddings of one identity's samples.
 *
 * @param identity its name, no other's
 * @param group what it belongs to, such as the alphabet of a character; empty for none
 * @param embeddings one per sample, all of one dimension
 */
public record IdentitySamples(String identity, String group, List<UnitVector> embeddings) {

  /** Checks that there is a sample. */
  public IdentitySamples {
    embeddings = List.copyOf(embeddings);
    if (embeddings.isEmpty()) {
      throw new IllegalArgumentException("identity %s has no samples".formatted(identity));
    }
  }

  /** Number of samples. */
  public int count() {
    return embeddings.size();
  }

  /* By name, so that figures do not depend on the order in which identities come. */
  static List<IdentitySamples> sorted(List<IdentitySamples> identities) {
    return identities.stream().sorted(Comparator.comparing(IdentitySamples::identity)).toList();
  }
}
