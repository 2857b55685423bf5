package io.kith.index.evaluation;

/**
 * A 1:1 comparison of two samples.
 *
 * @param a identity that the one shows
 * @param b identity that the other shows
 * @param cosine of their embeddings; -1 where one image could not be embedded, so that no threshold
 *     in use accepts it
 */
public record Comparison(String a, String b, double cosine) {

  /** Whether both show one identity. */
  public boolean mated() {
    return a.equals(b);
  }
}
