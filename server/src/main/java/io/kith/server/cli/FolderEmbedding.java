package io.kith.server.cli;

import io.kith.config.LimitSettings;
import io.kith.embedder.DecodedImage;
import io.kith.embedder.Embedder;
import io.kith.embedder.Subject;
import io.kith.index.UnitVector;
import io.kith.server.api.Problem;
import io.kith.server.api.ProblemException;
import io.kith.server.api.ProblemKind;
import io.kith.server.report.Evaluation.NotEmbedded;
import io.kith.server.service.Problems;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;

/**
 * Embeds image files, several at a time, with a progress bar on stderr: the largest subject of
 * each.
 *
 * <p>A file without a subject, or that is no image, does not stop the others; a failure that would
 * meet every file does.
 */
final class FolderEmbedding {

  /* More than cores: while some wait for the disk, others use the engine, which admits one a core. */
  private static final int THREADS = 4 * Runtime.getRuntime().availableProcessors();

  private final Embedder embedder;
  private final LimitSettings limits;
  private final EmbeddingCache cache;
  private final BooleanSupplier stop;

  private final ConcurrentMap<Path, UnitVector> embedded = new ConcurrentHashMap<>();
  private final Queue<NotEmbedded> refused = new ConcurrentLinkedQueue<>();
  private volatile @Nullable ProblemException failure;

  /**
   * @param stop asked before each image; true ends the work
   */
  FolderEmbedding(
      Embedder embedder, LimitSettings limits, EmbeddingCache cache, BooleanSupplier stop) {
    this.embedder = embedder;
    this.limits = limits;
    this.cache = cache;
    this.stop = stop;
  }

  /**
   * What came out.
   *
   * @param embedded embedding by file
   * @param refused files without one, by name
   */
  record Result(Map<Path, UnitVector> embedded, List<NotEmbedded> refused) {}

  /**
   * Embeds.
   *
   * @param root what the files refused are named from
   * @throws ProblemException when the work cannot go on
   */
  Result run(Path root, Collection<Path> files) {
    Queue<Path> left = new ConcurrentLinkedQueue<>(files);
    try (ProgressBar bar = ProgressBars.ofImages("embed", files.size());
        ExecutorService workers = Executors.newFixedThreadPool(THREADS)) {
      for (int i = 0; i < THREADS; i++) {
        workers.execute(() -> work(root, left, bar));
      }
    }
    if (failure != null) {
      throw failure;
    }
    return new Result(
        Map.copyOf(embedded),
        refused.stream().sorted(Comparator.comparing(NotEmbedded::file)).toList());
  }

  private void work(Path root, Queue<Path> left, ProgressBar bar) {
    for (Path file = left.poll();
        file != null && !stop.getAsBoolean() && failure == null;
        file = left.poll()) {
      try {
        embedded.put(file, UnitVector.of(cache.of(ImageFiles.read(file), this::embed)));
      } catch (RuntimeException e) {
        refuse(root.relativize(file), Problems.of(e));
      }
      bar.step();
    }
  }

  private float[] embed(byte[] image) {
    List<Subject> subjects = embedder.embed(DecodedImage.decode(image, limits));
    if (subjects.isEmpty()) {
      throw ProblemKind.NO_SUBJECT.with("no subject was found in the image");
    }
    return subjects.getFirst().embedding().vector();
  }

  private void refuse(Path file, Problem problem) {
    if (problem.status() >= 500) {
      failure = new ProblemException(problem);
      return;
    }
    String reason = problem.detail() == null ? problem.title() : problem.detail();
    refused.add(new NotEmbedded(file.toString(), reason));
  }
}
