package io.kith.index.codes;

import java.util.Arrays;
import java.util.List;
import org.apache.lucene.util.Bits;
import org.jspecify.annotations.Nullable;

/**
 * The vectors whose codes are nearest to a probe's, over segments, found in one pass. Not safe for
 * concurrent use.
 *
 * <p>It keeps the nearest {@code capacity}, with all others at the distance of the last: as better
 * ones come in, the distance that still counts shrinks, and most codes are passed over.
 */
public final class NearestCodes {

  private static final int CHUNK_BLOCKS = 128;
  private static final int SEGMENT_SHIFT = Integer.SIZE;
  private static final int DISTANCE_SHIFT = 48;

  private final int above;
  private final int capacity;
  private final int[] counts;
  private int farthest;
  private int kept;
  private long[] found = new long[2 * CHUNK_BLOCKS * HammingKernel.BLOCK];
  private int size;

  /**
   * @param above distance that was looked at before: nearer ones are left out; -1 leaves out none
   * @param farthest distance beyond which none are wanted, bits
   * @param capacity how many are wanted, at least
   */
  public NearestCodes(int above, int farthest, int capacity) {
    this.above = above;
    this.farthest = farthest;
    this.capacity = capacity;
    this.counts = new int[farthest + 1];
  }

  /**
   * Looks at the codes of a segment.
   *
   * @param segment the segment's number, which its hits carry; below 65,536
   * @param accept ordinals that may be found, or null for all
   */
  public void scan(CodedProbe probe, int segment, @Nullable Bits accept) {
    scan(List.of(this), List.of(probe), segment, accept);
  }

  /**
   * Looks at the codes of a segment for several probes, reading them from memory once.
   *
   * @param nearest one for each probe
   * @param probes beside the same segment
   */
  public static void scan(
      List<NearestCodes> nearest, List<CodedProbe> probes, int segment, @Nullable Bits accept) {
    int blocks = probes.getFirst().blocks();
    for (int from = 0; from < blocks; from += CHUNK_BLOCKS) {
      int to = Math.min(from + CHUNK_BLOCKS, blocks);
      for (int i = 0; i < probes.size(); i++) {
        nearest.get(i).scan(probes.get(i), from, to, segment, accept);
      }
    }
  }

  private void scan(CodedProbe probe, int from, int to, int segment, @Nullable Bits accept) {
    found = grow(found, size + CHUNK_BLOCKS * HammingKernel.BLOCK);
    int end = probe.within(from, to, farthest, found, size);
    keep(end, segment, probe.size(), accept);
    shrink();
  }

  private static long[] grow(long[] array, int atLeast) {
    return array.length >= atLeast ? array : Arrays.copyOf(array, 2 * atLeast);
  }

  private void keep(int end, int segment, int ordinals, @Nullable Bits accept) {
    for (int i = size; i < end; i++) {
      int distance = (int) (found[i] >>> Integer.SIZE);
      int ordinal = (int) found[i];
      if (distance > above && ordinal < ordinals && (accept == null || accept.get(ordinal))) {
        found[size++] =
            (long) distance << DISTANCE_SHIFT | (long) segment << SEGMENT_SHIFT | ordinal;
        counts[distance]++;
        kept++;
      }
    }
  }

  private void shrink() {
    while (farthest > 0 && kept - counts[farthest] >= capacity) {
      kept -= counts[farthest];
      farthest--;
    }
  }

  /** Distance up to which all codes were found, bits. */
  public int farthest() {
    return farthest;
  }

  /** Nearest first; among equals in the order in which they were looked at. */
  public long[] hits() {
    int[] next = new int[farthest + 2];
    for (int distance = 0; distance <= farthest; distance++) {
      next[distance + 1] = next[distance] + counts[distance];
    }
    long[] sorted = new long[kept];
    for (int i = 0; i < size; i++) {
      int distance = distance(found[i]);
      if (distance <= farthest) {
        sorted[next[distance]++] = found[i];
      }
    }
    return sorted;
  }

  /** A hit's distance, bits. */
  public static int distance(long hit) {
    return (int) (hit >>> DISTANCE_SHIFT);
  }

  /** Number of a hit's segment. */
  public static int segment(long hit) {
    return (int) (hit >>> SEGMENT_SHIFT) & 0xFFFF;
  }

  /** A hit's ordinal in its segment. */
  public static int ordinal(long hit) {
    return (int) hit;
  }
}
