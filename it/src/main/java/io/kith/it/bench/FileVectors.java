package io.kith.it.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.apache.lucene.util.VectorUtil;

/**
 * Vectors of a file of float32 values, little-endian, each an identity of its own. The last ones
 * are strangers; a mate is the enrolled vector with noise, at a cosine of about .8.
 */
final class FileVectors implements Vectors {

  private static final ValueLayout.OfFloat VALUE =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final double NOISE = .75;

  private final MemorySegment values;
  private final int size;
  private final int dimension;
  private final long seed;

  /**
   * @param strangers vectors that are not enrolled
   */
  FileVectors(Path file, int dimension, int strangers, long seed) {
    try (FileChannel channel = FileChannel.open(file)) {
      values = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), Arena.ofAuto());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.size = Math.toIntExact(values.byteSize() / Float.BYTES / dimension) - strangers;
    this.dimension = dimension;
    this.seed = seed;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public int dimension() {
    return dimension;
  }

  @Override
  public int identity(int number) {
    return number;
  }

  @Override
  public float[] vector(int number) {
    float[] vector = new float[dimension];
    MemorySegment.copy(
        values, VALUE, (long) number * dimension * Float.BYTES, vector, 0, dimension);
    return VectorUtil.l2normalize(vector);
  }

  @Override
  public float[] mate(int identity) {
    float[] vector = vector(identity);
    SplittableRandom random = new SplittableRandom(seed * Integer.MAX_VALUE + identity);
    for (int i = 0; i < dimension; i++) {
      vector[i] += (float) (NOISE / Math.sqrt(dimension) * random.nextGaussian());
    }
    return VectorUtil.l2normalize(vector);
  }

  @Override
  public float[] stranger(int number) {
    return vector(size + number);
  }
}
