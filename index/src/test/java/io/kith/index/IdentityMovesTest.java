package io.kith.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Moving templates between identities, merging and splitting identities. */
@SuppressWarnings("NullAway.Init") // JUnit sets the fields
final class IdentityMovesTest {

  @TempDir Path folder;
  private final Samples samples = new Samples(Samples.seed());
  private final UnitVector first = samples.vector();
  private final UnitVector second = samples.vector();
  private Galleries galleries;
  private Gallery gallery;
  private String template;

  @BeforeEach
  void open() {
    galleries = Galleries.open(folder, Samples.SETTINGS, Samples.CALIBRATION);
    gallery = Samples.gallery(galleries);
    template = Samples.enrol(gallery, "ada", first);
    Samples.enrol(gallery, "grace", second);
  }

  @AfterEach
  void close() {
    assertThat(galleries.check().faults()).isEmpty();
    galleries.close();
  }

  private String whom(UnitVector probe) {
    return gallery.search(probe, 1, Filter.none()).getFirst().identity();
  }

  @Test
  void aMovedTemplateIsFoundAsTheOtherIdentity() {
    assertThat(gallery.move("ada", List.of(template), "grace").orElseThrow().templates())
        .isEqualTo(2);

    assertThat(whom(first)).isEqualTo("grace");
    assertThat(gallery.templates("ada")).isEmpty();
    assertThat(gallery.enrolled()).isEqualTo(1);
    assertThat(gallery.search(first, 5, Filter.none())).hasSize(1);
  }

  @Test
  void mergedIdentitiesAreOne() {
    Samples.enrol(gallery, "joan", samples.vector());
    gallery.put("empty", null, Map.of());

    Identity merged = gallery.merge(List.of("ada", "joan", "empty", "ada"), "grace").orElseThrow();

    assertThat(merged.id()).isEqualTo("grace");
    assertThat(merged.templates()).isEqualTo(3);
    assertThat(whom(first)).isEqualTo("grace");
    assertThat(gallery.identity("ada")).isEmpty();
    assertThat(gallery.enrolled()).isEqualTo(1);
  }

  @Test
  void aTemplateIsSplitOffIntoANewIdentity() {
    String other = Samples.enrol(gallery, "ada", samples.vector());

    Identity split = gallery.split("ada", List.of(template, template)).orElseThrow();

    assertThat(whom(first)).isEqualTo(split.id());
    assertThat(gallery.templates("ada")).extracting(Template::id).containsExactly(other);
    assertThat(gallery.enrolled()).isEqualTo(3);
  }

  @Test
  void aContentThatBothHaveStaysOnce() {
    NewTemplate same = Samples.template(samples.vector(), "same");
    gallery.enrol("ada", List.of(same));
    gallery.enrol("grace", List.of(same));

    assertThat(gallery.merge(List.of("ada"), "grace").orElseThrow().templates()).isEqualTo(3);
    assertThat(gallery.templates("grace"))
        .hasSize(3)
        .extracting(Template::contentHash)
        .contains("same");
  }

  @Test
  void nothingIsChangedWhenSomethingIsMissing() {
    long sequence = gallery.sequence();

    assertThat(gallery.move("ada", List.of(template, "none"), "grace")).isEmpty();
    assertThat(gallery.move("ada", List.of(template), "none")).isEmpty();
    assertThat(gallery.merge(List.of("ada", "none"), "grace")).isEmpty();
    assertThat(gallery.merge(List.of("ada"), "none")).isEmpty();
    assertThat(gallery.split("ada", List.of(template, "none"))).isEmpty();
    assertThat(gallery.split("none", List.of(template))).isEmpty();

    assertThat(gallery.sequence()).isEqualTo(sequence);
    assertThat(gallery.enrolled()).isEqualTo(2);
    assertThat(whom(first)).isEqualTo("ada");
  }

  @Test
  void anIdentityIsNotMergedIntoItself() {
    assertThatThrownBy(() -> gallery.merge(List.of("ada"), "ada"))
        .isInstanceOf(InvalidNameException.class);
    assertThatThrownBy(() -> gallery.move("ada", List.of(template), "ada"))
        .isInstanceOf(InvalidNameException.class);
  }

  @Test
  void whatWasMovedIsStillThereAfterARestart() {
    gallery.move("ada", List.of(template), "grace");
    galleries.close();
    galleries = Galleries.open(folder, Samples.SETTINGS, Samples.CALIBRATION);
    gallery = galleries.find("g").orElseThrow();

    assertThat(whom(first)).isEqualTo("grace");
  }
}
