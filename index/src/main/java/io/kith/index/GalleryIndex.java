package io.kith.index;

import io.kith.config.IndexSettings;
import io.kith.index.ChangeFeed.IndexedTemplate;
import io.kith.index.codes.SignCodeFormat.Making;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.lucene.index.CheckIndex;
import org.apache.lucene.index.ConcurrentMergeScheduler;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.IndexWriterConfig.OpenMode;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.index.TieredMergePolicy;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.SearcherFactory;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.store.Lock;
import org.apache.lucene.util.IOUtils;

/**
 * One generation of a gallery's index: a Lucene index of its templates, as they were at {@link
 * #applied}.
 *
 * <p>Safe for concurrent search. One thread at a time may apply changes; commits may run beside it.
 * After a failed change it can still be searched, and {@link #isOpen} tells whether it can be
 * changed again.
 */
final class GalleryIndex implements AutoCloseable {

  private final SmallSegmentCache directory;
  private final IndexStamp stamp;
  private final IndexSettings settings;
  private final IndexWriter writer;
  private final ConcurrentMergeScheduler merges;
  private final SearcherManager searchers;
  private volatile long applied;
  private long committed;

  /** Searches one snapshot. */
  interface Search<T> {
    T in(IndexSearcher searcher) throws IOException;
  }

  /** Searches the identities of one snapshot. */
  interface IdentitySearching<T> {
    T with(IdentitySearch search) throws IOException;
  }

  private GalleryIndex(
      SmallSegmentCache directory,
      IndexStamp stamp,
      IndexSettings settings,
      IndexWriter writer,
      ConcurrentMergeScheduler merges)
      throws IOException {
    this.directory = directory;
    this.stamp = stamp;
    this.settings = settings;
    this.writer = writer;
    this.merges = merges;
    this.searchers = new SearcherManager(writer, new Uncached());
  }

  /** Makes an empty index in a folder, in place of one that may be there. */
  static GalleryIndex create(Path folder, IndexStamp stamp, IndexSettings settings)
      throws IOException {
    GalleryIndex index = open(folder, stamp, settings, OpenMode.CREATE);
    try {
      index.commit();
      return index;
    } catch (Throwable e) {
      IOUtils.closeWhileHandlingException(index::abandon);
      throw e;
    }
  }

  /**
   * Opens an index at its last commit, and reads all of it to see that it is whole.
   *
   * @param row says what the index may hold: nothing newer than the gallery's last change, which
   *     would be of another store, most often a later one than the backup that was restored; and
   *     nothing so old that deletions since are not known any more
   * @throws IOException when it is missing, damaged, of another store, or has another stamp
   */
  static GalleryIndex open(Path folder, IndexStamp stamp, GalleryRow row, IndexSettings settings)
      throws IOException {
    try (Directory files = FSDirectory.open(folder);
        DirectoryReader reader = DirectoryReader.open(files)) {
      Map<String, String> data = reader.getIndexCommit().getUserData();
      if (!stamp.matches(data)) {
        throw new CorruptIndexException(
            "built for " + data + ", wanted for " + stamp, folder.toString());
      }
      long applied = IndexStamp.applied(data);
      if (applied > row.sequence() || applied < row.trimmed()) {
        throw new CorruptIndexException(
            "holds changes up to %d, the store from %d to %d"
                .formatted(applied, row.trimmed(), row.sequence()),
            folder.toString());
      }
      for (LeafReaderContext leaf : reader.leaves()) {
        leaf.reader().checkIntegrity();
      }
      GalleryIndex index = open(folder, stamp, settings, OpenMode.APPEND);
      index.applied = applied;
      index.committed = applied;
      return index;
    }
  }

  /**
   * Whether an index in a folder, if there is one, holds what the gallery's store does not know.
   */
  static boolean isAhead(Path folder, GalleryRow row) throws IOException {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (Directory files = FSDirectory.open(folder)) {
      return DirectoryReader.indexExists(files)
          && IndexStamp.applied(SegmentInfos.readLatestCommit(files).getUserData())
              > row.sequence();
    } catch (CorruptIndexException _) {
      return false; // which is found when it is opened
    }
  }

  private static GalleryIndex open(
      Path folder, IndexStamp stamp, IndexSettings settings, OpenMode mode) throws IOException {
    SmallSegmentCache directory = new SmallSegmentCache(FSDirectory.open(folder));
    ConcurrentMergeScheduler merges = new ConcurrentMergeScheduler();
    IndexWriter writer = null;
    try {
      IndexWriterConfig config =
          new IndexWriterConfig()
              .setOpenMode(mode)
              .setCodec(new VectorCodec(stamp, Making.USUAL))
              .setUseCompoundFile(false)
              .setMergeScheduler(merges)
              .setMergePolicy(new TieredMergePolicy().setForceMergeDeletesPctAllowed(0))
              // Whoever enrols would wait for merges otherwise, and bulk would write twice the
              // bytes.
              .setMaxFullFlushMergeWaitMillis(0)
              .setCommitOnClose(false);
      writer = new IndexWriter(directory, config);
      return new GalleryIndex(directory, stamp, settings, writer, merges);
    } catch (Throwable e) {
      IOUtils.closeWhileHandlingException(writer, directory);
      throw e;
    }
  }

