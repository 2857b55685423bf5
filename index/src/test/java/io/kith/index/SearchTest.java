package io.kith.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kith.config.IndexSettings;
import io.kith.config.IndexSettings.Structure;
import io.kith.index.calibration.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.lucene.util.IOUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Search beside a comparison with every template. */
@SuppressWarnings("NullAway.Init") // JUnit sets the fields
final class SearchTest {

  private static final int GROUP = 100;
  private static final Threshold THRESHOLD = new Threshold(.5, Threshold.Source.REQUEST);

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
    enrolStrangers(1_500);
    assertTenIdentities(centre);

    // Ten identities are there already when the segment with the crowd is searched.
    gallery.upkeep().rebuild(new RebuildPlan(Structure.SCAN, 1), Progress.NONE);
    for (int i = 0; i < 12; i++) {
      enrol("late" + i, samples.vector());
    }
    assertTenIdentities(centre);
  }

  private void assertTenIdentities(UnitVector probe) {
    List<Candidate> candidates = gallery.search(probe, 10, Filter.none());

    assertThat(candidates).extracting(Candidate::identity).hasSize(10).doesNotHaveDuplicates();
    assertThat(found(candidates)).isEqualTo(exact(probe, 10, _ -> true));
  }

  @Test
  void filtersOfAnyShareAgreeWithExactSearch() {
    enrolStrangers(1_500);
    for (int share : new int[] {1, 2, 100, 1_500}) {
      Filter filter = new Filter(Map.of("one in " + share, Set.of("true")));
      for (int i = 0; i < 10; i++) {
        UnitVector probe = samples.vector();
        assertThat(found(gallery.search(probe, 5, filter)))
            .isEqualTo(exact(probe, 5, it -> number(it) % share == 0));
      }
    }
  }

  @Test
  void severalProbesTogetherGetWhatEachGetsAlone() {
    enrolStrangers(1_500);
    List<UnitVector> probes = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      probes.add(samples.vector());
    }

    List<List<Candidate>> together = gallery.searchAll(probes, 5, Filter.none());

    for (int i = 0; i < probes.size(); i++) {
      assertThat(together.get(i)).isEqualTo(gallery.search(probes.get(i), 5, Filter.none()));
    }
    assertThat(gallery.searchAll(List.of(), 5, Filter.none())).isEmpty();
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

  @ParameterizedTest
  @EnumSource
  void matesAreFound(Structure structure) throws IOException {
    // A second image of somebody is far nearer than strangers are. The walk of a graph may miss a
    // few all the same; a scan misses one in a million. The index is built anew, in one segment:
    // small ones have no codes, and are measured.
    enrolStrangers(1_500);
    galleries.close();
    IOUtils.rm(folder.resolve("index"));
    IndexSettings settings = Samples.settings(structure, Duration.ofSeconds(30));
    galleries = Galleries.open(folder, settings, Samples.CALIBRATION);
    gallery = galleries.find("g").orElseThrow();
    int probes = 300;
    List<Held> mates = held.values().stream().limit(probes).toList();
    int found = 0;
    for (int i = 0; i < probes; i++) {
      Held mate = mates.get(i);
      UnitVector probe = samples.near(mate.vector, 0.05);
      Identification answer = gallery.identify(probe, 1, THRESHOLD, Filter.none());
      Candidate best = answer.candidates().getFirst();
      if (best.identity().equals(mate.identity)) {
        assertThat(best.cosine()).isEqualTo(probe.cosine(mate.vector));
        found++;
      }
      SearchReport report = answer.search();
      assertThat(report.exact()).isFalse();
      if (structure == Structure.GRAPH) {
        assertThat(report.structure()).isEqualTo(SearchReport.Structure.GRAPH);
      } else {
        assertThat(report.structure()).isEqualTo(SearchReport.Structure.SCAN);
        assertThat(report.compared()).isEqualTo(1_500);
        assertThat(report.measured()).isLessThan(1_500);
      }
    }

    assertThat(found)
        .isGreaterThanOrEqualTo(structure == Structure.GRAPH ? probes * 98 / 100 : probes);
  }

  @Test
  void anEnrolledVectorItselfIsFoundWithoutMeasuringAll() {
    enrolStrangers(1_500);
    gallery.upkeep().rebuild(new RebuildPlan(Structure.SCAN, 1), Progress.NONE);
    for (Held same : held.values().stream().limit(50).toList()) {
      Identification answer = gallery.identify(same.vector, 1, THRESHOLD, Filter.none());

      assertThat(answer.candidates().getFirst().identity()).isEqualTo(same.identity);
      assertThat(answer.search().measured()).isLessThan(1_000);
    }
  }

  @Test
  void kBelowOneAndOtherDimensionsAreRefused() {
    assertThatThrownBy(() -> gallery.search(samples.vector(), 0, Filter.none()))
        .hasMessageContaining("k: 0");
    assertThatThrownBy(() -> gallery.search(UnitVector.of(new float[] {1, 2}), 1, Filter.none()))
        .isInstanceOf(InvalidVectorException.class);
  }

  /** Enrols identities i0, i1, ... with one random template each, in a few segments. */
  private void enrolStrangers(int count) {
    List<Held> strangers =
        IntStream.range(0, count).mapToObj(i -> new Held("i" + i, samples.vector())).toList();
    for (int from = 0; from < count; from += GROUP) {
      List<Held> group = strangers.subList(from, Math.min(count, from + GROUP));
      List<EnrolOutcome> outcomes =
          gallery.enrolAll(group.stream().map(SearchTest::stranger).toList());
      for (int i = 0; i < group.size(); i++) {
        held.put(outcomes.get(i).template().id(), group.get(i));
      }
    }
  }

  private static BulkTemplate stranger(Held it) {
    return new BulkTemplate(
        it.identity(),
        null,
        shares(number(it.identity())),
        Samples.template(it.vector(), it.identity()));
  }

  /* Metadata that one in 1, 2, 100 and 1,500 identities have. */
  private static Map<String, Object> shares(int number) {
    Map<String, Object> shares = new HashMap<>();
    for (int share : new int[] {1, 2, 100, 1_500}) {
      shares.put("one in " + share, number % share == 0);
    }
    return shares;
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
