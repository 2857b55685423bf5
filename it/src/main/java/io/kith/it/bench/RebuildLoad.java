package io.kith.it.bench;

import io.kith.index.Filter;
import io.kith.index.Gallery;
import io.kith.index.Identification;
import io.kith.index.NewTemplate;
import io.kith.index.RebuildPlan;
import io.kith.index.Threshold;
import io.kith.index.UnitVector;
import io.kith.index.calibration.Progress;
import io.micronaut.serde.annotation.Serdeable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Two threads that identify and one that enrols, before a rebuild and beside it. */
final class RebuildLoad {

  private static final int IDENTIFYING = 2;
  private static final int SECONDS_BEFORE = 15;

  private final Gallery gallery;
  private final Workload workload;
  private final Threshold threshold;
  private int enrolled;

  RebuildLoad(Gallery gallery, Workload workload) {
    this.gallery = gallery;
    this.workload = workload;
    this.threshold = new Threshold(workload.threshold(), Threshold.Source.REQUEST);
  }

  /**
   * What searches feel of a rebuild.
   *
   * @param p50Before milliseconds of an identification with no rebuild, median
   * @param p99Before the same, 99th percentile
   * @param p50During beside a rebuild with as many threads as are set, median
   * @param p99During the same, 99th percentile
   * @param searches identifications beside the rebuild
   * @param enrolments identities enrolled before and beside it
   * @param wrong answers that did not name the mate whom exact search names
   * @param lost enrolments that were not found in the end
   */
  @Serdeable
  record Figures(
      double p50Before,
      double p99Before,
      double p50During,
      double p99During,
      long searches,
      long enrolments,
      long wrong,
      long lost) {

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "identify p50 %.2f ms, p99 %.2f ms before; p50 %.2f ms, p99 %.2f ms (%.1f x) beside a rebuild; "
              + "%,d searches, %,d enrolments, %d wrong, %d lost",
          p50Before,
          p99Before,
          p50During,
          p99During,
          p99During / p99Before,
          searches,
          enrolments,
          wrong,
          lost);
    }
  }

  /** What a thread saw. */
  private record Seen(List<Double> millis, long wrong) {}

  Figures measure() {
    enrolled = 0;
    Seen before =
        beside(
            () -> {
              TimeUnit.SECONDS.sleep(SECONDS_BEFORE);
              return true;
            });
    Seen during = beside(() -> gallery.upkeep().rebuild(RebuildPlan.USUAL, Progress.NONE));
    long lost = 0;
    for (int i = 0; i < enrolled; i++) {
      lost += first(newcomer(i)).equals("new" + i) ? 0 : 1;
    }
    return new Figures(
        percentile(before, 50),
        percentile(before, 99),
        percentile(during, 50),
        percentile(during, 99),
        during.millis().size(),
        enrolled,
        before.wrong() + during.wrong(),
        lost);
  }

  private static double percentile(Seen seen, int percent) {
    return Percentile.of(
        seen.millis().stream().mapToDouble(Double::doubleValue).toArray(), percent);
  }

  private Seen beside(Callable<?> work) {
    AtomicBoolean done = new AtomicBoolean();
    try (ExecutorService threads = Executors.newFixedThreadPool(IDENTIFYING + 1)) {
      List<Future<Seen>> identifying = new ArrayList<>();
      for (int i = 0; i < IDENTIFYING; i++) {
        int offset = i;
        identifying.add(threads.submit(() -> identify(done, offset)));
      }
      Future<?> enrolling = threads.submit(() -> enrol(done));
      try {
        work.call();
      } finally {
        done.set(true);
      }
      enrolling.get();
      List<Double> millis = new ArrayList<>();
      long wrong = 0;
      for (Future<Seen> each : identifying) {
        millis.addAll(each.get().millis());
        wrong += each.get().wrong();
      }
      return new Seen(millis, wrong);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /* Mates only: what exact search says of a stranger changes with who is enrolled meanwhile. */
  private Seen identify(AtomicBoolean done, int offset) {
    List<Double> millis = new ArrayList<>();
    int mates = workload.probes().size() / 2;
    long wrong = 0;
    for (int i = offset; !done.get(); i += IDENTIFYING) {
      int probe = i % mates;
      Answer exact = workload.exact().get(probe);
      long start = System.nanoTime();
      String found = first(UnitVector.of(workload.probes().get(probe)));
      millis.add((System.nanoTime() - start) / 1e6);
      boolean clear = exact.cosine() >= workload.threshold();
      String wanted = Integer.toString(exact.identities().getFirst());
      wrong += clear && !found.equals(wanted) ? 1 : 0;
    }
    return new Seen(millis, wrong);
  }

  private String first(UnitVector probe) {
    Identification answer = gallery.identify(probe, 1, threshold, Filter.none());
    return answer.candidates().getFirst().identity();
  }

  private void enrol(AtomicBoolean done) {
    while (!done.get()) {
      String id = "new" + enrolled;
      gallery.put(id, null, Map.of());
      var _ =
          gallery
              .enrol(id, List.of(new NewTemplate(newcomer(enrolled), "bench", id, 1)))
              .orElseThrow();
      enrolled++;
    }
  }

  private UnitVector newcomer(int number) {
    return UnitVector.of(workload.vectors().stranger(workload.probes().size() + number));
  }
}
