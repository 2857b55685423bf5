package io.kith.index;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.kith.index.IndexException.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.core.statement.StatementExceptions.MessageRendering;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * The system of record, in one SQLite file: galleries, identities, templates, and the sequence of
 * their changes.
 *
 * <p>Written by one thread through {@link GroupCommit}, read through a pool; a read sees every
 * change whose write has returned. Safe for concurrent use.
 */
final class EmbeddingStore implements AutoCloseable {

  /* 8 KiB pages hold three templates of 512 dimensions, where SQLite's usual 4 KiB would hold one. */
  private static final int PAGE_BYTES = 8192;
  private static final int BUSY_TIMEOUT_MILLIS = 10_000;
  private static final int READERS = 8;

  /* Names of column types; the migrations themselves are the same for every database. */
  private static final Map<String, String> SQLITE_TYPES =
      Map.of("integer", "INTEGER", "real", "REAL", "text", "TEXT", "bytes", "BLOB");

  private final Path file;
  private final HikariDataSource readers;
  private final Jdbi reads;
  private final GroupCommit writer;

  private EmbeddingStore(Path file, HikariDataSource readers, GroupCommit writer) {
    this.file = file;
    this.readers = readers;
    this.reads = jdbi(readers);
    this.writer = writer;
  }

  /**
   * Opens a store, creating the file or bringing its schema up to date.
   *
   * @throws IndexException when the file cannot be written, is damaged, or was written by a newer
   *     release
   */
  static EmbeddingStore open(Path file) {
    try {
      SQLiteDataSource writing = source(file, false);
      migrate(writing);
      GroupCommit writer = new GroupCommit(jdbi(writing).open());
      try {
        return new EmbeddingStore(file, pool(source(file, true)), writer);
      } catch (RuntimeException e) {
        writer.close();
        throw e;
      }
    } catch (RuntimeException e) {
      throw StorageFault.of(e);
    }
  }

