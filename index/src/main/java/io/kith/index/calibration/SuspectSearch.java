package io.kith.index.calibration;

import io.kith.index.calibration.Subjects.Group;
import io.kith.index.calibration.Suspects.LookAlikes;
import io.kith.index.calibration.Suspects.Misplaced;
import io.kith.index.calibration.Suspects.Odd;
import io.kith.index.calibration.Suspects.Pair;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.apache.lucene.util.VectorUtil;

/**
 * Finds identities that look alike and templates that belong elsewhere.
 *
 * <p>Two identities look alike by the mean cosine of their templates: one person enrolled twice is
 * near herself in all her photographs, where strangers are near in one or two. A template belongs
 * elsewhere by its best cosine, for the other identity may be many-sided.
 *
 * <p>How near strangers come to each other by chance is read off the pairs of identities that rank
 * below any plausible number of errors, and continued upwards as an exponential on {@link
 * CosineScale}. A pair is reported when so few strangers would come that near that at most 5 % of
 * what is reported is expected to be theirs (Benjamini and Hochberg 1995, "Controlling the False
 * Discovery Rate", JRSS B 57).
 */
final class SuspectSearch {

  private static final double FALSE_REPORTS = 0.05;

  /* Ranks, in pairs per identity, between which pairs are taken to be strangers. */
  private static final double CHANCE_FROM = 0.15;
  private static final double CHANCE_TO = 0.5;

  /* With fewer, too few pairs of strangers say how near they come. */
  private static final int FEWEST_IDENTITIES = 50;

  /* Pairs per identity, those with the best cosines, whose mean cosine is looked at. */
  private static final int CANDIDATES = 4;

  private final List<Sampled> probes;
  private final List<Neighbours> neighbours;
  private final TemplateSource gallery;
  private final Subjects subjects;
  private final Effort effort;

  SuspectSearch(
      List<Sampled> probes,
      List<Neighbours> neighbours,
      TemplateSource gallery,
      long seed,
      Effort effort) {
    this.probes = probes;
    this.neighbours = neighbours;
    this.gallery = gallery;
    this.subjects = Subjects.of(probes, seed);
    this.effort = effort;
  }

  /** Two identities and how near they are, on {@link CosineScale}. */
  private record Near(Pair pair, double y) {
    static final Comparator<Near> FIRST = Comparator.comparingDouble(Near::y).reversed();
  }

  /** A group that dissents, and the other identity that it comes nearest to. */
  private record Dissent(Group group, long resembles, double y) {}

  /**
   * Finds them.
   *
   * @throws CancellationException when the thread is interrupted while it rests
   */
  Suspects find() {
    int identities = (int) subjects.groups().stream().filter(Group::core).count();
    List<Near> byBest = coresNearEachOther();
    if (identities < FEWEST_IDENTITIES || byBest.size() <= (int) (CHANCE_TO * identities)) {
      return Suspects.NONE;
    }
    Pace pace = new Pace(effort.share());
    List<Near> byMean =
        byBest.stream()
            .limit((long) CANDIDATES * identities)
            .map(near -> new Near(near.pair(), meanOf(near.pair(), pace)))
            .sorted(Near.FIRST)
            .toList();
    List<Double> means = scores(byMean);
    int found = reported(means, Chance.of(means, identities), 1);
    List<LookAlikes> lookAlikes =
        byMean.subList(0, found).stream()
            .map(
                near ->
                    new LookAlikes(
                        near.pair().first(), near.pair().second(), CosineScale.cosine(near.y())))
            .toList();
    return dissenters(Chance.of(scores(byBest), identities), identities, lookAlikes);
  }

  private static List<Double> scores(List<Near> pairs) {
    return pairs.stream().map(Near::y).toList();
  }

  /**
   * Number of pairs of strangers that come this near by chance: {@code count exp(-(y - level) /
   * fall)}.
   */
  private record Chance(double count, double level, double fall) {

    /** As the pairs of all these identities have it, nearest first. */
    static Chance of(List<Double> descending, int identities) {
      int from = (int) (CHANCE_FROM * identities);
      int to = (int) (CHANCE_TO * identities);
      double level = descending.get(from);
      double fall = (level - descending.get(to)) / Math.log((double) to / from);
      return new Chance(from, level, Math.max(fall, Double.MIN_NORMAL));
    }

    double pairs(double y) {
      return count * Math.exp(-(y - level) / fall);
    }
  }

