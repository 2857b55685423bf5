package io.kith.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Known or Unknown. */
@SuppressWarnings("NullAway.Init") // JUnit sets the fields
final class DecisionTest {

  private static final UnitVector PROBE = UnitVector.of(new float[] {1, 0});

  @TempDir Path folder;
  private Galleries galleries;
  private Gallery gallery;

  @BeforeEach
  void open() {
    galleries = Galleries.open(folder, Samples.SETTINGS, Samples.CALIBRATION);
    GalleryModel model = new GalleryModel("m", Samples.MODEL.fingerprint(), 2);
    gallery =
        ((GalleryWrite.Created) galleries.put("g", model, new ThresholdRule.Usual())).gallery();
  }

  @AfterEach
  void close() {
    galleries.close();
  }

  @Test
  void unknownInAnEmptyGallery() {
    Identification answer = identify(-1);

    assertThat(answer).isInstanceOf(Identification.Unknown.class);
    assertThat(answer.candidates()).isEmpty();
    assertThat(answer.gap()).isEmpty();
  }

  @Test
  void knownWhenTheBestCandidateIsAtTheThreshold() {
    Samples.enrol(gallery, "a", PROBE);

    assertThat(identify(1))
        .isInstanceOfSatisfying(
            Identification.Known.class, it -> assertThat(it.identity()).isEqualTo("a"));
  }

  @Test
  void unknownWhenTheBestCandidateIsBelowTheThreshold() {
    Samples.enrol(gallery, "a", UnitVector.of(new float[] {1, 1}));

    Identification answer = identify(0.75);

    assertThat(answer).isInstanceOf(Identification.Unknown.class);
    assertThat(answer.candidates())
        .singleElement()
        .satisfies(it -> assertThat(it.cosine()).isCloseTo(Math.sqrt(0.5), within(1e-6)));
  }

  @Test
  void theGapIsToTheSecondIdentityHoweverFewCandidatesAreAskedFor() {
    Samples.enrol(gallery, "a", PROBE);
    Samples.enrol(gallery, "a", UnitVector.of(new float[] {9, 1}));
    Samples.enrol(gallery, "b", UnitVector.of(new float[] {0, 1}));

    Identification answer = identify(0.5);

    assertThat(answer.candidates()).hasSize(1);
    assertThat(answer.gap().orElseThrow()).isCloseTo(1, within(1e-6));
  }

  private Identification identify(double threshold) {
    return gallery.identify(
        PROBE, 1, new Threshold(threshold, Threshold.Source.REQUEST), Filter.none());
  }
}