  private static SQLiteDataSource source(Path file, boolean readOnly) {
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(readOnly);
    config.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
    if (!readOnly) {
      config.setPageSize(PAGE_BYTES);
      config.setJournalMode(SQLiteConfig.JournalMode.WAL);
      config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
      config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
      config.enforceForeignKeys(true);
      config.setPragma(SQLiteConfig.Pragma.SECURE_DELETE, "true");
    }
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + file);
    return source;
  }

  /* Its exceptions are logged, and would name whoever the failing statement was about. */
  private static Jdbi jdbi(DataSource source) {
    Jdbi jdbi = Jdbi.create(source);
    jdbi.getConfig(StatementExceptions.class).setMessageRendering(MessageRendering.NONE);
    return jdbi;
  }

  private static HikariDataSource pool(DataSource source) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("kith-store-readers");
    config.setDataSource(source);
    config.setReadOnly(true);
    config.setMaximumPoolSize(READERS);
    config.setMinimumIdle(1);
    return new HikariDataSource(config);
  }

  private static void migrate(DataSource source) {
    Flyway flyway =
        Flyway.configure()
            .dataSource(source)
            .locations("classpath:db/migration")
            .placeholders(SQLITE_TYPES)
            .load();
    if (Stream.of(flyway.info().all()).anyMatch(EmbeddingStore::isFuture)) {
      throw new IndexException(
          Problem.NEWER_SCHEMA,
          "a newer release has written this store; use that release or a backup of before");
    }
    flyway.migrate();
  }

  private static boolean isFuture(MigrationInfo migration) {
    return migration.getState().isApplied() && !migration.getState().isResolved();
  }

  /**
   * Reads.
   *
   * @throws IndexException when the store fails or is closed
   */
  <T> T read(Function<Handle, T> query) {
    if (readers.isClosed()) {
      throw new IndexException(Problem.CLOSED, "the galleries are closed; open them again");
    }
    try {
      return reads.withHandle(query::apply);
    } catch (JdbiException e) {
      throw StorageFault.of(e);
    }
  }

  /**
   * Reads row by row, in one snapshot that lasts until the stream is closed.
   *
   * @throws IndexException when the store fails or is closed
   */
  <T> Stream<T> stream(Function<Handle, Stream<T>> query) {
    if (readers.isClosed()) {
      throw new IndexException(Problem.CLOSED, "the galleries are closed; open them again");
    }
    try {
      Handle handle = reads.open();
      try {
        return query.apply(handle).onClose(handle::close);
      } catch (RuntimeException e) {
        handle.close();
        throw e;
      }
    } catch (JdbiException e) {
      throw StorageFault.of(e);
    }
  }

  /**
   * Makes a change and waits until it is durable and {@code follower} has followed.
   *
   * @param change may run more than once, each time on a clean state; whatever it throws is thrown
   *     here
   * @throws IndexException when the store fails or is closed
   */
  <T> T write(Follower follower, Function<Handle, T> change) {
    return write(follower, change, _ -> {});
  }

  /**
   * The same.
   *
   * @param durable gets what the change returned once it is durable, in the order of changes; also
   *     where the follower fails
   */
  <T> T write(Follower follower, Function<Handle, T> change, Consumer<T> durable) {
    try {
      return writer.write(follower, change, durable);
    } catch (JdbiException e) {
      throw StorageFault.of(e);
    }
  }

  /** Sequence number of the last committed change. */
  long sequence() {
    return read(
        handle -> handle.select("SELECT value FROM change_sequence").mapTo(Long.class).one());
  }

  /** The last of the ids that were given in the order of time; empty when there is none. */
  Optional<String> lastId() {
    return read(
        handle ->
            handle
                .select(
                    """
                    SELECT max(id) FROM (
                      SELECT max(id) AS id FROM template
                      UNION ALL SELECT max(id) FROM calibration
                      UNION ALL SELECT max(id) FROM unknown_probe)
                    """)
                .mapTo(String.class)
                .findOne());
  }

  /** Size of the file with its log. */
  long bytes() {
    return Stream.of(file, file.resolveSibling(file.getFileName() + "-wal"))
        .mapToLong(it -> it.toFile().length())
        .sum();
  }

  /**
   * Writes the file anew, without anything that was deleted, and empties its log. Reads go on,
   * changes wait; takes as much space again meanwhile.
   *
   * @throws IndexException when the store fails, or a read would not end
   */
  void rewrite() {
    alone(
        handle -> {
          // Before, too: while a long read keeps the log, each rewriting would make it longer by
          // a whole store.
          emptyLog(handle);
          handle.execute("VACUUM");
          emptyLog(handle);
        });
  }

  /**
   * Works outside of any transaction while changes wait, those before having been followed.
   *
   * @throws IndexException when the store fails or is closed
   */
  void alone(Consumer<Handle> work) {
    try {
      writer.alone(work);
    } catch (JdbiException e) {
      throw StorageFault.of(e);
    }
  }

  private static void emptyLog(Handle handle) {
    boolean busy =
        handle
            .select("PRAGMA wal_checkpoint(TRUNCATE)")
            .map((row, _) -> row.getBoolean("busy"))
            .one();
    if (busy) {
      throw new IndexException(
          Problem.LOCKED, "a long read keeps the store's log; try again when it has ended");
    }
  }

  /**
   * Copies the store as it is at this moment into a new file, without anything that was deleted.
   * Reads and changes go on.
   *
   * @throws IndexException when the store fails or is closed
   */
  void copyTo(Path copy) {
    read(handle -> handle.execute("VACUUM INTO ?", copy.toString()));
  }

  /** Opens a copy to read it; to be closed. */
  static Handle read(Path copy) {
    return jdbi(source(copy, true)).open();
  }

  /** What SQLite finds wrong with the file; empty when nothing is. Reads all of it. */
  List<String> faults() {
    return read(
        handle ->
            handle.select("PRAGMA integrity_check").mapTo(String.class).list().stream()
                .filter(line -> !line.equals("ok"))
                .toList());
  }

  /* The writer's connection last: SQLite then moves its log into the one file, which readers could not. */
  @Override
  public void close() {
    readers.close();
    writer.close();
  }
}
