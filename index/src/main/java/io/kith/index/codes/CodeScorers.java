package io.kith.index.codes;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.apache.lucene.util.hnsw.CloseableRandomVectorScorerSupplier;
import org.apache.lucene.util.hnsw.RandomVectorScorerSupplier;
import org.apache.lucene.util.hnsw.UpdateableRandomVectorScorer;

/**
 * Compares the vectors of a segment with each other by their codes, to build a graph over them.
 * Safe for concurrent use; each scorer is for one thread.
 *
 * <p>Building a graph compares each vector with thousands of others from anywhere in memory; a code
 * is one cache line where a vector of 512 dimensions is 32. The graph is one of neighbours by
 * Hamming distance, which the walk of a search follows by exact cosines.
 *
 * <p>Holds a copy of all codes, each in one piece: 64 bytes a vector of up to 512 dimensions.
 */
final class CodeScorers implements CloseableRandomVectorScorerSupplier {

  private static final ValueLayout.OfLong WORD =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final long[] codes;
  private final int words;
  private final int size;

  /**
   * @param blocks blocks of codes
   * @param size how many codes they hold
   * @param words 64 bits each, of a code
   */
  CodeScorers(MemorySegment blocks, int size, int words) {
    this.codes = new long[Math.multiplyExact(size, words)];
    this.words = words;
    this.size = size;
    for (int i = 0; i < size; i++) {
      long block = (long) (i / CodeKernel.BLOCK) * words * CodeKernel.BLOCK;
      for (int word = 0; word < words; word++) {
        long place = block + (long) word * CodeKernel.BLOCK + i % CodeKernel.BLOCK;
        codes[i * words + word] = blocks.get(WORD, place * Long.BYTES);
      }
    }
  }

  @Override
  public UpdateableRandomVectorScorer scorer() {
    return new Scorer();
  }

  @Override
  public RandomVectorScorerSupplier copy() {
    return this;
  }

  @Override
  public int totalVectorCount() {
    return size;
  }

  @Override
  public void close() {}

  /** Compares one code with others. */
  private final class Scorer implements UpdateableRandomVectorScorer {

    private final long[] own = new long[words];

    @Override
    public void setScoringOrdinal(int ordinal) {
      System.arraycopy(codes, ordinal * words, own, 0, words);
    }

    /* Share of the bits that are equal: as Lucene's scores, in [0, 1], and more is nearer. */
    @Override
    public float score(int ordinal) {
      int start = ordinal * words;
      int differing = 0;
      for (int word = 0; word < own.length; word++) {
        differing += Long.bitCount(own[word] ^ codes[start + word]);
      }
      return 1 - (float) differing / (words * Long.SIZE);
    }

    @Override
    public int maxOrd() {
      return size;
    }
  }
}
