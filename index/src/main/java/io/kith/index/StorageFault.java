package io.kith.index;

import io.kith.index.IndexException.Problem;
import java.nio.file.AccessDeniedException;
import java.nio.file.ReadOnlyFileSystemException;
import java.util.Locale;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.store.LockObtainFailedException;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Turns the faults of SQLite, Lucene and the file system into the module's one exception. */
final class StorageFault {

  private static final int PRIMARY_CODE = 0xff;

  private StorageFault() {}

  /** The fault as an {@link IndexException}; one that is there already is handed through. */
  static IndexException of(Throwable fault) {
    for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
      if (cause instanceof IndexException known) {
        return known;
      }
      Problem problem = problem(cause);
      if (problem != null) {
        return new IndexException(problem, advice(problem), fault);
      }
    }
    return new IndexException(
        Problem.FAILED, "the store failed; its log entry has the cause", fault);
  }

  private static @Nullable Problem problem(Throwable cause) {
    return switch (cause) {
      case SQLiteException e -> problem(e.getResultCode());
      case CorruptIndexException _ -> Problem.CORRUPT_INDEX;
      case LockObtainFailedException _ -> Problem.LOCKED;
      case AccessDeniedException _, ReadOnlyFileSystemException _ -> Problem.READ_ONLY;
      default -> problem(String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT));
    };
  }

  private static @Nullable Problem problem(SQLiteErrorCode code) {
    if (code == SQLiteErrorCode.SQLITE_IOERR_SHMSIZE) {
      return Problem.STORAGE_FULL; // the shared-memory file could not grow
    }
    return switch (SQLiteErrorCode.getErrorCode(code.code & PRIMARY_CODE)) {
      case SQLITE_FULL -> Problem.STORAGE_FULL;
      case SQLITE_READONLY, SQLITE_CANTOPEN, SQLITE_PERM -> Problem.READ_ONLY;
      case SQLITE_BUSY, SQLITE_LOCKED -> Problem.LOCKED;
      case SQLITE_CORRUPT, SQLITE_NOTADB -> Problem.CORRUPT;
      default -> null;
    };
  }

  /* Java names these two of the system's errors by their text only. */
  private static @Nullable Problem problem(String message) {
    if (message.contains("no space left") || message.contains("quota exceeded")) {
      return Problem.STORAGE_FULL;
    }
    return message.contains("read-only file system") ? Problem.READ_ONLY : null;
  }

  private static String advice(Problem problem) {
    return switch (problem) {
      case STORAGE_FULL ->
          "no space is left to write; free some and try again, reading goes on meanwhile";
      case READ_ONLY ->
          "the data folder cannot be opened for writing; give this user the right to write it";
      case LOCKED -> "the data folder is in use by another process; stop it or use another folder";
      case CORRUPT -> "the store is damaged; restore it from a backup";
      case CORRUPT_INDEX -> "an index is damaged; rebuild it, nothing is lost";
      case NEWER_SCHEMA, CLOSED, GONE, BUSY, NO_PREVIOUS, FAILED ->
          "the store failed; its log entry has the cause";
    };
  }
}
