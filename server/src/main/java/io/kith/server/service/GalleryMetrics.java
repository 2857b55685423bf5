package io.kith.server.service;

import io.kith.index.Agreement;
import io.kith.index.Calibration;
import io.kith.index.Galleries;
import io.kith.index.Gallery;
import io.kith.server.api.IdentifyAnswer.Result;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What each gallery decides and how it stands. Thread-safe.
 *
 * <p>{@code kith.identification.fpir} shows drift: it is the share of strangers' searches that, by
 * the gallery's calibration, score as high as this one did. Were the calibration right for the
 * probes that come, it would be spread evenly over 0 to 1 among strangers, with a mean of a half; a
 * mean below says that strangers are more alike to the enrolled than was measured, one above that
 * probes are worse.
 */
@Singleton
public final class GalleryMetrics {

  private static final String GALLERY = "gallery";
  private static final double[] COSINES = {0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1};
  private static final double[] SHARES = {0.001, 0.01, 0.1, 0.25, 0.5, 0.75, 0.9};

  private final Galleries galleries;
  private final MeterRegistry registry;
  private final StageTimers timers;
  private final ConcurrentMap<Decision, Decided> decisions = new ConcurrentHashMap<>();
  private final MultiGauge identities;
  private final MultiGauge lag;
  private final MultiGauge age;
  private final MultiGauge changed;
  private final MultiGauge agreement;

  GalleryMetrics(Galleries galleries, StageTimers timers, MeterRegistry registry) {
    this.galleries = galleries;
    this.timers = timers;
    this.registry = registry;
    identities = gauge("kith.gallery.identities", "Identities with templates", null);
    lag = gauge("kith.gallery.index.lag", "Changes that searches do not see yet", null);
    age = gauge("kith.gallery.calibration.age", "Time since the latest calibration", "seconds");
    changed =
        gauge(
            "kith.gallery.calibration.changed",
            "Share of templates changed since the latest calibration",
            null);
    agreement =
        gauge(
            "kith.gallery.agreement",
            "Share of searches that found what measuring all templates finds",
            null);
  }

  private MultiGauge gauge(String name, String description, @Nullable String unit) {
    return MultiGauge.builder(name).description(description).baseUnit(unit).register(registry);
  }

  /**
   * Counts what was decided about one subject.
   *
   * @param usual whether all were searched, and decided about by the gallery's own threshold: what
   *     other searches find says nothing of drift
   */
  void identified(String gallery, Result result, boolean usual) {
    Decided decided =
        decisions.computeIfAbsent(new Decision(gallery, result.decision()), this::decided);
    decided.number().increment();
    if (!usual) {
      return;
    }
    if (result.cosine() != null) {
      // What is below 0 counts as 0: a summary takes no negative values.
      decided.cosine().record(Math.max(0, result.cosine()));
    }
    if (result.fpir() != null) {
      decided.fpir().record(result.fpir());
    }
  }

  private record Decision(String gallery, String decision) {

    Tags tags() {
      return Tags.of(GALLERY, gallery, "decision", decision);
    }
  }

  /* Looking for meters in the registry takes longer than to count. */
  private record Decided(Counter number, DistributionSummary cosine, DistributionSummary fpir) {}

  private Decided decided(Decision decision) {
    Tags tags = decision.tags();
    return new Decided(
        registry.counter("kith.identifications", tags),
        summary("kith.identification.cosine", tags, COSINES),
        summary("kith.identification.fpir", tags, SHARES));
  }

  private DistributionSummary summary(String name, Tags tags, double... buckets) {
    return DistributionSummary.builder(name)
        .tags(tags)
        .serviceLevelObjectives(buckets)
        .register(registry);
  }

  /**
   * Removes all meters of galleries that are no more; those of a search that was still going on may
   * come back until the next time.
   */
  void forgetDeleted() {
    Set<String> there = galleries.list().stream().map(Gallery::name).collect(Collectors.toSet());
    // Meters first: one that is made meanwhile is found again in the registry.
    registry.getMeters().stream()
        .filter(meter -> isGone(meter.getId().getTag(GALLERY), there))
        .forEach(registry::remove);
    decisions.keySet().removeIf(decision -> !there.contains(decision.gallery()));
    timers.retain(there);
  }

  private static boolean isGone(@Nullable String gallery, Set<String> there) {
    return gallery != null && !gallery.isEmpty() && !there.contains(gallery);
  }

  /** Looks how all galleries stand; those that were deleted are seen no more. */
  public void refresh() {
    forgetDeleted();
    refresh(identities, Gallery::enrolled);
    refresh(lag, gallery -> Math.max(0, gallery.sequence() - gallery.appliedSequence()));
    refresh(
        age,
        gallery -> gallery.calibrations().latest().map(GalleryMetrics::age).orElse(Double.NaN));
    refresh(
        changed,
        gallery ->
            gallery.calibrations().latest().isPresent()
                ? gallery.calibrations().changed()
                : Double.NaN);
    refresh(
        agreement,
        gallery -> gallery.upkeep().agreement().map(Agreement::share).orElse(Double.NaN));
  }

  private void refresh(MultiGauge gauge, ToDoubleFunction<Gallery> value) {
    gauge.register(
        galleries.list().stream()
            .<Row<?>>map(
                gallery -> Row.of(Tags.of(GALLERY, gallery.name()), value.applyAsDouble(gallery)))
            .toList(),
        true);
  }

  private static double age(Calibration calibration) {
    return Duration.between(calibration.created(), Instant.now()).toSeconds();
  }
}
