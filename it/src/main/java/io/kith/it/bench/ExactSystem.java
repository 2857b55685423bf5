package io.kith.it.bench;

import java.util.List;
import org.apache.lucene.util.VectorUtil;

/** Every vector, in float32, from memory. */
final class ExactSystem implements SearchSystem {

  private float[][] vectors = {};
  private int[] identities = {};

  @Override
  public String name() {
    return "exact float scan";
  }

  @Override
  public double build(Workload workload) {
    Vectors all = workload.vectors();
    vectors = new float[all.size()][];
    identities = new int[all.size()];
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] = all.vector(i);
      identities[i] = all.identity(i);
    }
    return 0;
  }

  @Override
  public List<Integer> efforts() {
    return List.of(0);
  }

  @Override
  public Answer search(float[] probe, int effort) {
    Answer.Builder best = new Answer.Builder(Workload.K);
    for (int i = 0; i < vectors.length; i++) {
      best.offer(identities[i], VectorUtil.dotProduct(probe, vectors[i]));
    }
    return best.answer();
  }

  @Override
  public long diskBytes() {
    return 0;
  }

  @Override
  public void close() {}
}
