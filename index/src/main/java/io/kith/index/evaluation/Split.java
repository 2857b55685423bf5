package io.kith.index.evaluation;

import io.kith.index.UnitVector;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.ToIntFunction;

/**
 * Identities parted at random into those enrolled and strangers.
 *
 * @param enrolled templates of each identity enrolled, in random order
 * @param mated probes of those identities
 * @param strangers probes of all others
 */
record Split(List<List<UnitVector>> enrolled, List<MatedProbe> mated, List<UnitVector> strangers) {

  /* Above what a rate of .001 needs; more would take time and change little. */
  private static final int MOST_SEARCHES = 20_000;

  /**
   * A sample of somebody enrolled.
   *
   * @param identity position of its identity among those enrolled
   */
  record MatedProbe(UnitVector embedding, int identity) {}

  /**
   * Number of identities that a split enrols: half of those that have a sample left to search with.
   */
  static int size(List<IdentitySamples> identities, ToIntFunction<IdentitySamples> samples) {
    return (int) identities.stream().filter(it -> it.count() > samples.applyAsInt(it)).count() / 2;
  }

  /**
   * Draws one. Identities with too few samples to enrol some and search with others are strangers.
   *
   * @param samples number of templates of each identity
   */
  static Split draw(
      List<IdentitySamples> identities, ToIntFunction<IdentitySamples> samples, Random random) {
    List<IdentitySamples> shuffled = new ArrayList<>(identities);
    Collections.shuffle(shuffled, random);
    int size = size(identities, samples);
    List<List<UnitVector>> enrolled = new ArrayList<>();
    List<MatedProbe> mated = new ArrayList<>();
    List<UnitVector> strangers = new ArrayList<>();
    for (IdentitySamples identity : shuffled) {
      int templates = samples.applyAsInt(identity);
      if (identity.count() <= templates || enrolled.size() == size) {
        strangers.addAll(identity.embeddings());
        continue;
      }
      List<UnitVector> order = new ArrayList<>(identity.embeddings());
      Collections.shuffle(order, random);
      int position = enrolled.size();
      order.stream().skip(templates).forEach(it -> mated.add(new MatedProbe(it, position)));
      enrolled.add(List.copyOf(order.subList(0, templates)));
    }
    return new Split(enrolled, some(mated, random), some(strangers, random));
  }

  private static <T> List<T> some(List<T> probes, Random random) {
    if (probes.size() <= MOST_SEARCHES) {
      return probes;
    }
    Collections.shuffle(probes, random);
    return probes.subList(0, MOST_SEARCHES);
  }
}
