package io.kith.index.evaluation;

import io.kith.index.UnitVector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;

/**
 * Comparisons of all pairs of samples, or of so many pairs of a kind, drawn at random with
 * replacement, where there are more. Not thread-safe.
 */
final class PairDraw {

  /** So many pairs of a kind unless said otherwise. */
  static final int MOST = 1_000_000;

  private final List<IdentitySamples> identities;
  private final int most;
  private final Random random;
  private final List<Sample> samples = new ArrayList<>();
  private final long[] matedUpTo;

  PairDraw(List<IdentitySamples> identities, int most, long seed) {
    this.identities = identities;
    this.most = most;
    this.random = new Random(seed);
    this.matedUpTo = new long[identities.size()];
    long mated = 0;
    for (int i = 0; i < matedUpTo.length; i++) {
      IdentitySamples identity = identities.get(i);
      identity.embeddings().forEach(it -> samples.add(new Sample(identity.identity(), it)));
      mated += pairs(identity.count());
      matedUpTo[i] = mated;
    }
  }

  /** Of identities in any order. */
  static PairDraw of(List<IdentitySamples> identities, long seed) {
    return new PairDraw(IdentitySamples.sorted(identities), MOST, seed);
  }

  private record Sample(String identity, UnitVector embedding) {}

  private record Pair(Sample a, Sample b) {

    Comparison compared() {
      return new Comparison(a.identity(), b.identity(), a.embedding().steadyCosine(b.embedding()));
    }
  }

  private static long pairs(long count) {
    return count * (count - 1) / 2;
  }

  /** Number of mated pairs there are. */
  long matedPairs() {
    return matedUpTo.length == 0 ? 0 : matedUpTo[matedUpTo.length - 1];
  }

  /** Number of non-mated pairs there are. */
  long nonMatedPairs() {
    return pairs(samples.size()) - matedPairs();
  }

  /** Mated ones first. */
  List<Comparison> comparisons() {
    List<Pair> pairs = new ArrayList<>();
    if (matedPairs() <= most) {
      allMated(pairs);
    } else {
      LongStream.range(0, most).forEach(_ -> pairs.add(someMated()));
    }
    if (nonMatedPairs() <= most) {
      allNonMated(pairs);
    } else {
      LongStream.range(0, most).forEach(_ -> pairs.add(someNonMated()));
    }
    return pairs.parallelStream().map(Pair::compared).toList();
  }

  private void allMated(List<Pair> pairs) {
    int first = 0;
    for (IdentitySamples identity : identities) {
      List<Sample> own = samples.subList(first, first + identity.count());
      for (int i = 0; i < own.size(); i++) {
        for (int j = 0; j < i; j++) {
          pairs.add(new Pair(own.get(i), own.get(j)));
        }
      }
      first += identity.count();
    }
  }

  private void allNonMated(List<Pair> pairs) {
    int first = 0;
    for (IdentitySamples identity : identities) {
      for (Sample own : samples.subList(first, first + identity.count())) {
        samples.subList(0, first).forEach(it -> pairs.add(new Pair(own, it)));
      }
      first += identity.count();
    }
  }

  /* Each of the mated pairs is as likely as any other. */
  private Pair someMated() {
    int found = Arrays.binarySearch(matedUpTo, random.nextLong(matedPairs()) + 1);
    IdentitySamples identity = identities.get(firstReaching(found));
    int a = random.nextInt(identity.count());
    int b = (a + 1 + random.nextInt(identity.count() - 1)) % identity.count();
    return new Pair(
        new Sample(identity.identity(), identity.embeddings().get(a)),
        new Sample(identity.identity(), identity.embeddings().get(b)));
  }

  /* Identities without a pair repeat the sum before them: the first that reaches it has one. */
  private int firstReaching(int found) {
    int position = found < 0 ? -found - 1 : found;
    while (position > 0 && matedUpTo[position - 1] == matedUpTo[position]) {
      position--;
    }
    return position;
  }

  private Pair someNonMated() {
    while (true) {
      Sample a = samples.get(random.nextInt(samples.size()));
      Sample b = samples.get(random.nextInt(samples.size()));
      if (!a.identity().equals(b.identity())) {
        return new Pair(a, b);
      }
    }
  }
}
