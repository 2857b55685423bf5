package io.kith.embedder;

import java.io.IOException;
import java.time.Duration;
import javax.imageio.stream.ImageInputStreamImpl;

/**
 * Bytes in memory for a decoder that reads them as it goes: they end with an error once it has
 * taken too long. Not thread-safe.
 */
final class TimedInput extends ImageInputStreamImpl {

  private final byte[] bytes;
  private final long start = System.nanoTime();
  private final Duration patience;

  TimedInput(byte[] bytes, Duration patience) {
    this.bytes = bytes;
    this.patience = patience;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    checkClosed();
    if (System.nanoTime() - start > patience.toNanos()) {
      throw new ImageException(
          ImageException.Problem.TOO_LARGE,
          "the image takes longer than %d s to decode; save it anew, or scale it down"
              .formatted(patience.toSeconds()));
    }
    bitOffset = 0;
    int count = (int) Math.min(length, bytes.length - streamPos);
    if (count <= 0) {
      return length == 0 ? 0 : -1;
    }
    System.arraycopy(bytes, (int) streamPos, target, offset, count);
    streamPos += count;
    return count;
  }

  @Override
  public long length() {
    return bytes.length;
  }
}
