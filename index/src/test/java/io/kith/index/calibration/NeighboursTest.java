package io.kith.index.calibration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

class NeighboursTest {

  @RepeatedTest(20)
  void keepsTheBestTemplateOfTheNearestIdentities(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    Neighbours neighbours = new Neighbours();
    Map<Long, Float> best = new TreeMap<>();
    int offers = 1 + random.nextInt(300);
    for (long template = 1; template <= offers; template++) {
      long identity = 1 + random.nextInt(40);
      float cosine = random.nextInt(50) / 50f; // with ties
      neighbours.offer(identity, template, cosine);
      best.merge(identity, cosine, Math::max);
    }
    List<Float> expected =
        best.values().stream().sorted(Comparator.reverseOrder()).limit(Neighbours.MOST).toList();
    List<Float> kept = new ArrayList<>();
    for (int rank = 0; rank < neighbours.size(); rank++) {
      kept.add(neighbours.cosine(rank));
      assertThat(neighbours.cosine(rank)).isEqualTo(best.get(neighbours.identity(rank)));
    }
    assertThat(kept).isEqualTo(expected);
  }
}