  /**
   * Applies what the store holds beyond {@link #applied} and makes it searchable.
   *
   * @param upTo last number of the change sequence that the feed gives
   */
  void apply(ChangeFeed feed, long upTo) throws IOException {
    directory.expect((upTo - applied) * stamp.dimension() * Float.BYTES);
    try (Stream<IndexedTemplate> templates = feed.templates(applied)) {
      for (Iterator<IndexedTemplate> each = templates.iterator(); each.hasNext(); ) {
        IndexedTemplate template = each.next();
        writer.updateDocument(
            TemplateDocument.withId(template.template()), TemplateDocument.of(template));
      }
    }
    try (Stream<String> deletions = feed.deletions(applied)) {
      for (Iterator<String> each = deletions.iterator(); each.hasNext(); ) {
        writer.deleteDocuments(TemplateDocument.withId(each.next()));
      }
    }
    searchers.maybeRefreshBlocking();
    applied = upTo;
  }

  /** Last number of the change sequence that searches see. */
  long applied() {
    return applied;
  }

  /** Whether changes can be applied. */
  boolean isOpen() {
    return writer.isOpen();
  }

  /** Number of templates that searches see. */
  int templates() throws IOException {
    return search(searcher -> searcher.getIndexReader().numDocs());
  }

  boolean contains(String template) throws IOException {
    return search(
        searcher -> searcher.count(new TermQuery(TemplateDocument.withId(template))) == 1);
  }

  /** Runs a search in the latest snapshot. */
  <T> T search(Search<T> search) throws IOException {
    IndexSearcher searcher = searchers.acquire();
    try {
      return search.in(searcher);
    } finally {
      searchers.release(searcher);
    }
  }

  /** Runs a search for identities in the latest snapshot. */
  <T> T searchIdentities(IdentitySearching<T> search) throws IOException {
    return search(
        searcher -> search.with(new IdentitySearch(searcher, settings, stamp.dimension())));
  }

  /** Makes what was applied so far durable, so that a restart has less to apply. */
  synchronized void commit() throws IOException {
    long upTo = applied;
    if (upTo != committed || !DirectoryReader.indexExists(directory)) {
      commit(upTo);
    }
  }

  /** Last number of the change sequence that a restart finds applied. */
  synchronized long committed() {
    return committed;
  }

  private void commit(long upTo) throws IOException {
    // Changes that are being applied meanwhile may get into the commit too; applying them again
    // does no harm.
    writer.setLiveCommitData(stamp.commitData(upTo).entrySet());
    writer.commit();
    committed = upTo;
  }

  /**
   * Rewrites every segment that holds something deleted, and removes the old files; those that a
   * search still reads, when it ends. Waits for merges that run.
   */
  void expunge() throws IOException {
    // A segment that is being merged is passed over. A merge copies what is deleted after it began:
    // those that have begun end before, and those that begin between are waited for.
    merges.sync();
    writer.forceMergeDeletes();
    merges.sync();
    synchronized (this) {
      commit(applied);
    }
    searchers.maybeRefreshBlocking();
    writer.deleteUnusedFiles();
  }

  /** Whether Lucene finds nothing wrong with the last commit. Reads all of it. */
  synchronized boolean passesCheck() throws IOException {
    return passesCheck(new Unlocked(directory), CheckIndex.Level.MIN_LEVEL_FOR_INTEGRITY_CHECKS);
  }

  /**
   * Whether Lucene finds nothing wrong with the last commit in a directory. Reads all of it.
   *
   * @param level one of {@link CheckIndex.Level}
   */
  static boolean passesCheck(Directory directory, int level) throws IOException {
    try (CheckIndex check = new CheckIndex(directory)) {
      check.setLevel(level);
      return check.checkIndex().clean;
    }
  }

  /** Commits and closes. */
  @Override
  public void close() throws IOException {
    try {
      commit();
    } finally {
      abandon();
    }
  }

  /** Gives up changes and running merges since the last commit; searches go on. */
  void stopWriting() throws IOException {
    writer.rollback();
  }

  /** Closes without a commit; running merges are given up. */
  void abandon() throws IOException {
    IOUtils.close(searchers, writer::rollback, directory);
  }

  /** Queries are made of probes that do not come again: nothing to be cached. */
  private static final class Uncached extends SearcherFactory {
    @Override
    public IndexSearcher newSearcher(
        org.apache.lucene.index.IndexReader reader, org.apache.lucene.index.IndexReader previous) {
      IndexSearcher searcher = new IndexSearcher(reader);
      searcher.setQueryCache(null);
      return searcher;
    }
  }

  /**
   * Lets a check read beside the writer, which keeps the commit's files while no other commit is
   * made.
   */
  private static final class Unlocked extends FilterDirectory {

    Unlocked(Directory directory) {
      super(directory);
    }

    @Override
    public Lock obtainLock(String name) {
      return new Lock() {
        @Override
        public void close() {}

        @Override
        public void ensureValid() {}
      };
    }

    @Override
    public void close() {}
  }
}
