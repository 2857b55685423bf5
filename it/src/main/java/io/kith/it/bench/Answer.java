package io.kith.it.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * What a system answers to a probe.
 *
 * @param identities distinct, best first
 * @param cosine of the best; -1 when there is none
 */
record Answer(List<Integer> identities, double cosine) {

  /** Distinct identities from templates that come in any order. Not safe for concurrent use. */
  static final class Builder {

    private final int k;
    private final List<Ranked> ranked = new ArrayList<>();

    private record Ranked(int identity, double cosine) {}

    Builder(int k) {
      this.k = k;
    }

    void offer(int identity, double cosine) {
      if (ranked.size() == k && cosine <= ranked.getLast().cosine) {
        return;
      }
      int place = 0;
      while (place < ranked.size() && ranked.get(place).cosine >= cosine) {
        if (ranked.get(place).identity == identity) {
          return;
        }
        place++;
      }
      for (int i = place; i < ranked.size(); i++) {
        if (ranked.get(i).identity == identity) {
          ranked.remove(i);
          break;
        }
      }
      ranked.add(place, new Ranked(identity, cosine));
      if (ranked.size() > k) {
        ranked.removeLast();
      }
    }

    Answer answer() {
      return new Answer(
          ranked.stream().map(Ranked::identity).toList(),
          ranked.isEmpty() ? -1 : ranked.getFirst().cosine);
    }
  }
}
