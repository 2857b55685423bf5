package io.kith.server.cli;

import io.kith.config.LimitSettings;
import io.kith.embedder.Embedder;
import io.kith.embedder.ImageRoom;
import io.kith.embedder.StageListener;
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
import java.util.function.BooleanSupplier;

/**
 * Embeds image files, several at a time, with a progress bar on stderr: the largest subject of
 * each.
 *
 * <p>A file without a subject, or that is no image, does not stop the others; a failure that would
 * meet every file does.
 */
final class FolderEmbedding {

  private final Embedder embedder;
  private final ImageRoom room;
  private final EmbeddingCache cache;
  private final BooleanSupplier stop;

  private final ConcurrentMap<Path, UnitVector> embedded = new ConcurrentHashMap<>();
  private final Queue<NotEmbedded> refused = new ConcurrentLinkedQueue<>();

  /**
   * @param stop asked before each image; true ends the work
   */
  FolderEmbedding(
      Embedder embedder, LimitSettings limits, EmbeddingCache cache, BooleanSupplier stop) {
    this.embedder = embedder;
    this.room = new ImageRoom(limits, StageListener.NONE);
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
    ImageWork.each("embed", files, stop, file -> embedOrRefuse(root, file));
    return new Result(
        Map.copyOf(embedded),
        refused.stream().sorted(Comparator.comparing(NotEmbedded::file)).toList());
  }

  private void embedOrRefuse(Path root, Path file) {
    try {
      embedded.put(file, UnitVector.of(cache.of(ImageFiles.readNamed(file), this::embed)));
    } catch (RuntimeException e) {
      refuse(root.relativize(file), Problems.of(e));
    }
  }

  private float[] embed(byte[] image) {
    List<Subject> subjects = room.decoded(image, embedder::embed);
    if (subjects.isEmpty()) {
      throw ProblemKind.NO_SUBJECT.with("no subject was found in the image");
    }
    return subjects.getFirst().embedding().vector();
  }

  private void refuse(Path file, Problem problem) {
    if (problem.status() >= 500) {
      throw new ProblemException(problem);
    }
    refused.add(new NotEmbedded(file.toString(), problem.reason()));
  }
}
