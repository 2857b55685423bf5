package io.kith.config;

import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Objects;

/** What is wrong with a file or folder, in words for whoever named it. */
public final class FileFailure {

  private FileFailure() {}

  /**
   * Why a file or folder cannot be read.
   *
   * @param named by the user; what lies in it is named instead where that is at fault
   */
  public static String unreadable(Path named, Exception e) {
    Path file =
        e instanceof FileSystemException inside && inside.getFile() != null
            ? Path.of(inside.getFile())
            : named;
    return e instanceof UncheckedIOException unchecked
        ? unreadable(named, Objects.requireNonNull(unchecked.getCause()))
        : file + " " + unreadable(e);
  }

  /** The same, to be said after its name; {@code e} is not wrapped. */
  public static String unreadable(Exception e) {
    return switch (e) {
      case NoSuchFileException _ -> "does not exist";
      case AccessDeniedException _ -> "may not be read by this user";
      default -> "cannot be read: " + reason(e);
    };
  }

  /** Why a file cannot be written, or a folder made. */
  public static String unwritable(Path named, Exception e) {
    return switch (e) {
      case UncheckedIOException unchecked ->
          unwritable(named, Objects.requireNonNull(unchecked.getCause()));
      case NoSuchFileException _ ->
          "%s cannot be written: there is no folder %s; make it first"
              .formatted(named, named.toAbsolutePath().getParent());
      default -> "%s cannot be written: %s".formatted(named, reason(e));
    };
  }

  /** The same without its name; {@code e} is not wrapped. */
  public static String reason(Exception e) {
    return switch (e) {
      case NoSuchFileException _ -> "it does not exist";
      case AccessDeniedException _ -> "this user may not";
      case CharacterCodingException _ -> "it is not text in UTF-8";
      case FileAlreadyExistsException _, NotDirectoryException _ -> "it is no folder";
      case FileSystemLoopException _ -> "a link in it leads back to a folder that it lies in";
      case FileSystemException it when it.getReason() != null -> plain(it.getReason());
      default -> plain(e.getMessage() == null ? e.toString() : e.getMessage());
    };
  }

  private static String plain(String reason) {
    return switch (reason) {
      case "Is a directory" -> "it is a folder, not a file";
      case "Not a directory" -> "a file is in its way where a folder must be";
      default -> reason;
    };
  }
}