  /** How many of the nearest can be reported. */
  private static int reported(List<Double> descending, Chance chance, double perPair) {
    for (int count = descending.size(); count > 0; count--) {
      double y = descending.get(count - 1);
      if (y > chance.level() && perPair * chance.pairs(y) <= FALSE_REPORTS * count) {
        return count;
      }
    }
    return 0;
  }

  /** Pairs of identities by the best cosine between their cores, best first. */
  private List<Near> coresNearEachOther() {
    Map<Pair, Double> best = new HashMap<>();
    for (Group group : subjects.groups()) {
      if (!group.core()) {
        continue;
      }
      for (int probe : group.probes()) {
        Neighbours near = neighbours.get(probe);
        for (int rank = 0; rank < near.size(); rank++) {
          if (!subjects.dissents(near.template(rank))) {
            best.merge(
                Pair.of(group.identity(), near.identity(rank)),
                CosineScale.of(near.cosine(rank)),
                Math::max);
          }
        }
      }
    }
    return best.entrySet().stream()
        .map(entry -> new Near(entry.getKey(), entry.getValue()))
        .sorted(Near.FIRST)
        .toList();
  }

  /** Mean cosine between the templates of two cores, on {@link CosineScale}. */
  private double meanOf(Pair pair, Pace pace) {
    rest(pace);
    List<Sampled> second = core(pair.second());
    double sum = 0;
    int count = 0;
    for (Sampled one : core(pair.first())) {
      for (Sampled other : second) {
        sum += VectorUtil.dotProduct(one.vector(), other.vector());
        count++;
      }
    }
    return CosineScale.of((float) (sum / count));
  }

  /* Templates of identities that were not drawn are read, which takes most of the time. */
  private static void rest(Pace pace) {
    try {
      pace.keep();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw NeighbourSearch.stopped();
    }
  }

  /** The templates of an identity's core; of one that was not drawn, the first of all. */
  private List<Sampled> core(long identity) {
    Group core = subjects.core(identity);
    return core == null
        ? gallery.first(identity, Calibrator.MOST_PER_IDENTITY)
        : core.probes().stream().map(probes::get).toList();
  }

  private Suspects dissenters(Chance chance, int identities, List<LookAlikes> lookAlikes) {
    List<Dissent> ranked =
        subjects.groups().stream()
            .filter(group -> !group.core() || group.tied())
            .map(this::dissent)
            .sorted(Comparator.comparingDouble(Dissent::y).reversed())
            .toList();
    // Each pair of strangers gives each of the two one neighbour.
    double perPair = 2.0 * ranked.size() / identities;
    int found = reported(ranked.stream().map(Dissent::y).toList(), chance, perPair);
    List<Misplaced> misplaced = new ArrayList<>();
    for (Dissent dissent : ranked.subList(0, found)) {
      Group group = dissent.group();
      for (int probe : group.probes()) {
        misplaced.add(
            new Misplaced(
                probes.get(probe).template(),
                group.identity(),
                dissent.resembles(),
                CosineScale.cosine(dissent.y())));
      }
    }
    List<Odd> odd = new ArrayList<>();
    for (Dissent dissent : ranked.subList(found, ranked.size())) {
      Group group = dissent.group();
      // Of two groups of one size either may be right: one of them is named, the younger.
      boolean explained = misplaced.stream().anyMatch(it -> it.identity() == group.identity());
      if (!group.core() && !(group.tied() && explained)) {
        for (int probe : group.probes()) {
          odd.add(new Odd(probes.get(probe).template(), group.identity(), toOwn(probe)));
        }
      }
    }
    return new Suspects(misplaced, lookAlikes, odd);
  }

  private Dissent dissent(Group group) {
    Dissent nearest = new Dissent(group, 0, Double.NEGATIVE_INFINITY);
    for (int probe : group.probes()) {
      Neighbours near = neighbours.get(probe);
      if (near.size() > 0 && CosineScale.of(near.cosine(0)) > nearest.y()) {
        nearest = new Dissent(group, near.identity(0), CosineScale.of(near.cosine(0)));
      }
    }
    return nearest;
  }

  private double toOwn(int probe) {
    long identity = probes.get(probe).identity();
    return Math.max(bestOf(probe, -1, identity), bestOf(probe, 1, identity));
  }

  private double bestOf(int probe, int step, long identity) {
    double best = -1;
    for (int other = probe + step;
        other >= 0 && other < probes.size() && probes.get(other).identity() == identity;
        other += step) {
      best =
          Math.max(
              best, VectorUtil.dotProduct(probes.get(probe).vector(), probes.get(other).vector()));
    }
    return best;
  }
}
