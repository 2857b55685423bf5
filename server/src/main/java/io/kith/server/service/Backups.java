package io.kith.server.service;

import io.kith.config.HomeSettings;
import io.kith.config.ModelCard;
import io.kith.index.Galleries;
import io.kith.index.IndexException;
import io.kith.index.SnapshotFile;
import io.kith.server.api.ProblemException;
import io.kith.server.api.ProblemKind;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Backups of a Kith home while it is used: all galleries with their calibrations, judgements,
 * inboxes and kept images, the keys, and the models without what led to them. Indexes are made anew
 * where one is restored. Thread-safe.
 */
@Singleton
public final class Backups {

  private final Galleries galleries;
  private final HomeSettings home;
  private final Semaphore place = new Semaphore(1);

  Backups(Galleries galleries, HomeSettings home) {
    this.galleries = galleries;
    this.home = home;
  }

  /**
   * Begins a backup, which is of this moment; to be closed.
   *
   * @throws ProblemException when another one has not ended
   * @throws IndexException when the store cannot be copied
   */
  public Backup begin() {
    if (!place.tryAcquire()) {
      throw ProblemKind.OVERLOADED.with("a backup is being made; try again when it has ended");
    }
    @Nullable Stream<SnapshotFile> models = null;
    try {
      models = models();
      return new Backup(galleries.snapshot(), models, place::release);
    } catch (RuntimeException | Error e) {
      if (models != null) {
        models.close();
      }
      place.release();
      throw e;
    }
  }

  private Stream<SnapshotFile> models() {
    Path models = home.models();
    if (!Files.isDirectory(models)) {
      return Stream.empty();
    }
    try {
      return Files.walk(models, FileVisitOption.FOLLOW_LINKS)
          .filter(Files::isRegularFile)
          .map(models::relativize)
          .filter(it -> ModelCard.isName(it.getName(0).toString())) // one that is being installed
          .filter(it -> !it.startsWith(it.getName(0).resolve("run"))) // how it was trained, on whom
          .map(it -> new SnapshotFile(it.toString().replace('\\', '/'), models.resolve(it)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
