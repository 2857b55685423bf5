package io.kith.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Enrolling many templates in one change. */
@SuppressWarnings("NullAway.Init") // JUnit sets the fields
final class BulkEnrolmentTest {

  @TempDir Path folder;
  private final Samples samples = new Samples(Samples.seed());
  private Galleries galleries;
  private Gallery gallery;

  @BeforeEach
  void open() {
    galleries = Galleries.open(folder, Samples.SETTINGS, Samples.CALIBRATION);
    gallery = Samples.gallery(galleries);
  }

  @AfterEach
  void close() {
    assertThat(galleries.check().faults()).isEmpty();
    galleries.close();
  }

  private static BulkTemplate of(String identity, UnitVector vector, String content) {
    return new BulkTemplate(
        identity, "label of " + identity, Map.of("group", "a"), Samples.template(vector, content));
  }

  @Test
  void everyTemplateIsFoundWithItsIdentity() {
    List<BulkTemplate> batch = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      batch.add(of("p" + i / 2, samples.vector(), "c" + i));
    }

    List<EnrolOutcome> outcomes = gallery.enrolAll(batch);

    assertThat(outcomes).hasSize(500).allMatch(it -> it instanceof EnrolOutcome.Enrolled);
    assertThat(gallery.enrolled()).isEqualTo(250);
    assertThat(gallery.identity("p0")).get().extracting(Identity::label).isEqualTo("label of p0");
    for (int i = 0; i < 500; i++) {
      UnitVector vector = Objects.requireNonNull(batch.get(i).template()).vector();
      Candidate nearest = gallery.search(vector, 1, Filter.none()).getFirst();
      assertThat(nearest.identity()).isEqualTo("p" + i / 2);
      assertThat(nearest.template()).isEqualTo(outcomes.get(i).template().id());
    }
  }

  @Test
  void itDoesWhatEnrollingOneByOneDoes() {
    UnitVector shared = samples.vector();
    gallery.put("ada", "before", Map.of());
    gallery.enrol("ada", List.of(Samples.template(shared, "same")));

    List<EnrolOutcome> outcomes =
        gallery.enrolAll(
            List.of(
                of("ada", shared, "same"),
                of("grace", shared, "same"),
                of("grace", shared, "same"),
                of("ada", samples.vector(), "other")));

    assertThat(outcomes.get(0)).isInstanceOf(EnrolOutcome.AlreadyEnrolled.class);
    assertThat(outcomes.get(1))
        .isEqualTo(new EnrolOutcome.Enrolled(outcomes.get(1).template(), List.of("ada")));
    assertThat(outcomes.get(2))
        .isEqualTo(new EnrolOutcome.AlreadyEnrolled(outcomes.get(1).template()));
    assertThat(outcomes.get(3)).isInstanceOf(EnrolOutcome.Enrolled.class);
    assertThat(gallery.templates("ada")).hasSize(2);
    assertThat(gallery.templates("grace")).containsExactly(outcomes.get(1).template());
    assertThat(gallery.identity("ada")).get().extracting(Identity::label).isEqualTo("before");
    assertThat(gallery.enrolled()).isEqualTo(2);
  }

  @Test
  void anIdentityIsCreatedAsTheFirstThatNamesItSays() {
    BulkTemplate labelled =
        new BulkTemplate("ada", "Ada", Map.of(), Samples.template(samples.vector(), "a"));
    BulkTemplate bare = new BulkTemplate("ada", null, Map.of(), null);
    BulkTemplate alone = new BulkTemplate("grace", "Grace", Map.of(), null);

    List<EnrolOutcome> outcomes = gallery.enrolAll(List.of(labelled, bare, alone));

    assertThat(outcomes).hasSize(1);
    assertThat(gallery.enrolAll(List.of(new BulkTemplate("grace", "other", Map.of(), null))))
        .isEmpty();
    assertThat(gallery.identity("ada")).get().extracting(Identity::label).isEqualTo("Ada");
    assertThat(gallery.identity("grace")).get().extracting(Identity::label).isEqualTo("Grace");
    assertThat(gallery.enrolled()).isEqualTo(1);
  }

  @Test
  void nothingIsEnrolledWhenOneIsNotAllowed() {
    BulkTemplate good = of("ada", samples.vector(), "a");
    BulkTemplate other =
        new BulkTemplate(
            "grace", null, Map.of(), new NewTemplate(samples.vector(), "another model", "b", 1));

    assertThatThrownBy(() -> gallery.enrolAll(List.of(good, other)))
        .isInstanceOf(ModelMismatchException.class);
    assertThatThrownBy(() -> gallery.enrolAll(List.of(good, of("", samples.vector(), "c"))))
        .isInstanceOf(InvalidNameException.class);
    assertThat(gallery.info().identities()).isZero();
    assertThat(gallery.enrolAll(List.of())).isEmpty();
  }
}
