package io.kith.embedder.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is drawn into batches. */
final class BatchSamplerTest {

  private final int[] labels = IntStream.range(0, 100).map(i -> i / 10).toArray();

  @Test
  void evenlyEachImageIsSeenOnceAnEpoch() {
    BatchSampler sampler = new BatchSampler(labels, 20, 0, 1);
    int[] seen = Arrays.stream(sampler.epoch(0)).flatMapToInt(Arrays::stream).sorted().toArray();

    assertThat(seen).isEqualTo(IntStream.range(0, 100).toArray());
    assertThat(sampler.epoch(0)).isNotEqualTo(sampler.epoch(1));
    assertThat(sampler.epoch(1)).isEqualTo(new BatchSampler(labels, 20, 0, 1).epoch(1));
    assertThat(sampler.epoch(0)).isNotEqualTo(new BatchSampler(labels, 20, 0, 2).epoch(0));
  }

  @Test
  void balancedEachBatchHoldsKImagesOfEachOfItsClasses() {
    int[] uneven = new int[200];
    Arrays.setAll(uneven, i -> i < 150 ? 0 : 1 + (i - 150) / 10);

    for (int[] batch : new BatchSampler(uneven, 12, 4, 1).epoch(0)) {
      Map<Integer, Long> drawn =
          Arrays.stream(batch)
              .mapToObj(image -> uneven[image])
              .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
      assertThat(drawn).hasSize(3).values().allMatch(count -> count == 4L);
    }
  }

  @Test
  void aBatchIsNoLargerThanAllImages() {
    BatchSampler sampler = new BatchSampler(labels, 1_000, 0, 1);

    assertThat(sampler.batchesPerEpoch()).isEqualTo(1);
    assertThat(sampler.epoch(0)[0]).hasSize(100);
  }
}
