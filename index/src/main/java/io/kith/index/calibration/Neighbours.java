package io.kith.index.calibration;

/**
 * The identities that come nearest to one probe, each with its best template, best first. Not safe
 * for concurrent use.
 */
final class Neighbours {

  /*
   * Enough for the tail: what counts is how often an identity is above a high threshold, and probes with more than a few of
   * those are the look-alikes that the tail is made of.
   */
  static final int MOST = 16;

  private final long[] identities = new long[MOST];
  private final long[] templates = new long[MOST];
  private final float[] cosines = new float[MOST];
  private int size;
  private float lowest = Float.NEGATIVE_INFINITY;

  int size() {
    return size;
  }

  long identity(int rank) {
    return identities[rank];
  }

  long template(int rank) {
    return templates[rank];
  }

  float cosine(int rank) {
    return cosines[rank];
  }

  /** Takes a template in when it is among the nearest; equal cosines in the order of keys. */
  void offer(long identity, long template, float cosine) {
    if (cosine > lowest || size < MOST) {
      insert(identity, template, cosine);
    }
  }

  private void insert(long identity, long template, float cosine) {
    int at = 0;
    while (at < size && identities[at] != identity) {
      at++;
    }
    if (at < size && cosines[at] >= cosine) {
      return;
    }
    if (at == MOST) {
      at--;
    }
    size = Math.max(size, at + 1);
    while (at > 0 && before(cosine, identity, at - 1)) {
      identities[at] = identities[at - 1];
      templates[at] = templates[at - 1];
      cosines[at] = cosines[at - 1];
      at--;
    }
    identities[at] = identity;
    templates[at] = template;
    cosines[at] = cosine;
    lowest = size == MOST ? cosines[MOST - 1] : Float.NEGATIVE_INFINITY;
  }

  private boolean before(float cosine, long identity, int rank) {
    return cosine > cosines[rank] || (cosine == cosines[rank] && identity < identities[rank]);
  }
}
