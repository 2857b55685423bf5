package io.kith.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexOutput;
import org.junit.jupiter.api.Test;

/** Which files wait in memory. */
final class SmallSegmentCacheTest {

  private final Directory disk = new ByteBuffersDirectory();
  private final SmallSegmentCache cache =
      new SmallSegmentCache(
          new FilterDirectory(disk) {
            @Override
            public void close() {} // the disk is looked at afterwards
          });

  private void write(String name, int bytes) throws IOException {
    try (IndexOutput file = cache.createOutput(name, IOContext.DEFAULT)) {
      file.writeBytes(new byte[bytes], bytes);
    }
  }

  @Test
  void filesOfASmallSegmentWaitAndThoseOfALargeOneDoNot() throws IOException {
    write("before", 100);
    cache.expect(2_048);
    write("small", 100);
    cache.expect(10 << 20);
    write("large", 100);

    assertThat(disk.listAll()).containsExactlyInAnyOrder("before", "large");
    assertThat(cache.listAll()).contains("small");
  }

  @Test
  void whatWaitsWhenItClosesIsNotWrittenOverTheFilesOfAnother() throws IOException {
    cache.expect(2_048);
    write("_1.vec", 100);
    SmallSegmentCache next = new SmallSegmentCache(disk);
    try (IndexOutput file = next.createOutput("_1.vec", IOContext.DEFAULT)) {
      file.writeByte((byte) 1);
    }

    cache.close();
    cache.close();

    assertThat(disk.fileLength("_1.vec")).isEqualTo(1);
  }

  @Test
  void whereManyWaitTheNextDoesNot() throws IOException {
    cache.expect(2_048);
    write("much", 17 << 20);
    write("next", 100);

    assertThat(disk.listAll()).containsExactly("next");
  }
}
