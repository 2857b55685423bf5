package io.kith.index;

import io.kith.index.ChangeFeed.IndexedTemplate;
import io.kith.index.codes.SignCodeFormat.Making;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.IndexWriterConfig.OpenMode;
import org.apache.lucene.index.MergePolicy;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.search.TaskExecutor;
import org.apache.lucene.store.Directory;
import org.apache.lucene.util.IOUtils;
import org.apache.lucene.util.ThreadInterruptedException;

/**
 * Writes a generation from nothing, which nobody searches meanwhile: segments with nothing but the
 * vectors, which are merged once, at the end, into one, and only then are there codes to make and a
 * graph to build. So each template is encoded once, and inserted into a graph once, by all threads.
 *
 * <p>With one thread the same templates in the same order give the same index. For one thread that
 * calls it.
 */
final class GenerationWriter implements AutoCloseable {

  private static final double BUFFER_MEGABYTES = 64;

  private final IndexStamp stamp;
  private final Directory directory;
  private final IndexWriter writer;
  private final ExecutorService helpers;
  private final int threads;
  private final Deque<Future<?>> pages = new ArrayDeque<>();

  private GenerationWriter(
      IndexStamp stamp,
      Directory directory,
      IndexWriter writer,
      ExecutorService helpers,
      int threads) {
    this.stamp = stamp;
    this.directory = directory;
    this.writer = writer;
    this.helpers = helpers;
    this.threads = threads;
  }

  /**
   * Begins, in place of what the folder may hold.
   *
   * @param threads threads that write, 1 or more; one of them is the caller's
   * @param inserted hears of the graph's growth
   */
  static GenerationWriter create(Path folder, IndexStamp stamp, int threads, GraphGrowth inserted)
      throws IOException {
    ExecutorService helpers =
        Executors.newFixedThreadPool(
            threads, Thread.ofPlatform().daemon().name("kith-rebuild-", 1).factory());
    Directory directory = null;
    try {
      directory = new LongWrites(folder);
      Making making = new Making(false, threads, threads == 1 ? null : new TaskExecutor(helpers));
      IndexWriterConfig config =
          new IndexWriterConfig()
              .setOpenMode(OpenMode.CREATE)
              .setCodec(new VectorCodec(stamp, making))
              .setMergePolicy(new AllAtOnce())
              .setMergeScheduler(new OneMerge(threads == 1 ? Runnable::run : helpers))
              .setRAMBufferSizeMB(BUFFER_MEGABYTES)
              .setUseCompoundFile(false)
              .setInfoStream(inserted)
              .setCommitOnClose(false);
      return new GenerationWriter(
          stamp, directory, new IndexWriter(directory, config), helpers, threads);
    } catch (Throwable e) {
      helpers.shutdownNow();
      IOUtils.closeWhileHandlingException(directory);
      throw e;
    }
  }

  /** Adds templates; with more than one thread it may return before they are added. */
  void add(List<IndexedTemplate> templates) throws IOException {
    if (threads == 1) {
      write(templates);
      return;
    }
    pages.add(
        helpers.submit(
            () -> {
              write(templates);
              return true;
            }));
    while (pages.size() >= threads) {
      await(pages.remove());
    }
  }

  private void write(List<IndexedTemplate> templates) throws IOException {
    for (IndexedTemplate template : templates) {
      writer.addDocument(TemplateDocument.of(template));
    }
  }

  private static void await(Future<?> page) throws IOException {
    try {
      page.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ThreadInterruptedException(e);
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    }
  }

  /**
   * Merges what was added and makes it durable, as the index of a number of the change sequence.
   */
  void finish(long applied) throws IOException {
    while (!pages.isEmpty()) {
      await(pages.remove());
    }
    writer.forceMerge(1);
    writer.setLiveCommitData(stamp.commitData(applied).entrySet());
    writer.commit();
  }

  /** Closes; without {@link #finish} before, there is no index. */
  @Override
  public void close() throws IOException {
    helpers.shutdown();
    IOUtils.close(writer::rollback, directory);
  }

  /** Merges in the caller's thread, the parts of a segment side by side where threads are given. */
  private static final class OneMerge extends SerialMergeScheduler {

    private final Executor parts;

    OneMerge(Executor parts) {
      this.parts = parts;
    }

    @Override
    public Executor getIntraMergeExecutor(MergePolicy.OneMerge merge) {
      return parts;
    }
  }
}
