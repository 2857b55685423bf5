package io.kith.server.service;

import io.kith.config.FileFailure;
import io.kith.config.HomeSettings;
import io.kith.server.api.ProblemException;
import io.kith.server.api.ProblemKind;
import io.kith.server.api.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.apache.commons.io.file.PathUtils;

/** Makes the galleries and models of a Kith home from a {@link Backup}. */
public final class Restore {

  private static final String UNFINISHED = "restore.part";

  private final Path home;
  private final Path data;
  private final Path models;
  private final Path unfinished;

  private Restore(Path home) {
    this.home = home;
    this.data = home.resolve(HomeSettings.DATA);
    this.models = home.resolve(HomeSettings.MODELS);
    this.unfinished = home.resolve(UNFINISHED);
  }

  /**
   * Restores a backup into a home that has no galleries yet: all of them, or, where that fails,
   * none. Models that the home has stay as they are.
   *
   * @param backup the zip file
   * @param home an existing folder
   * @param progress told how many files of how many were unpacked
   * @return the names of models that the home has, and that were not restored therefore
   * @throws ProblemException when the file is no whole backup, the home has galleries, or it cannot
   *     be written
   */
  public static List<String> into(Path home, Path backup, Progress progress) {
    return new Restore(home).from(backup, progress);
  }

  private List<String> from(Path backup, Progress progress) {
    if (Files.exists(data)) {
      throw ProblemKind.INVALID_REQUEST.with(
          "there is %s already; set KITH_HOME to a folder without, or move it away"
              .formatted(data));
    }
    if (!Files.isRegularFile(backup)) {
      throw ProblemKind.INVALID_REQUEST.with(
          "there is no file %s; name one that kith backup wrote".formatted(backup));
    }
    if (!Files.isReadable(backup)) {
      throw ProblemKind.INVALID_REQUEST.with(backup + " may not be read by this user");
    }
    try (ZipFile zip = new ZipFile(backup.toFile())) {
      removeUnfinished();
      unpack(zip, progress);
      List<String> left = moveModels();
      Files.move(unfinished.resolve(HomeSettings.DATA), data, StandardCopyOption.ATOMIC_MOVE);
      sync(home);
      return left;
    } catch (ZipException | InvalidPathException e) {
      throw ProblemKind.INVALID_REQUEST.with(
          "%s is no whole backup of Kith, and was not restored: %s"
              .formatted(backup, e.getMessage()));
    } catch (IOException e) {
      throw ProblemKind.UNAVAILABLE.with(
          "%s was not restored: %s".formatted(backup, FileFailure.reason(e)));
    } finally {
      removeUnfinished();
    }
  }

  private void removeUnfinished() {
    try {
      if (Files.exists(unfinished)) {
        PathUtils.deleteDirectory(unfinished);
      }
    } catch (IOException e) {
      throw ProblemKind.UNAVAILABLE.with(FileFailure.unwritable(unfinished, e));
    }
  }

  private void unpack(ZipFile zip, Progress progress) throws IOException {
    if (zip.getEntry(Backup.STORE) == null) {
      throw new ZipException("it has no " + Backup.STORE);
    }
    List<? extends ZipEntry> entries = Collections.list(zip.entries());
    for (int i = 0; i < entries.size(); i++) {
      unpack(zip, entries.get(i));
      progress.at(i + 1L, entries.size());
    }
  }

  private void unpack(ZipFile zip, ZipEntry entry) throws IOException {
    Path target = unfinished.resolve(entry.getName()).normalize();
    if (Stream.of(HomeSettings.DATA, HomeSettings.MODELS)
        .noneMatch(it -> target.startsWith(unfinished.resolve(it)))) {
      throw new ZipException("%s is none of its files".formatted(entry.getName()));
    }
    Files.createDirectories(target.getParent());
    CRC32 sum = new CRC32();
    try (InputStream in = new CheckedInputStream(zip.getInputStream(entry), sum)) {
      Files.copy(in, target);
    }
    if (sum.getValue() != entry.getCrc()) {
      throw new ZipException("%s is damaged".formatted(entry.getName()));
    }
    try (FileChannel file = FileChannel.open(target, StandardOpenOption.WRITE)) {
      file.force(true);
    }
  }

  private List<String> moveModels() throws IOException {
    List<String> left = new ArrayList<>();
    Path restored = unfinished.resolve(HomeSettings.MODELS);
    if (Files.isDirectory(restored)) {
      Files.createDirectories(models);
      try (Stream<Path> folders = Files.list(restored)) {
        for (Path folder : folders.sorted().toList()) {
          Path target = models.resolve(folder.getFileName());
          if (Files.exists(target)) {
            left.add(target.getFileName().toString());
          } else {
            Files.move(folder, target, StandardCopyOption.ATOMIC_MOVE);
          }
        }
      }
    }
    return left;
  }

  /* So that what was moved here stays, whatever happens to the machine. */
  private static void sync(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder)) {
      channel.force(true);
    }
  }
}
