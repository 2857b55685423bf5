package io.kith.index.calibration;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.stream.IntStream;
import org.apache.lucene.util.VectorUtil;

/**
 * Compares probes with all templates but those of their own identity, exactly: O(probes x templates
 * x dimension). The templates are read once, page by page; memory holds the probes.
 */
final class NeighbourSearch {

  private static final int PAGE = 2_048;

  /* Probes that stay in the core's cache while a page goes by. */
  private static final int BLOCK = 64;

  private final Effort effort;
  private final Progress progress;

  NeighbourSearch(Effort effort, Progress progress) {
    this.effort = effort;
    this.progress = progress;
  }

  /**
   * The nearest other identities of each probe.
   *
   * @throws CancellationException when the thread is interrupted
   */
  List<Neighbours> search(List<Sampled> probes, TemplateSource templates, long all) {
    List<Neighbours> found =
        IntStream.range(0, probes.size()).mapToObj(_ -> new Neighbours()).toList();
    List<Callable<Void>> work = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(effort.threads(), daemons())) {
      long compared = 0;
      for (List<Sampled> page = templates.page(0, PAGE);
          !page.isEmpty();
          page = templates.page(page.getLast().template(), PAGE)) {
        List<Sampled> others = page;
        work.clear();
        for (int from = 0; from < probes.size(); from += BLOCK) {
          int start = from;
          int end = Math.min(from + BLOCK, probes.size());
          work.add(
              () -> {
                compare(probes, found, start, end, others);
                return null;
              });
        }
        run(threads, work);
        compared += page.size();
        progress.at(compared, Math.max(all, compared));
      }
    }
    return found;
  }

  private static ThreadFactory daemons() {
    return Thread.ofPlatform().daemon().name("kith-calibration-", 0).factory();
  }

  private void compare(
      List<Sampled> probes, List<Neighbours> found, int start, int end, List<Sampled> others)
      throws InterruptedException {
    Pace pace = new Pace(effort.share());
    for (Sampled other : others) {
      pace.keep();
      float[] vector = other.vector();
      for (int i = start; i < end; i++) {
        Sampled probe = probes.get(i);
        if (probe.identity() != other.identity()) {
          found
              .get(i)
              .offer(
                  other.identity(),
                  other.template(),
                  VectorUtil.dotProduct(probe.vector(), vector));
        }
      }
    }
  }

  private static void run(ExecutorService threads, List<Callable<Void>> work) {
    try {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      for (var done : threads.invokeAll(work)) {
        done.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw stopped();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  static CancellationException stopped() {
    return new CancellationException("the calibration was stopped; nothing was changed");
  }
}
