package io.kith.index;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.NRTCachingDirectory;

/**
 * Keeps small segments in memory until a commit. Each enrolment makes one of some twenty files,
 * most of which are merged away before the next commit. A crash loses nothing that the store does
 * not give back.
 *
 * <p>Safe for concurrent use.
 */
final class SmallSegmentCache extends NRTCachingDirectory {

  private static final double MAX_SEGMENT_MEGABYTES = .5;
  private static final double MAX_MEGABYTES = 16;

  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile boolean smallComes;

  SmallSegmentCache(Directory files) {
    super(files, MAX_SEGMENT_MEGABYTES, MAX_MEGABYTES);
  }

  /** Says how large the next segment is to be: Lucene opens files of it before it knows. */
  void expect(long bytes) {
    smallComes = bytes <= MAX_SEGMENT_MEGABYTES * 1024 * 1024;
  }

  @Override
  protected boolean doCacheWrite(String name, IOContext context) {
    boolean sizeUnknown = context.flushInfo() == null && context.mergeInfo() == null;
    return sizeUnknown
        ? smallComes && ramBytesUsed() <= MAX_MEGABYTES * 1024 * 1024
        : super.doCacheWrite(name, context);
  }

  /**
   * Closes, and leaves in the folder what was committed. What still waits belongs to no commit, and
   * its names may be given to files of another writer by now, if this one's has ended with a fault.
   */
  @Override
  public void close() throws IOException {
    if (closed.compareAndSet(false, true)) {
      for (String waiting : listCachedFiles()) {
        deleteFile(waiting);
      }
    }
    super.close();
  }
}
