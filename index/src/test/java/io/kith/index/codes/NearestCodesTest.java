package io.kith.index.codes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.kith.index.Samples;
import io.kith.index.codes.NearestCodes.Capacity;
import io.kith.index.codes.NearestCodes.Segment;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.FixedBitSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The scan of codes beside a comparison one by one, with each kernel. */
final class NearestCodesTest {

  private static final int DIMENSION = 100;
  private static final int SIZE = 5_003;

  private final Random random = new Random(Samples.seed());
  private final Rotation rotation = new Rotation(DIMENSION);
  private long[] reference = {};
  private final long[][] codes = new long[SIZE][rotation.directions() / Long.SIZE];

  private record Hit(int distance, int segment, int ordinal) {}

  static Stream<CodeKernel> kernels() {
    return Stream.of(new ScalarKernel(), new VectorKernel());
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void theNearestAreFoundWithAllThatTieWithTheLast(CodeKernel kernel) {
    CodedProbe probe = probe(kernel);
    for (int capacity : new int[] {1, 10, 500, SIZE, Integer.MAX_VALUE}) {
      NearestCodes nearest = new NearestCodes(-1, rotation.directions(), Capacity.of(capacity));
      scan(nearest, probe);

      assertThat(hits(nearest)).isEqualTo(oneByOne(1, -1, nearest.farthest(), null));
      assertThat(nearest.hits().length).isGreaterThanOrEqualTo(Math.min(capacity, SIZE));
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void anyNumberOfBlocksIsMeasured(CodeKernel kernel) {
    CodedProbe probe = probe(kernel);
    for (int from = 0; from < 3; from++) {
      for (int to = from + 1; to < from + 12; to++) {
        long[] distances = new long[(to - from) * CodeKernel.BLOCK];
        probe.measure(from, to, distances);

        for (int i = 0; i < distances.length; i++) {
          assertThat(distances[i]).isEqualTo(distance(from * CodeKernel.BLOCK + i));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void thoseUpToADistanceAreSelected(CodeKernel kernel) {
    long[] distances = random.longs(40, 0, 10).toArray();
    int[] selected = new int[distances.length];
    for (int count = 0; count <= distances.length; count++) {
      for (int farthest = -1; farthest <= 10; farthest++) {
        int size = kernel.select(distances, count, farthest, selected);

        int limit = farthest;
        assertThat(Arrays.copyOf(selected, size))
            .isEqualTo(IntStream.range(0, count).filter(i -> distances[i] <= limit).toArray());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void moreAreKeptWithinADistanceThanBeyond(CodeKernel kernel) {
    CodedProbe probe = probe(kernel);
    int near = farthest(probe, Capacity.of(500));
    int far = farthest(probe, Capacity.of(50));
    int between = (near + far) / 2;
    assertThat(between).isStrictlyBetween(far, near);

    assertThat(farthest(probe, new Capacity(500, between, 50))).isEqualTo(between);
    assertThat(farthest(probe, new Capacity(500, rotation.directions(), 50))).isEqualTo(near);
    assertThat(farthest(probe, new Capacity(500, far - 1, 50))).isEqualTo(far);
    assertThatIllegalArgumentException().isThrownBy(() -> new Capacity(50, between, 500));
  }

  private int farthest(CodedProbe probe, Capacity capacity) {
    NearestCodes nearest = new NearestCodes(-1, rotation.directions(), capacity);
    scan(nearest, probe);
    assertThat(hits(nearest)).isEqualTo(oneByOne(1, -1, nearest.farthest(), null));
    return nearest.farthest();
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void whatIsNotAcceptedIsLeftOutAndTakesNoPlace(CodeKernel kernel) {
    CodedProbe probe = probe(kernel);
    FixedBitSet accepted = new FixedBitSet(SIZE);
    for (int i = 0; i < SIZE; i++) {
      if (random.nextInt(50) == 0) {
        accepted.set(i);
      }
    }
    NearestCodes nearest = new NearestCodes(-1, rotation.directions(), Capacity.of(20));
    NearestCodes.scan(List.of(nearest), List.of(new Segment(List.of(probe), accepted)));

    assertThat(hits(nearest)).isEqualTo(oneByOne(1, -1, nearest.farthest(), accepted));
    assertThat(nearest.hits().length).isGreaterThanOrEqualTo(20);
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void aSecondPassBringsWhatTheFirstHasLeft(CodeKernel kernel) {
    CodedProbe probe = probe(kernel);
    NearestCodes first = new NearestCodes(-1, rotation.directions(), Capacity.of(50));
    scan(first, probe, probe);
    NearestCodes second = new NearestCodes(first.farthest(), 250, Capacity.of(Integer.MAX_VALUE));
    scan(second, probe, probe);
    List<Hit> both = new ArrayList<>(hits(first));
    both.addAll(hits(second));

    assertThat(both).isEqualTo(oneByOne(2, -1, 250, null));
  }

  /* A segment for each. */
  private static void scan(NearestCodes nearest, CodedProbe... probes) {
    NearestCodes.scan(
        List.of(nearest),
        Stream.of(probes).map(probe -> new Segment(List.of(probe), null)).toList());
  }

  private CodedProbe probe(CodeKernel kernel) {
    float[] rotated = new float[rotation.directions()];
    for (int i = 0; i < rotated.length; i++) {
      rotated[i] = (float) random.nextGaussian();
    }
    SignCodesMeta meta = SignCodesMeta.of(0, SIZE, new float[rotation.directions()], 0);
    long[] probe = meta.encode(rotated);
    for (long[] code : codes) {
      for (int word = 0; word < code.length; word++) {
        // A quarter of the bits differ.
        long flips = random.nextLong();
        code[word] = probe[word] ^ (flips & random.nextLong());
      }
    }
    MemorySegment memory = Arena.ofAuto().allocate(meta.bytes(), Long.BYTES);
    for (int i = 0; i < SIZE; i++) {
      for (int word = 0; word < codes[i].length; word++) {
        int block = i / CodeKernel.BLOCK * codes[i].length + word;
        memory.setAtIndex(
            ValueLayout.JAVA_LONG,
            (long) block * CodeKernel.BLOCK + i % CodeKernel.BLOCK,
            codes[i][word]);
      }
    }
    reference = probe;
    return new SignCodes(rotation, meta, memory, kernel).probe(rotated);
  }

  private List<Hit> oneByOne(int segments, int above, int farthest, @Nullable Bits accepted) {
    List<Hit> hits = new ArrayList<>();
    for (int segment = 0; segment < segments; segment++) {
      for (int i = 0; i < SIZE; i++) {
        int distance = distance(i);
        if (distance > above && distance <= farthest && (accepted == null || accepted.get(i))) {
          hits.add(new Hit(distance, segment, i));
        }
      }
    }
    hits.sort(
        Comparator.comparingInt(Hit::distance)
            .thenComparingInt(Hit::segment)
            .thenComparingInt(Hit::ordinal));
    return hits;
  }

  private int distance(int code) {
    int distance = 0;
    for (int word = 0; word < reference.length; word++) {
      distance += Long.bitCount(reference[word] ^ codes[code][word]);
    }
    return distance;
  }

  private static List<Hit> hits(NearestCodes nearest) {
    List<Hit> hits = new ArrayList<>();
    for (long hit : nearest.hits()) {
      hits.add(
          new Hit(
              NearestCodes.distance(hit), NearestCodes.segment(hit), NearestCodes.ordinal(hit)));
    }
    return hits;
  }
}
