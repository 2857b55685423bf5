package io.kith.index.codes;

import java.util.Arrays;
import java.util.List;
import org.apache.lucene.util.Bits;
import org.jspecify.annotations.Nullable;

/**
 * The vectors whose codes are nearest to a probe's, over segments, found in one pass. Not safe for
 * concurrent use.
 *
 * <p>It keeps the nearest ones, with all others at the distance of the last: as better ones come
 * in, the distance that still counts shrinks, and most codes are passed over.
 */
public final class NearestCodes {

  private static final int CHUNK_BLOCKS = 256;
  private static final int CHUNK = CHUNK_BLOCKS * CodeKernel.BLOCK;
  private static final int SEGMENT_SHIFT = Integer.SIZE;
  private static final int DISTANCE_SHIFT = 48;

  private final int above;
  private final Capacity capacity;
  private final int[] counts;
  private int farthest;
  private int kept;
  private long[] found = new long[CHUNK];
  private int size;

  /**
   * How many codes are kept, at least, if there are as many: {@code near} if they lie within a
   * distance; else those that do, and farther ones until there are {@code far}.
   *
   * @param near 1 or more
   * @param distance bits
   * @param far 1 to {@code near}
   */
  public record Capacity(int near, int distance, int far) {

    public Capacity {
      if (far < 1 || far > near) {
        throw new IllegalArgumentException("far: %d, not 1 to near, %d".formatted(far, near));
      }
    }

    /** So many at any distance. */
    public static Capacity of(int codes) {
      return new Capacity(codes, 0, codes);
    }

    private int upTo(int farthest) {
      return farthest > distance ? far : near;
    }
  }

  /**
   * @param above distance that was looked at before: nearer ones are left out; -1 leaves out none
   * @param farthest distance beyond which none are wanted, bits
   */
  public NearestCodes(int above, int farthest, Capacity capacity) {
    this.above = above;
    this.farthest = farthest;
    this.capacity = capacity;
    this.counts = new int[farthest + 1];
  }

  /**
   * A segment whose codes are looked at.
   *
   * @param probes one for each search
   * @param accept ordinals that may be found, or null for all
   */
  public record Segment(List<CodedProbe> probes, @Nullable Bits accept) {}

  /**
   * Looks at all codes, for several probes at once, which reads them from memory once.
   *
   * @param nearest one for each probe
   * @param segments up to 65,535; a hit carries the number of its segment among them
   */
  public static void scan(List<NearestCodes> nearest, List<Segment> segments) {
    long[] distances = new long[CHUNK];
    int[] selected = new int[CHUNK];
    for (int segment = 0; segment < segments.size(); segment++) {
      List<CodedProbe> probes = segments.get(segment).probes();
      int blocks = probes.getFirst().blocks();
      for (int from = 0; from < blocks; from += CHUNK_BLOCKS) {
        int to = Math.min(from + CHUNK_BLOCKS, blocks);
        int first = from * CodeKernel.BLOCK;
        int count = Math.min(to * CodeKernel.BLOCK, probes.getFirst().size()) - first;
        for (int i = 0; i < probes.size(); i++) {
          NearestCodes each = nearest.get(i);
          probes.get(i).measure(from, to, distances);
          int near = probes.get(i).select(distances, count, each.farthest, selected);
          each.keep(distances, selected, near, segment, first, segments.get(segment).accept());
        }
      }
    }
  }

  private void keep(
      long[] distances, int[] selected, int near, int segment, int first, @Nullable Bits accept) {
    makeRoom(near);
    long place = (long) segment << SEGMENT_SHIFT | first;
    for (int i = 0; i < near; i++) {
      long distance = distances[selected[i]];
      if (distance > above && (accept == null || accept.get(first + selected[i]))) {
        found[size++] = (distance << DISTANCE_SHIFT | place) + selected[i];
        counts[(int) distance]++;
        kept++;
      }
    }
    shrink();
  }

  /* Where those lie that are no longer among the nearest, and only then elsewhere. */
  private void makeRoom(int more) {
    if (size + more <= found.length) {
      return;
    }
    int left = 0;
    for (int i = 0; i < size; i++) {
      if (distance(found[i]) <= farthest) {
        found[left++] = found[i];
      }
    }
    size = left;
    if (2 * size + more > found.length) {
      found = Arrays.copyOf(found, 2 * found.length);
    }
  }

  private void shrink() {
    while (farthest > 0 && kept - counts[farthest] >= capacity.upTo(farthest)) {
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
