package io.kith.index.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Episodes of n ways and k shots. */
final class FewShotFiguresTest {

  private static FewShotFigures measured(List<IdentitySamples> identities, int ways, int shots) {
    return FewShotFigures.of(identities, ways, shots, 1_000, false, 1).orElseThrow();
  }

  @Test
  void perfectWhereEachIdentityIsOnePoint() {
    FewShotFigures figures = measured(new Drawn(1).identities(30, 6, 0), 20, 5);

    assertThat(figures.accuracy()).isEqualTo(1);
    // Of 30 identities, none of which was ever missed.
    assertThat(figures.interval()).isEqualTo(new Interval(0.9, 1));
  }

  @Test
  void chanceWhereNamesMeanNothing() {
    FewShotFigures figures = measured(new Drawn(1).identities(100, 6, 1_000), 5, 1);

    assertThat(figures.accuracy()).isEqualTo(0.2, within(0.03));
    assertThat(figures.interval().low()).isLessThan(figures.accuracy());
  }

  @Test
  void moreShotsAreEasierAndMoreWaysHarder() {
    List<IdentitySamples> identities = new Drawn(2).identities(60, 8, 0.9);

    double accuracy = measured(identities, 5, 1).accuracy();
    assertThat(measured(identities, 5, 5).accuracy()).isGreaterThan(accuracy);
    assertThat(measured(identities, 20, 1).accuracy()).isLessThan(accuracy);
  }

  /** Two identities of a group are equal; two of different groups never are. */
  @Test
  void withinAGroupOnlyItsOwnAreConfused() {
    Drawn drawn = new Drawn(3);
    List<IdentitySamples> identities = new ArrayList<>();
    for (int group = 0; group < 20; group++) {
      IdentitySamples one = drawn.identity("a" + group, "group" + group, 4, 0);
      identities.add(one);
      identities.add(new IdentitySamples("b" + group, one.group(), one.embeddings()));
    }

    // One as like as another is not named.
    assertThat(FewShotFigures.of(identities, 2, 1, 200, true, 1).orElseThrow().accuracy()).isZero();
    assertThat(FewShotFigures.of(identities, 2, 1, 200, false, 1).orElseThrow().accuracy())
        .isGreaterThan(0.9);
  }

  @Test
  void theOrderOfIdentitiesDoesNotMatter() {
    List<IdentitySamples> identities = new Drawn(4).identities(30, 6, 0.8);
    List<IdentitySamples> shuffled = new ArrayList<>(identities);
    Collections.shuffle(shuffled, new Random(1));

    assertThat(measured(shuffled, 5, 1)).isEqualTo(measured(identities, 5, 1));
  }

  @Test
  void nothingWhereThereAreTooFewIdentitiesOrSamples() {
    List<IdentitySamples> identities = new Drawn(5).identities(10, 5, 0.5);

    assertThat(FewShotFigures.of(identities, 20, 1, 100, false, 1)).isEmpty();
    assertThat(FewShotFigures.of(identities, 5, 5, 100, false, 1)).isEmpty();
    assertThat(FewShotFigures.of(identities, 5, 4, 100, false, 1)).isPresent();
  }
}
