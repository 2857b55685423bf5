package io.kith.server.service;

import static java.util.Objects.requireNonNull;

import io.kith.config.LimitSettings;
import io.kith.index.Filter;
import io.kith.index.Gallery;
import io.kith.index.Identification;
import io.kith.index.Threshold;
import io.kith.index.UnitVector;
import io.kith.server.api.BatchResult;
import io.kith.server.api.IdentifyAnswer;
import io.kith.server.api.IdentifyAnswer.Result;
import io.kith.server.api.IdentifyRequest;
import io.kith.server.api.Problem;
import io.kith.server.api.ProblemException;
import io.kith.server.api.ProblemKind;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decides whom requests show: one by one, or those of a batch together, which reads the index once
 * for all of them. Thread-safe.
 */
@Singleton
public final class Identifications {

  private final Existing existing;
  private final Probes probes;
  private final Thresholds thresholds;
  private final LimitSettings limits;
  private final StageTimers timers;
  private final GalleryMetrics metrics;

  Identifications(
      Existing existing,
      Probes probes,
      Thresholds thresholds,
      LimitSettings limits,
      StageTimers timers,
      GalleryMetrics metrics) {
    this.existing = existing;
    this.probes = probes;
    this.thresholds = thresholds;
    this.limits = limits;
    this.timers = timers;
    this.metrics = metrics;
  }

  /** What probes must have in common to be searched for together. */
  private record Terms(int k, Threshold threshold, Filter filter, boolean usual) {}

  /**
   * A request that was checked and embedded.
   *
   * @param fingerprint of the model that it was embedded with
   */
  private record Asked(Terms terms, List<Probes.Probe> probes, String fingerprint) {}

  /** A line of a batch that was prepared. */
  public sealed interface Prepared {

    /** Its number, from 1. */
    long line();

    /** With an answer already: it was refused. */
    record Answered(BatchResult result) implements Prepared {

      @Override
      public long line() {
        return result.line();
      }
    }
  }

  private record Ready(long line, Asked asked) implements Prepared {}

  IdentifyAnswer identify(Gallery gallery, IdentifyRequest request) {
    return gallery.steadily(
        () -> {
          Asked asked = asked(gallery, request);
          return answers(gallery, asked.terms, List.of(asked.probes)).getFirst();
        });
  }

  /**
   * Checks a line of a batch and embeds its image.
   *
   * @param line its number, from 1
   * @throws ProblemException when it is refused
   */
  public Prepared prepare(String gallery, long line, IdentifyRequest request) {
    Gallery in = existing.gallery(gallery);
    return new Ready(line, in.steadily(() -> asked(in, request)));
  }

  /**
   * Answers lines that were prepared.
   *
   * @return one result for each, in order
   */
  public List<BatchResult> answer(String gallery, List<Prepared> prepared) {
    Map<Terms, List<Ready>> groups = new LinkedHashMap<>();
    Map<Long, BatchResult> results = new HashMap<>();
    for (Prepared each : prepared) {
      switch (each) {
        case Prepared.Answered(BatchResult result) -> results.put(result.line(), result);
        case Ready ready ->
            groups.computeIfAbsent(ready.asked.terms, _ -> new ArrayList<>()).add(ready);
      }
    }
    groups.forEach(
        (terms, group) ->
            answer(gallery, terms, group).forEach(result -> results.put(result.line(), result)));
    return prepared.stream().map(each -> requireNonNull(results.get(each.line()))).toList();
  }

  private List<BatchResult> answer(String gallery, Terms terms, List<Ready> group) {
    try {
      Gallery in = existing.gallery(gallery);
      return in.steadily(
          () -> {
            group.forEach(ready -> checkModel(in, ready.asked.fingerprint));
            Iterator<IdentifyAnswer> answers =
                answers(in, terms, group.stream().map(ready -> ready.asked.probes).toList())
                    .iterator();
            return group.stream()
                .map(ready -> new BatchResult(ready.line, answers.next(), null))
                .toList();
          });
    } catch (RuntimeException e) {
      Problem problem = Problems.of(e);
      return group.stream().map(ready -> new BatchResult(ready.line, null, problem)).toList();
    }
  }

  /* The gallery may have moved to another one since. */
  private static void checkModel(Gallery gallery, String fingerprint) {
    if (!gallery.model().fingerprint().equals(fingerprint)) {
      throw Embedders.otherModel(gallery, fingerprint);
    }
  }

  private Asked asked(Gallery gallery, IdentifyRequest request) {
    boolean usual =
        request.threshold() == null && request.targetFpir() == null && request.filter() == null;
    Terms terms =
        new Terms(
            candidates(request.k()),
            thresholds.identification(request.threshold(), request.targetFpir(), gallery),
            Filters.of(request.filter()),
            usual);
    List<Probes.Probe> shown =
        probes.all(gallery, request.image(), request.vector(), request.fingerprint());
    shown.forEach(probe -> gallery.check(probe.vector()));
    return new Asked(terms, shown, gallery.model().fingerprint());
  }

  private List<IdentifyAnswer> answers(
      Gallery gallery, Terms terms, List<List<Probes.Probe>> asked) {
    List<UnitVector> vectors =
        asked.stream().flatMap(List::stream).map(Probes.Probe::vector).toList();
    Iterator<Identification> found =
        timers
            .search(
                gallery.name(),
                () -> gallery.identifyAll(vectors, terms.k, terms.threshold, terms.filter))
            .iterator();
    List<IdentifyAnswer> answers = new ArrayList<>();
    for (List<Probes.Probe> shown : asked) {
      List<Result> results = new ArrayList<>();
      for (Probes.Probe probe : shown) {
        results.add(result(gallery, terms, probe, found.next()));
      }
      answers.add(new IdentifyAnswer(results, Views.model(gallery.model()), gallery.generation()));
    }
    return answers;
  }

  private Result result(
      Gallery gallery, Terms terms, Probes.Probe probe, Identification identified) {
    if (terms.usual && identified instanceof Identification.Unknown) {
      Inboxes.keep(gallery, probe);
    }
    Result result = Views.result(probe.box(), identified, gallery.calibrations()::fpir);
    metrics.identified(gallery.name(), result, terms.usual);
    return result;
  }

  private int candidates(@Nullable Integer k) {
    if (k == null) {
      return Math.min(IdentifyRequest.DEFAULT_K, limits.maxCandidates());
    }
    if (k < 1 || k > limits.maxCandidates()) {
      throw ProblemKind.INVALID_REQUEST.with(
          "k: %d is out of range; use 1 to %d".formatted(k, limits.maxCandidates()));
    }
    return k;
  }
}
