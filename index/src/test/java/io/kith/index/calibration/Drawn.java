package io.kith.index.calibration;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.lucene.util.VectorUtil;

/** Subjects as random directions, and templates of theirs scattered around them. */
class Drawn implements TemplateSource {

  static final int DIMENSION = 24;

  final List<Sampled> templates = new ArrayList<>();

  /** Subjects drawn from a seed, with this many templates each; keys count from 1. */
  static Drawn subjects(int count, int each, double noise, Random random) {
    Drawn drawn = new Drawn();
    for (int identity = 1; identity <= count; identity++) {
      float[] centre = gaussian(random);
      for (int i = 0; i < each; i++) {
        drawn.add(identity, near(centre, noise, random));
      }
    }
    return drawn;
  }

  static float[] gaussian(Random random) {
    float[] vector = new float[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] = (float) random.nextGaussian();
    }
    return VectorUtil.l2normalize(vector);
  }

  static float[] near(float[] centre, double noise, Random random) {
    float[] vector = centre.clone();
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] += (float) (noise * random.nextGaussian() / Math.sqrt(DIMENSION));
    }
    return VectorUtil.l2normalize(vector);
  }

  long add(long identity, float[] vector) {
    templates.add(new Sampled(identity, templates.size() + 1, vector, 1));
    return templates.size();
  }

  @Override
  public List<Holding> holdings() {
    Map<Long, Integer> counts = new TreeMap<>();
    templates.forEach(it -> counts.merge(it.identity(), 1, Integer::sum));
    return counts.entrySet().stream().map(it -> new Holding(it.getKey(), it.getValue())).toList();
  }

  List<Sampled> of(long identity) {
    return of(keys(identity));
  }

  @Override
  public List<Long> keys(long identity) {
    return templates.stream()
        .filter(it -> it.identity() == identity)
        .map(Sampled::template)
        .toList();
  }

  @Override
  public List<Sampled> of(List<Long> keys) {
    return keys.stream().sorted().map(key -> templates.get(Math.toIntExact(key) - 1)).toList();
  }

  @Override
  public List<Sampled> page(long after, int most) {
    return templates.stream().filter(it -> it.template() > after).limit(most).toList();
  }
}
