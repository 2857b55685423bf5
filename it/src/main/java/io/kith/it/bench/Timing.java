package io.kith.it.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Answers, and how long they took.
 *
 * @param millis of each probe, one at a time
 * @param qps2 searches a second on two threads
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Timing(List<Answer> answers, double[] millis, double qps2) {

  private static final int THREADS = 2;
  private static final double WARM_UP_SECONDS = 10;

  static Timing of(SearchSystem system, Workload workload, int effort) throws IOException {
    List<float[]> probes = workload.probes();
    long start = System.nanoTime();
    do {
      for (float[] probe : probes) {
        system.search(probe, effort);
      }
    } while (seconds(start) < WARM_UP_SECONDS);
    List<Answer> answers = new ArrayList<>();
    double[] millis = new double[probes.size()];
    for (int i = 0; i < millis.length; i++) {
      long begin = System.nanoTime();
      answers.add(system.search(probes.get(i), effort));
      millis[i] = seconds(begin) * 1e3;
    }
    return new Timing(answers, millis, together(system, probes, effort));
  }

  private static double together(SearchSystem system, List<float[]> probes, int effort) {
    AtomicInteger next = new AtomicInteger();
    long start = System.nanoTime();
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      List<Future<?>> work = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        work.add(
            threads.submit(
                () -> {
                  for (int p = next.getAndIncrement();
                      p < probes.size();
                      p = next.getAndIncrement()) {
                    system.search(probes.get(p), effort);
                  }
                  return null;
                }));
      }
      for (Future<?> each : work) {
        each.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    return probes.size() / seconds(start);
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  double qps1() {
    return millis.length / (Arrays.stream(millis).sum() / 1e3);
  }

  /** Share of probes of which the same is said as after exact search. */
  double decisions(Workload workload) {
    return workload.decisionAgreement(answers);
  }

  /** The row of a system that was built. */
  SearchRun run(String system, Workload workload, int effort, Built built) {
    Vectors vectors = workload.vectors();
    return new SearchRun(
        system,
        vectors.size(),
        vectors.dimension(),
        effort,
        built.seconds(),
        vectors.size() / built.seconds(),
        built.diskMegabytes(),
        built.heapMegabytes(),
        built.residentMegabytes(),
        workload.rank1Agreement(answers),
        workload.decisionAgreement(answers),
        workload.recall(answers),
        Percentile.of(millis, 50),
        Percentile.of(millis, 99),
        qps1(),
        qps2);
  }

  /** What building took. */
  record Built(
      double seconds, double diskMegabytes, double heapMegabytes, double residentMegabytes) {}
}
