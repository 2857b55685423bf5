package io.kith.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.config.IndexSettings.Structure;
import io.kith.index.codes.SignCodeFormat;
import org.apache.lucene.util.hnsw.HnswGraphSearcher;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GraphChoiceTest {

  private static final int EFFORT = 400;

  @ParameterizedTest
  @ValueSource(ints = {64, 128, 512, 1_024})
  void aGraphIsBuiltFromWhereOneOfTheUsualEffortIsWalked(int dimension) {
    GraphChoice choice = new GraphChoice(Structure.AUTO, EFFORT, dimension);
    int walked = 1_000;
    while (!choice.isWorth(
        HnswGraphSearcher.expectedVisitedNodes(EFFORT, walked), walked, walked)) {
      walked += 1_000;
    }
    assertThat(choice.graphFrom()).isCloseTo(walked, Percentage.withPercentage(1));
  }

  @Test
  void aFilterThatPassesFewIsScanned() {
    GraphChoice choice = new GraphChoice(Structure.AUTO, EFFORT, 128);
    int all = 40_000_000;
    long visits = HnswGraphSearcher.expectedVisitedNodes(EFFORT, all);
    assertThat(choice.isWorth(visits, all, all)).isTrue();
    int few = all / 10;
    assertThat(choice.isWorth(HnswGraphSearcher.expectedVisitedNodes(EFFORT, few), few, all))
        .isFalse();
  }

  @Test
  void anOperatorMayWantOneOfThem() {
    assertThat(new GraphChoice(Structure.GRAPH, EFFORT, 512).graphFrom()).isEqualTo(4_000);
    assertThat(new GraphChoice(Structure.SCAN, EFFORT, 512).graphFrom())
        .isEqualTo(SignCodeFormat.NO_GRAPH);
  }
}
