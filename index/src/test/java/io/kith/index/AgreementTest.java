package io.kith.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.config.IndexSettings;
import io.kith.config.IndexSettings.Structure;
import io.kith.index.calibration.Progress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How far searches find what is there, measured in a gallery that is in use. */
final class AgreementTest {

  private static final int TEMPLATES = 3_000;

  @TempDir Path folder;
  private final Samples samples = new Samples(Samples.seed());

  @Test
  void aScanFindsWhatMeasuringAllTemplatesFinds() {
    try (Galleries galleries = Galleries.open(folder, Samples.SETTINGS, Samples.CALIBRATION)) {
      Gallery gallery = filled(galleries);

      assertThat(gallery.upkeep().agreement()).isEmpty();
      Agreement agreement = gallery.upkeep().measureAgreement();

      assertThat(agreement.searches()).isEqualTo(100);
      assertThat(agreement.share()).isEqualTo(1);
      assertThat(agreement.asksForRebuild()).isFalse();
      assertThat(gallery.upkeep().agreement()).contains(agreement);
    }
  }

  @Test
  void aGraphThatLosesTemplatesAsksForARebuild() {
    IndexSettings poor =
        new IndexSettings(
            Structure.GRAPH, 2, 8, 10, 1e-6, Duration.ofSeconds(30), Duration.ZERO, 0);
    try (Galleries galleries = Galleries.open(folder, poor, Samples.CALIBRATION)) {
      Gallery gallery = filled(galleries);

      Agreement agreement = gallery.upkeep().measureAgreement();

      assertThat(agreement.share()).isLessThan(GenerationProbes.LEAST);
      assertThat(agreement.asksForRebuild()).isTrue();
    }
  }

  @Test
  void measuredAgainAfterMuchHasChangedOrTheIndexIsAnotherOne() {
    try (Galleries galleries = Galleries.open(folder, Samples.SETTINGS, Samples.CALIBRATION)) {
      Gallery gallery = filled(galleries);
      assertThat(AgreementWatch.due(gallery)).isTrue();
      gallery.upkeep().measureAgreement();
      assertThat(AgreementWatch.due(gallery)).isFalse();

      for (int i = 0; i < TEMPLATES / 25; i++) {
        gallery.delete("i" + i);
      }
      assertThat(AgreementWatch.due(gallery)).isFalse();
      for (int i = TEMPLATES / 25; i < TEMPLATES / 15; i++) {
        gallery.delete("i" + i);
      }
      assertThat(AgreementWatch.due(gallery)).isTrue();

      gallery.upkeep().measureAgreement();
      gallery.upkeep().rebuild(RebuildPlan.USUAL, Progress.NONE);
      assertThat(AgreementWatch.due(gallery)).isTrue();
    }
  }

  @Test
  void anEmptyGalleryAsksForNothing() {
    try (Galleries galleries = Galleries.open(folder, Samples.SETTINGS, Samples.CALIBRATION)) {
      assertThat(Samples.gallery(galleries).upkeep().measureAgreement().asksForRebuild()).isFalse();
    }
  }

  private Gallery filled(Galleries galleries) {
    Gallery gallery = Samples.gallery(galleries);
    List<BulkTemplate> templates =
        IntStream.range(0, TEMPLATES)
            .mapToObj(
                i ->
                    new BulkTemplate(
                        "i" + i, null, Map.of(), Samples.template(samples.vector(), "content" + i)))
            .toList();
    for (int from = 0; from < TEMPLATES; from += 1_000) {
      gallery.enrolAll(templates.subList(from, from + 1_000));
    }
    return gallery;
  }
}
