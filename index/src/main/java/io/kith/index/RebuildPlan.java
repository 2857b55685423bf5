package io.kith.index;

import io.kith.config.IndexSettings;
import io.kith.config.IndexSettings.Structure;
import org.jspecify.annotations.Nullable;

/**
 * How an index shall be rebuilt.
 *
 * @param structure what it is built of, from now on; null for what the gallery had
 * @param threads threads that build; 0 for as many as the settings say
 */
public record RebuildPlan(@Nullable Structure structure, int threads) {

  /** As before, with as many threads as the settings say. */
  public static final RebuildPlan USUAL = new RebuildPlan(null, 0);

  public RebuildPlan {
    if (threads < 0 || threads > 1_024) {
      throw new IllegalArgumentException("threads: %d is outside 0 to 1024".formatted(threads));
    }
  }

  /** Threads that build: where both say 0, half of the cores, at least one. */
  public int threads(IndexSettings settings) {
    int wanted = threads == 0 ? settings.rebuildThreads() : threads;
    return wanted == 0 ? Math.max(1, Runtime.getRuntime().availableProcessors() / 2) : wanted;
  }
}
