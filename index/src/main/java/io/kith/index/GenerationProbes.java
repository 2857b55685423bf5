package io.kith.index;

import io.kith.index.ChangeFeed.IndexedTemplate;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.lucene.util.VectorUtil;

/**
 * Searches that a new generation has to answer well: with templates of the store, drawn at random,
 * and with each of them blurred as far as another image of the same subject may be. Immutable.
 *
 * <p>Only the cosine of the best identity is compared: cosines are exact, so where two searches of
 * the same templates find the same one, they found the same identity, or one just as near, and
 * decide alike at whatever threshold.
 */
final class GenerationProbes {

  /** Share of the answers that have to be right, at least. */
  static final double LEAST = .99;

  private static final int SAMPLE = 50;
  private static final double BLURRED_COSINE = .6;
  /* The template itself is nearer than this, so a scan need not look for what is not. */
  private static final double DECISIVE_COSINE = .5;
  private static final double ROUNDING = 1e-5;
  private static final double SAME_VECTOR = 1 - 1e-4;

  /* First the templates as they are, then, in the same order, blurred. */
  private final List<IndexedTemplate> templates;
  private final List<float[]> probes = new ArrayList<>();

  private GenerationProbes(List<IndexedTemplate> templates, SplittableRandom random) {
    this.templates = templates;
    templates.forEach(it -> probes.add(it.vector().shared()));
    templates.forEach(it -> probes.add(blurred(it.vector().shared(), random)));
  }

  /**
   * Draws templates.
   *
   * @param of generation that they shall be searched in
   * @param upTo number of the change sequence up to which they were enrolled
   */
  static GenerationProbes draw(
      EmbeddingStore store, long gallery, Generation of, long upTo, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    long model = of.model().number();
    long first = store.read(handle -> new ChangeFeed(handle, gallery, model).first());
    List<IndexedTemplate> drawn = new ArrayList<>();
    for (int i = 0; i < SAMPLE; i++) {
      long after = random.nextLong(first - 1, Math.max(first, upTo));
      drawn.addAll(
          store.read(handle -> new ChangeFeed(handle, gallery, model).page(after, upTo, 1)));
    }
    return new GenerationProbes(drawn, random);
  }

  private static float[] blurred(float[] vector, SplittableRandom random) {
    float[] noise = new float[vector.length];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = (float) random.nextGaussian();
    }
    float along = VectorUtil.dotProduct(noise, vector);
    for (int i = 0; i < noise.length; i++) {
      noise[i] -= along * vector[i];
    }
    double length = Math.sqrt(VectorUtil.dotProduct(noise, noise));
    double share = length == 0 ? 0 : Math.sqrt(1 - BLURRED_COSINE * BLURRED_COSINE) / length;
    float[] mixed = new float[vector.length];
    for (int i = 0; i < mixed.length; i++) {
      mixed[i] = (float) (BLURRED_COSINE * vector[i] + share * noise[i]);
    }
    return VectorUtil.l2normalize(mixed, false);
  }

  /**
   * Searches an index.
   *
   * @return the cosine of the best identity for each probe; -1 where there is none
   */
  double[] search(GalleryIndex index) throws IOException {
    return index.searchIdentities(this::search);
  }

  /**
   * Whether what was found is what measuring all templates finds, and what the store says.
   *
   * @param found what {@link #search(GalleryIndex)} has found in the same index
   */
  Gate agreement(double[] found, GalleryIndex next) throws IOException {
    double[] exact = next.searchIdentities(this::exact);
    int right = 0;
    for (int i = 0; i < found.length; i++) {
      boolean stored = i >= templates.size() || exact[i] >= SAME_VECTOR;
      right += stored && found[i] >= exact[i] - ROUNDING ? 1 : 0;
    }
    return gate("agreement", right, "of %d searches are answered as by measuring all templates");
  }

  /** Number of searches that are made. */
  int count() {
    return probes.size();
  }

  /** How many searches of the live generation find what measuring all templates finds. */
  int agreeing(GalleryProjection live) {
    return live.searchIdentities(
        search -> {
          double[] found = search(search);
          double[] exact = exact(search);
          return (int)
              IntStream.range(0, found.length).filter(i -> found[i] >= exact[i] - ROUNDING).count();
        });
  }

  /** Whether nothing worse was found than in the generation that is live. */
  Gate parity(double[] found, GalleryProjection live) {
    double[] before = live.searchIdentities(this::search);
    int right = 0;
    for (int i = 0; i < found.length; i++) {
      right += found[i] >= before[i] - ROUNDING ? 1 : 0;
    }
    return gate(
        "parity", right, "of %d searches are answered as by the live generation, or better");
  }

  private Gate gate(String name, int right, String what) {
    return new Gate(
        name, right >= LEAST * probes.size(), right + " " + what.formatted(probes.size()));
  }

  private double[] search(IdentitySearch search) throws IOException {
    if (probes.isEmpty()) {
      return new double[0];
    }
    return best(search.search(probes, 1, null, DECISIVE_COSINE));
  }

  private double[] exact(IdentitySearch search) throws IOException {
    return probes.isEmpty() ? new double[0] : best(search.exactAll(probes, 1));
  }

  private static double[] best(List<IdentitySearch.Found> found) {
    return found.stream()
        .map(IdentitySearch.Found::candidates)
        .mapToDouble(candidates -> candidates.isEmpty() ? -1 : candidates.getFirst().cosine())
        .toArray();
  }
}
