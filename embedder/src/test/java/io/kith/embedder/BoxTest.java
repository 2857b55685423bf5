package io.kith.embedder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class BoxTest {

  @Test
  void prominenceInTheCentreIsTheArea() {
    assertThat(new Box(40, 40, 20, 20).prominence(100, 100)).isCloseTo(400, within(1e-9));
  }

  @Test
  void aSmallerBoxInTheCentreOutweighsALargerOneInTheCorner() {
    double centre = new Box(40, 40, 20, 20).prominence(100, 100);
    double corner = new Box(0, 0, 24, 24).prominence(100, 100);

    assertThat(centre).isGreaterThan(corner);
  }

  @Test
  void aMuchLargerBoxOffTheCentreOutweighsASmallOneInIt() {
    double small = new Box(45, 45, 10, 10).prominence(100, 100);
    double large = new Box(5, 20, 40, 50).prominence(100, 100);

    assertThat(large).isGreaterThan(small);
  }

  @Test
  void aBoxOutsideOfAnyImageIsRefused() {
    assertThatThrownBy(() -> new Box(-1, 0, 5, 5)).hasMessageContaining("x -1");
    assertThatThrownBy(() -> new Box(0, 0, 0, 5)).hasMessageContaining("width 0");
  }

  @Test
  void overlapIsTheSharedAreaOverThatOfBoth() {
    Box box = new Box(10, 10, 10, 10);

    assertThat(box.overlap(box)).isEqualTo(1);
    assertThat(box.overlap(new Box(15, 10, 10, 10))).isEqualTo(50 / 150.0);
    assertThat(box.overlap(new Box(20, 10, 10, 10))).isZero();
  }
}
