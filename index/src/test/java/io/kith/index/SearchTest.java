package io.kith.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Search beside a comparison with every template. */
@SuppressWarnings("NullAway.Init") // JUnit sets the fields
final class SearchTest {

  @TempDir Path folder;
  private Galleries galleries;
  private Gallery gallery;
  private final Samples samples = new Samples(Samples.seed());

  /** What the gallery should hold: template id to what it is. */
  private final Map<String, Held> held = new HashMap<>();

  private record Held(String identity, UnitVector vector) {}

  private record Found(String identity, double cosine) {}

  @BeforeEach
  void open() {
    galleries = Galleries.open(folder, Samples.SETTINGS, Samples.CALIBRATION);
    gallery = Samples.gallery(galleries);
  }

  @AfterEach
  void close() {
    galleries.close();
  }

  @Test
  void equalsExactSearchThroughEnrolmentsAndDeletions() {
    for (int i = 0; i < 300; i++) {
      enrol("i" + samples.below(60), samples.vector());
      if (i % 5 == 4) {
        deleteOne();
      }
      if (i % 20 == 19) {
        assertEqualsExact(1 + samples.below(12));
      }
    }
    assertEqualsExact(1_000);
  }

  @Test
  void equalsExactSearchUnderFilters() {
    for (int i = 0; i < 120; i++) {
      String identity = "i" + i;
      gallery.put(identity, null, Map.of("group", i % 10, "even", i % 2 == 0));
      enrol(identity, samples.vector());
    }
    for (int group = 0; group < 10; group++) {
      int wanted = group;
      UnitVector probe = samples.vector();
      Filter filter =
          new Filter(Map.of("group", Set.of(String.valueOf(wanted)), "even", Set.of("true")));

      assertThat(found(gallery.search(probe, 5, filter)))
          .isEqualTo(exact(probe, 5, it -> number(it) % 10 == wanted && number(it) % 2 == 0));
    }
    Filter either = new Filter(Map.of("group", Set.of("3", "7")));
    UnitVector probe = samples.vector();
    assertThat(found(gallery.search(probe, 50, either)))
        .isEqualTo(exact(probe, 50, it -> number(it) % 10 == 3 || number(it) % 10 == 7));
  }

  @Test
  void kIdentitiesAlsoWhereOneHasAThousandTemplatesAroundTheProbe() {
    UnitVector centre = samples.vector();
    gallery.put("crowd", null, Map.of());
    List<NewTemplate> crowd = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      crowd.add(Samples.template(samples.near(centre, 0.01), "crowd" + i));
    }
    for (EnrolOutcome outcome : gallery.enrol("crowd", crowd).orElseThrow()) {
      String id = outcome.template().id();
      held.put(id, new Held("crowd", gallery.vector("crowd", id).orElseThrow()));
    }
    for (int i = 0; i < 30; i++) {
      enrol("i" + i, samples.vector());
    }

    List<Candidate> candidates = gallery.search(centre, 10, Filter.none());

    assertThat(candidates).extracting(Candidate::identity).hasSize(10).doesNotHaveDuplicates();
    assertThat(found(candidates)).isEqualTo(exact(centre, 10, _ -> true));
  }

  @Test
  void equalCosinesAreOrderedByIdentity() {
    UnitVector vector = samples.vector();
    enrol("b", vector);
    enrol("a", vector);
    enrol("c", vector);

    assertThat(gallery.search(vector, 3, Filter.none()))
        .extracting(Candidate::identity)
        .containsExactly("a", "b", "c");
  }

  @Test
  void theOrderOfEnrolmentDoesNotMatter() {
    List<UnitVector> vectors = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      vectors.add(samples.vector());
    }
    for (int i = 0; i < 50; i++) {
      enrol("i" + i, vectors.get(i));
    }
    Gallery other =
        ((GalleryWrite.Created) galleries.put("other", Samples.MODEL, new ThresholdRule.Usual()))
            .gallery();
    for (int i = 49; i >= 0; i--) {
      Samples.enrol(other, "i" + i, vectors.get(i));
    }
    UnitVector probe = samples.vector();

    assertThat(found(other.search(probe, 50, Filter.none())))
        .isEqualTo(found(gallery.search(probe, 50, Filter.none())));
  }

  @Test
  void theGraphFindsMates() {
    // Templates enough for the graph to be walked; a second image of somebody is far nearer than
    // strangers are, so that
    // all but a few must be found (the walk is approximate).
    int identities = 1_500;
    List<UnitVector> centres = new ArrayList<>();
    for (int i = 0; i < identities; i++) {
      centres.add(samples.vector());
    }
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < identities; i++) {
        int number = i;
        callers.execute(() -> Samples.enrol(gallery, "i" + number, centres.get(number)));
      }
    }
    int found = 0;
    int probes = 300;
    for (int i = 0; i < probes; i++) {
      UnitVector probe = samples.near(centres.get(i), 0.05);
      Candidate best = gallery.search(probe, 1, Filter.none()).getFirst();
      if (best.identity().equals("i" + i)) {
        assertThat(best.cosine()).isEqualTo(probe.cosine(centres.get(i)));
        found++;
      }
    }

    assertThat(found).isGreaterThanOrEqualTo(probes * 98 / 100);
  }

  @Test
  void kBelowOneAndOtherDimensionsAreRefused() {
    assertThatThrownBy(() -> gallery.search(samples.vector(), 0, Filter.none()))
        .hasMessageContaining("k: 0");
    assertThatThrownBy(() -> gallery.search(UnitVector.of(new float[] {1, 2}), 1, Filter.none()))
        .isInstanceOf(InvalidVectorException.class);
  }

  private void enrol(String identity, UnitVector vector) {
    held.put(Samples.enrol(gallery, identity, vector), new Held(identity, vector));
  }

  private void deleteOne() {
    String id =
        held.keySet().stream().sorted().skip(samples.below(held.size())).findFirst().orElseThrow();
    if (samples.below(4) == 0) {
      String identity = identityOf(id);
      gallery.delete(identity);
      held.values().removeIf(it -> it.identity().equals(identity));
    } else {
      gallery.deleteTemplate(identityOf(id), id);
      held.remove(id);
    }
  }

  private String identityOf(String template) {
    return Objects.requireNonNull(held.get(template)).identity();
  }

  private void assertEqualsExact(int k) {
    UnitVector probe = samples.vector();
    assertThat(found(gallery.search(probe, k, Filter.none())))
        .isEqualTo(exact(probe, k, _ -> true));
  }

  private static int number(String identity) {
    return Integer.parseInt(identity.substring(1));
  }

  private static List<Found> found(List<Candidate> candidates) {
    return candidates.stream().map(it -> new Found(it.identity(), it.cosine())).toList();
  }

  private List<Found> exact(UnitVector probe, int k, Predicate<String> eligible) {
    Map<String, Double> best = new HashMap<>();
    held.values().stream()
        .filter(it -> eligible.test(it.identity()))
        .forEach(it -> best.merge(it.identity(), probe.cosine(it.vector()), Math::max));
    return best.entrySet().stream()
        .map(it -> new Found(it.getKey(), it.getValue()))
        .sorted(Comparator.comparingDouble(Found::cosine).reversed().thenComparing(Found::identity))
        .limit(k)
        .toList();
  }
}
