package io.kith.embedder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class DetectionTest {

  private final Detection best = new Detection(10, 10, 110, 110, .9);
  private final Detection shifted = new Detection(20, 10, 120, 110, .8);
  private final Detection elsewhere = new Detection(200, 10, 300, 110, .7);

  @Test
  void overlapIsIntersectionOverUnion() {
    assertThat(best.overlap(shifted)).isCloseTo(90.0 / 110.0, within(1e-12));
    assertThat(shifted.overlap(best)).isEqualTo(best.overlap(shifted));
    assertThat(best.overlap(best)).isEqualTo(1);
    assertThat(best.overlap(elsewhere)).isZero();
  }

  @Test
  void theWeakerOfTwoOverlappingDetectionsIsDropped() {
    assertThat(Detection.suppress(List.of(elsewhere, shifted, best), .4))
        .containsExactly(best, elsewhere);
  }

  @Test
  void detectionsThatOverlapNoMoreThanAllowedAreKept() {
    assertThat(Detection.suppress(List.of(shifted, best), .9)).containsExactly(best, shifted);
  }

  @Test
  void aDroppedDetectionDropsNoOther() {
    Detection chained = new Detection(70, 10, 170, 110, .6);

    assertThat(best.overlap(chained)).isLessThan(.4);
    assertThat(shifted.overlap(chained)).isGreaterThan(.3);
    assertThat(Detection.suppress(List.of(best, shifted, chained), .3))
        .containsExactly(best, chained);
  }

  @Test
  void aDetectionOutsideOfTheImageDoesNotMeetIt() {
    DecodedImage image = new DecodedImage(new byte[3 * 50 * 40], 50, 40);

    assertThat(new Detection(-20, -20, 30, 30, 1).meets(image)).isTrue();
    assertThat(new Detection(-20, -20, .5, 30, 1).meets(image)).isFalse();
    assertThat(new Detection(10, 39.5, 30, 60, 1).meets(image)).isFalse();
  }
}
