package io.kith.server.cli;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import me.tongfei.progressbar.ProgressBar;

/** Work on many images, several at a time, with a progress bar on stderr. */
final class ImageWork {

  /* More than cores: while some wait for the disk, others use the engine, which admits one a core. */
  private static final int THREADS = 4 * Runtime.getRuntime().availableProcessors();

  private ImageWork() {}

  /**
   * Works on each image. What is thrown ends the work, and is thrown here when what others have
   * begun is finished.
   *
   * @param stop asked before each image; true ends the work
   */
  static <T> void each(
      String task, Collection<T> images, BooleanSupplier stop, Consumer<? super T> work) {
    Queue<T> left = new ConcurrentLinkedQueue<>(images);
    List<Future<?>> workers = new ArrayList<>();
    try (ProgressBar bar = ProgressBars.ofImages(task, images.size());
        ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      for (int i = 0; i < THREADS; i++) {
        workers.add(threads.submit(() -> work(left, stop, work, bar)));
      }
    }
    for (Future<?> worker : workers) {
      if (worker.state() == Future.State.FAILED) {
        rethrow(worker.exceptionNow());
      }
    }
  }

  private static <T> void work(
      Queue<T> left, BooleanSupplier stop, Consumer<? super T> work, ProgressBar bar) {
    try {
      for (T image = left.poll(); image != null && !stop.getAsBoolean(); image = left.poll()) {
        work.accept(image);
        bar.step();
      }
    } finally {
      left.clear();
    }
  }

  private static void rethrow(Throwable thrown) {
    switch (thrown) {
      case Error e -> throw e;
      case RuntimeException e -> throw e;
      default -> throw new IllegalStateException(thrown);
    }
  }
}
