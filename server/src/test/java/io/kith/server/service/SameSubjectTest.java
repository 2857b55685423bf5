package io.kith.server.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.embedder.Box;
import io.kith.index.Reembedder.Outcome;
import io.kith.index.UnitVector;
import io.kith.server.service.SameSubject.Seen;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who of several in an image gets the embedding, when a gallery moves to another model. */
final class SameSubjectTest {

  private static final Box LARGE = new Box(10, 10, 100, 100);
  private static final Box SMALL = new Box(300, 40, 30, 30);
  private static final UnitVector ADA = axis(0);
  private static final UnitVector GRACE = axis(1);
  private static final UnitVector ADA_LATER = axis(2);
  private static final UnitVector GRACE_LATER = axis(3);

  private static UnitVector axis(int axis) {
    float[] values = new float[4];
    values[axis] = 1;
    return UnitVector.of(values);
  }

  private static Seen seen(@Nullable Box box, UnitVector vector) {
    return new Seen(box, vector, 7);
  }

  private static void assertEmbedded(Outcome outcome, UnitVector vector) {
    assertThat(outcome).isEqualTo(new Outcome.Embedded(vector, 7));
  }

  @Test
  void theOneInThePlaceOfTheTemplateNotTheMostProminent() {
    List<Seen> before = List.of(seen(LARGE, ADA), seen(SMALL, GRACE));
    List<Seen> found = List.of(seen(LARGE, ADA_LATER), seen(new Box(297, 42, 32, 31), GRACE_LATER));

    assertEmbedded(SameSubject.among(found, before, GRACE), GRACE_LATER);
    assertEmbedded(SameSubject.among(found, before, ADA), ADA_LATER);
    assertEmbedded(SameSubject.among(found.reversed(), before.reversed(), GRACE), GRACE_LATER);
  }

  @Test
  void theOtherModelMayFindMoreOrFewer() {
    List<Seen> two = List.of(seen(LARGE, ADA_LATER), seen(SMALL, GRACE_LATER));
    assertEmbedded(SameSubject.among(two, List.of(seen(SMALL, GRACE)), GRACE), GRACE_LATER);

    List<Seen> both = List.of(seen(LARGE, ADA), seen(SMALL, GRACE));
    assertThat(SameSubject.among(List.of(seen(LARGE, ADA_LATER)), both, GRACE))
        .as("Grace is not found any more: she does not get Ada's embedding")
        .isInstanceOf(Outcome.Impossible.class);
  }

  @Test
  void aLoneSubjectIsTheSameWhereverItsBox() {
    assertEmbedded(
        SameSubject.among(List.of(seen(SMALL, ADA_LATER)), List.of(seen(LARGE, ADA)), ADA),
        ADA_LATER);
    assertEmbedded(
        SameSubject.among(List.of(seen(null, ADA_LATER)), List.of(seen(LARGE, ADA)), ADA),
        ADA_LATER);
  }

  @Test
  void refusedWhereTheTemplateIsOfNobodyWhomThePresentModelFinds() {
    List<Seen> found = List.of(seen(LARGE, ADA_LATER));
    assertThat(SameSubject.among(found, List.of(seen(LARGE, ADA)), GRACE))
        .isInstanceOf(Outcome.Impossible.class);
    assertThat(SameSubject.among(found, List.of(), ADA)).isInstanceOf(Outcome.Impossible.class);
  }

  @Test
  void refusedWhereThePresentModelSeesTheWholeImageAndTheOtherSeveral() {
    List<Seen> found = List.of(seen(LARGE, ADA_LATER), seen(SMALL, GRACE_LATER));
    assertThat(SameSubject.among(found, List.of(seen(null, ADA)), ADA))
        .isEqualTo(SameSubject.several());
  }
}
