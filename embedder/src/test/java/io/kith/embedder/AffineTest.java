package io.kith.embedder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.kith.embedder.Affine.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AffineTest {

  private final long seed = Long.getLong("tests.seed", System.nanoTime());
  private final Random random = new Random(seed);

  @Test
  void similarityFindsTheTransformThatMadeTheTargets() {
    for (int i = 0; i < 1_000; i++) {
      Affine made = randomSimilarity();
      List<Point> from = randomPoints(5);
      Affine found = Affine.similarity(from, from.stream().map(made::apply).toList());
      assertThat(entries(found)).as("seed %d", seed).containsExactly(entries(made), within(1e-6));
    }
  }

  @Test
  void noNearbySimilarityIsCloserToNoisyTargets() {
    for (int i = 0; i < 200; i++) {
      List<Point> from = randomPoints(5);
      List<Point> to = randomPoints(5);
      Affine found = Affine.similarity(from, to);
      double best = squaredError(found, from, to);
      for (int j = 0; j < 20; j++) {
        double a = found.xx() + random.nextGaussian() * 1e-3;
        double b = found.yx() + random.nextGaussian() * 1e-3;
        Affine other =
            new Affine(
                a,
                -b,
                found.x0() + random.nextGaussian(),
                b,
                a,
                found.y0() + random.nextGaussian());
        assertThat(squaredError(other, from, to)).as("seed %d", seed).isGreaterThanOrEqualTo(best);
      }
    }
  }

  @Test
  void inverseLeadsBack() {
    for (int i = 0; i < 1_000; i++) {
      Affine map = randomSimilarity();
      Point point = randomPoints(1).getFirst();
      Point back = map.inverse().apply(map.apply(point));
      assertThat(back.x()).as("seed %d", seed).isCloseTo(point.x(), within(1e-6));
      assertThat(back.y()).as("seed %d", seed).isCloseTo(point.y(), within(1e-6));
    }
  }

  @Test
  void stretchTakesCornersToCorners() {
    Affine map = Affine.stretch(320, 240, 10, 20, 640, 120);

    assertThat(map.apply(new Point(0, 0))).isEqualTo(new Point(10, 20));
    assertThat(map.apply(new Point(320, 240))).isEqualTo(new Point(650, 140));
    assertThat(map.area()).isEqualTo(1);
  }

  private Affine randomSimilarity() {
    double scale = .2 + 3 * random.nextDouble();
    double angle = 2 * Math.PI * random.nextDouble();
    double a = scale * Math.cos(angle);
    double b = scale * Math.sin(angle);
    return new Affine(a, -b, 100 * random.nextGaussian(), b, a, 100 * random.nextGaussian());
  }

  private List<Point> randomPoints(int count) {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      points.add(new Point(200 * random.nextDouble(), 200 * random.nextDouble()));
    }
    return points;
  }

  private static double squaredError(Affine map, List<Point> from, List<Point> to) {
    double error = 0;
    for (int i = 0; i < from.size(); i++) {
      Point moved = map.apply(from.get(i));
      error += Math.pow(moved.x() - to.get(i).x(), 2) + Math.pow(moved.y() - to.get(i).y(), 2);
    }
    return error;
  }

  private static double[] entries(Affine map) {
    return new double[] {map.xx(), map.xy(), map.x0(), map.yx(), map.yy(), map.y0()};
  }
}
