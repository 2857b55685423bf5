package io.kith.it.bench;

import io.github.jbellis.jvector.graph.GraphIndexBuilder;
import io.github.jbellis.jvector.graph.GraphSearcher;
import io.github.jbellis.jvector.graph.ImmutableGraphIndex;
import io.github.jbellis.jvector.graph.ListRandomAccessVectorValues;
import io.github.jbellis.jvector.graph.RandomAccessVectorValues;
import io.github.jbellis.jvector.graph.SearchResult;
import io.github.jbellis.jvector.graph.similarity.BuildScoreProvider;
import io.github.jbellis.jvector.graph.similarity.DefaultSearchScoreProvider;
import io.github.jbellis.jvector.util.Bits;
import io.github.jbellis.jvector.vector.VectorSimilarityFunction;
import io.github.jbellis.jvector.vector.VectorizationProvider;
import io.github.jbellis.jvector.vector.types.VectorFloat;
import io.github.jbellis.jvector.vector.types.VectorTypeSupport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** JVector in memory: degree 32, beam 100, neighbour overflow and alpha 1.2. */
final class JVectorSystem implements SearchSystem {

  private static final VectorTypeSupport TYPES =
      VectorizationProvider.getInstance().getVectorTypeSupport();

  private @Nullable RandomAccessVectorValues values;
  private @Nullable ThreadLocal<GraphSearcher> searchers;
  private int[] identities = {};

  @Override
  public String name() {
    return "JVector 32/100";
  }

  @Override
  public double build(Workload workload) throws IOException {
    Vectors vectors = workload.vectors();
    List<VectorFloat<?>> list = new ArrayList<>();
    identities = new int[vectors.size()];
    for (int i = 0; i < identities.length; i++) {
      list.add(TYPES.createFloatVector(vectors.vector(i)));
      identities[i] = vectors.identity(i);
    }
    RandomAccessVectorValues made = new ListRandomAccessVectorValues(list, vectors.dimension());
    long start = System.nanoTime();
    BuildScoreProvider scores =
        BuildScoreProvider.randomAccessScoreProvider(made, VectorSimilarityFunction.DOT_PRODUCT);
    try (GraphIndexBuilder builder =
        new GraphIndexBuilder(scores, vectors.dimension(), 32, 100, 1.2f, 1.2f, true)) {
      ImmutableGraphIndex graph = builder.build(made);
      values = made;
      searchers = ThreadLocal.withInitial(() -> new GraphSearcher(graph));
      return (System.nanoTime() - start) / 1e9;
    }
  }

  @Override
  public List<Integer> efforts() {
    return List.of(40, 80, 160, 320);
  }

  @Override
  public Answer search(float[] probe, int effort) {
    if (values == null || searchers == null) {
      throw new IllegalStateException("not built");
    }
    SearchResult found =
        searchers
            .get()
            .search(
                DefaultSearchScoreProvider.exact(
                    TYPES.createFloatVector(probe), VectorSimilarityFunction.DOT_PRODUCT, values),
                effort,
                Bits.ALL);
    Answer.Builder best = new Answer.Builder(Workload.K);
    for (SearchResult.NodeScore node : found.getNodes()) {
      best.offer(identities[node.node], 2.0 * node.score - 1);
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
