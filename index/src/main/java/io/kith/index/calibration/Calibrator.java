package io.kith.index.calibration;

import io.kith.index.calibration.TemplateSource.Holding;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CancellationException;

/**
 * Measures a gallery's error rates on its own templates. Each template of a sample of the
 * identities is searched with its own identity hidden, which is one non-mated search among the
 * others; and left out of its own identity, which is one mated search. All comparisons are exact:
 * O(sample x templates x dimension).
 *
 * <p>A probe that an operator rejected is one more false positive among those searches, at every
 * threshold up to its cosine. It was chosen for that cosine, so it is none of the searches that
 * rates are shares of: rejections can only raise rates, and thresholds.
 *
 * <p>Immutable and thread-safe; memory for the sample only.
 */
public final class Calibrator {

  /** Fewest identities with templates that anything can be said about. */
  public static final int FEWEST_IDENTITIES = 20;

  /** Most templates of one identity that are looked at. */
  static final int MOST_PER_IDENTITY = 20;

  private static final int KNOTS = 240;

  /* Where the curve ends: no threshold is wanted at a rate below this. */
  private static final double NEGLIGIBLE = 1e-7;

  private final int sample;
  private final long seed;
  private final boolean leaveOutSuspects;
  private final Effort effort;

  /**
   * @param sample templates to search with, about; identities are drawn whole, and up to 20
   *     templates of each
   * @param seed of the sample and the bootstrap
   * @param leaveOutSuspects whether thresholds come from rates without what looks like an error of
   *     labelling. Strangers come near to look-alikes too: leave them out only where they were
   *     looked at. They are not left out where that leaves searches of fewer than 20 identities
   */
  public Calibrator(int sample, long seed, boolean leaveOutSuspects, Effort effort) {
    if (sample < 1) {
      throw new IllegalArgumentException("sample: %d is below 1".formatted(sample));
    }
    this.sample = sample;
    this.seed = seed;
    this.leaveOutSuspects = leaveOutSuspects;
    this.effort = effort;
  }

  /** Seed of the sample and the bootstrap. */
  public long seed() {
    return seed;
  }

  /**
   * Measures on the gallery alone.
   *
   * @return empty when fewer than {@value #FEWEST_IDENTITIES} identities have templates
   * @throws CancellationException when the thread is interrupted
   */
  public Optional<Measurement> measure(TemplateSource gallery, Progress progress) {
    return measure(gallery, List.of(), progress);
  }

  /**
   * Measures with strangers' images as non-mated searches.
   *
   * @param cohort strangers' templates, of identities that are not enrolled
   * @return empty when fewer than {@value #FEWEST_IDENTITIES} identities of either have templates
   * @throws CancellationException when the thread is interrupted
   */
  public Optional<Measurement> measure(
      TemplateSource gallery, TemplateSource cohort, Progress progress) {
    List<Holding> strangers = cohort.holdings();
    return strangers.size() < FEWEST_IDENTITIES
        ? Optional.empty()
        : measure(gallery, draw(cohort, strangers), progress);
  }

  private Optional<Measurement> measure(
      TemplateSource gallery, List<Sampled> strangers, Progress progress) {
    List<Holding> holdings = gallery.holdings();
    if (holdings.size() < FEWEST_IDENTITIES) {
      return Optional.empty();
    }
    long templates = holdings.stream().mapToLong(Holding::templates).sum();
    List<Sampled> own = draw(gallery, holdings);
    List<Sampled> probes = new ArrayList<>(own);
    probes.addAll(strangers);
    List<Neighbours> found =
        new NeighbourSearch(effort, progress).search(probes, gallery, templates);
    List<Neighbours> ofOwn = found.subList(0, own.size());
    Suspects suspects =
        new SuspectSearch(own, ofOwn, gallery, seed, effort).find().without(gallery.distinct());
    double[] rejected = scores(gallery.rejections());
    boolean ofItself = strangers.isEmpty();
    List<Sampled> asStrangers = ofItself ? own : strangers;
    List<Neighbours> ofStrangers = ofItself ? ofOwn : found.subList(own.size(), found.size());
    Searches mated = Searches.of(own, ofOwn, Suspects.NONE);
    Searches nonMated = Searches.of(asStrangers, ofStrangers, Suspects.NONE);
    Searches matedKept = Searches.of(own, ofOwn, suspects);
    Searches nonMatedKept = Searches.of(asStrangers, ofStrangers, suspects);
    // Misplaced templates that all strangers are near can be all that was kept of most searches.
    boolean enough = nonMatedKept.probed >= FEWEST_IDENTITIES;
    boolean leaveOut = leaveOutSuspects && enough;
    Searches counted = leaveOut ? nonMatedKept : nonMated;
    FpirEstimate estimate = new FpirEstimate(nonMated, rejected);
    ErrorCurve all = curve(estimate, mated);
    return Optional.of(
        new Measurement(
            holdings.size(),
            templates,
            counted.probed + rejected.length,
            counted.count() + rejected.length,
            rejected.length,
            (leaveOut ? matedKept : mated).matedCount(),
            all,
            enough ? curve(new FpirEstimate(nonMatedKept, rejected), matedKept) : all,
            leaveOut,
            new Growth(holdings.size(), estimate.growthExponent()),
            suspects));
  }

  private static double[] scores(List<Double> cosines) {
    return cosines.stream().mapToDouble(CosineScale::of).toArray();
  }

  /* Identities in the order of their keys, so that probes of one stand together. */
  private List<Sampled> draw(TemplateSource source, List<Holding> holdings) {
    Random random = new Random(seed);
    List<Holding> shuffled = new ArrayList<>(holdings);
    Collections.shuffle(shuffled, random);
    List<Holding> drawn = new ArrayList<>();
    int templates = 0;
    for (Holding holding : shuffled) {
      if (templates >= sample && drawn.size() >= FEWEST_IDENTITIES) {
        break;
      }
      drawn.add(holding);
      templates += Math.min(holding.templates(), MOST_PER_IDENTITY);
    }
    drawn.sort(Comparator.comparingLong(Holding::identity));
    List<Sampled> probes = new ArrayList<>();
    for (Holding holding : drawn) {
      List<Long> keys = new ArrayList<>(source.keys(holding.identity()));
      Collections.shuffle(keys, new Random(seed ^ holding.identity()));
      probes.addAll(source.of(keys.stream().limit(MOST_PER_IDENTITY).toList()));
    }
    return probes;
  }

  private ErrorCurve curve(FpirEstimate estimate, Searches mated) {
    double[] at = thresholds(estimate);
    double[][] fpir = estimate.rates(at, seed);
    double[] fnir = FnirEstimate.rates(mated, at);
    List<Knot> knots = new ArrayList<>();
    for (int i = 0; i < at.length; i++) {
      knots.add(new Knot(CosineScale.cosine(at[i]), fpir[0][i], fpir[1][i], fpir[2][i], fnir[i]));
    }
    return new ErrorCurve(knots);
  }

  private double[] thresholds(FpirEstimate estimate) {
    double low = estimate.lowest();
    double[] ahead = spaced(estimate.tailFrom(), CosineScale.HIGHEST);
    double[] rates = estimate.rates(ahead, seed)[0];
    int end = 1;
    while (end < ahead.length - 1 && rates[end] > NEGLIGIBLE) {
      end++;
    }
    return spaced(low, ahead[end]);
  }

  private static double[] spaced(double from, double to) {
    double[] values = new double[KNOTS];
    for (int i = 0; i < KNOTS; i++) {
      values[i] = from + (to - from) * i / (KNOTS - 1);
    }
    return values;
  }
}
