package io.kith.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Identities and templates of a gallery. */
@SuppressWarnings("NullAway.Init") // JUnit sets the fields
final class GalleryTest {

  @TempDir Path folder;
  private Galleries galleries;
  private Gallery gallery;
  private final Samples samples = new Samples(1);

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
  void aGalleryKeepsItsModelAndChangesItsThreshold() {
    assertThat(galleries.put("g", Samples.MODEL, new ThresholdRule.Fixed(.5)))
        .isEqualTo(new GalleryWrite.Updated(gallery));
    assertThat(gallery.rule()).isEqualTo(new ThresholdRule.Fixed(.5));
    GalleryModel other = new GalleryModel("other", "other", Samples.DIMENSION);
    assertThat(galleries.put("g", other, new ThresholdRule.Usual()))
        .isEqualTo(new GalleryWrite.OtherModel(Samples.MODEL));
    assertThat(gallery.rule()).isEqualTo(new ThresholdRule.Fixed(.5));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-a", "a/b", "a b", "ä", "..", "a\n"})
  void aGallerysNameIsPlain(String name) {
    assertThatThrownBy(() -> galleries.put(name, Samples.MODEL, new ThresholdRule.Usual()))
        .isInstanceOf(InvalidNameException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a", "a/b", "it's \"quoted\"", "😀", "a'); DROP TABLE identity; --", "%_", "ß"})
  void anIdIsAnyText(String id) {
    UnitVector vector = samples.vector();
    Samples.enrol(gallery, id, vector);

    assertThat(gallery.identity(id)).hasValueSatisfying(it -> assertThat(it.id()).isEqualTo(id));
    assertThat(gallery.search(vector, 1, Filter.none()).getFirst().identity()).isEqualTo(id);
    assertThat(gallery.delete(id)).isTrue();
    assertThat(gallery.search(vector, 1, Filter.none())).isEmpty();
  }

  @Test
  void anIdHasUpTo256Bytes() {
    gallery.put("é".repeat(128), null, Map.of());

    assertRefused("é".repeat(129));
    assertRefused("");
    assertRefused("a\u0000b");
    assertRefused("\ud800");
  }

  @Test
  void templatesAreEnrolledAllOrNone() {
    gallery.put("a", null, Map.of());
    NewTemplate good = Samples.template(samples.vector(), "1");
    NewTemplate otherModel = new NewTemplate(samples.vector(), "other", "2", 1);
    NewTemplate tooShort = Samples.template(UnitVector.of(new float[] {1}), "3");

    assertThatThrownBy(() -> gallery.enrol("a", List.of(good, otherModel)))
        .isInstanceOf(ModelMismatchException.class)
        .hasMessageContaining("other")
        .hasMessageContaining("fingerprint");
    assertThatThrownBy(() -> gallery.enrol("a", List.of(good, tooShort)))
        .isInstanceOf(InvalidVectorException.class)
        .hasMessageContaining("1")
        .hasMessageContaining("32");
    assertThat(gallery.enrol("none", List.of(good))).isEmpty();
    assertThat(gallery.templates("a")).isEmpty();
  }

  @Test
  void aVersionThatComesAgainIsOfTheSameTemplates() {
    Samples.enrol(gallery, "a", samples.vector());
    String one = version("a");
    String second = Samples.enrol(gallery, "a", samples.vector());
    assertThat(version("a")).isNotEqualTo(one);

    gallery.deleteTemplate("a", second);
    assertThat(version("a")).isEqualTo(one);

    gallery.delete("a");
    Samples.enrol(gallery, "a", samples.vector());
    assertThat(version("a")).isNotEqualTo(one);
  }

  private String version(String identity) {
    return gallery.identity(identity).orElseThrow().version();
  }

  @Test
  void contentThatAnIdentityHasIsNotEnrolledAgain() {
    gallery.put("a", null, Map.of());
    NewTemplate template = Samples.template(samples.vector(), "same");

    List<EnrolOutcome> outcomes = gallery.enrol("a", List.of(template, template)).orElseThrow();

    assertThat(outcomes.getFirst()).isInstanceOf(EnrolOutcome.Enrolled.class);
    assertThat(outcomes.getLast())
        .isEqualTo(new EnrolOutcome.AlreadyEnrolled(outcomes.getFirst().template()));
    assertThat(gallery.templates("a")).extracting(Template::contentHash).containsExactly("same");
    assertThat(gallery.info().templates()).isEqualTo(1);
  }

  @Test
  void contentOfAnotherIdentityIsReported() {
    gallery.put("a", null, Map.of());
    gallery.put("b", null, Map.of());
    NewTemplate template = Samples.template(samples.vector(), "same");
    gallery.enrol("a", List.of(template));

    EnrolOutcome outcome = gallery.enrol("b", List.of(template)).orElseThrow().getFirst();

    assertThat(outcome)
        .isInstanceOfSatisfying(
            EnrolOutcome.Enrolled.class,
            it -> assertThat(it.alsoEnrolledAs()).containsExactly("a"));
  }

  @Test
  void aTemplateIsReadAndDeleted() {
    UnitVector vector = samples.vector();
    String id = Samples.enrol(gallery, "a", vector);

    assertThat(gallery.template("a", id)).isPresent();
    assertThat(gallery.vector("a", id)).hasValue(vector);
    assertThat(gallery.template("b", id)).isEmpty();
    assertThat(gallery.deleteTemplate("a", id)).isTrue();
    assertThat(gallery.deleteTemplate("a", id)).isFalse();
    assertThat(gallery.search(vector, 1, Filter.none())).isEmpty();
  }

  @Test
  void aLabelAndMetadataAreReplacedAndPatched() {
    UnitVector vector = samples.vector();
    Samples.enrol(gallery, "a", vector);
    gallery.put("a", "Ada", Map.of("x", 1, "y", Map.of("z", 2)));
    Map<String, @Nullable Object> patch = new HashMap<>();
    patch.put("x", null);
    patch.put("y", Map.of("w", 3));

    gallery.patch("a", IdentityPatch.none().withMetadata(patch), Condition.NONE);

    assertThat(gallery.identity("a").orElseThrow().metadata())
        .isEqualTo(Map.of("y", Map.of("z", 2, "w", 3)));
    assertThat(gallery.search(vector, 1, Filter.none()).getFirst().label()).isEqualTo("Ada");
    gallery.patch("a", IdentityPatch.none().withLabel(null), Condition.NONE);
    assertThat(gallery.search(vector, 1, Filter.none()).getFirst().label()).isNull();
    assertThat(gallery.patch("none", IdentityPatch.none(), Condition.NONE)).isEmpty();
  }

  @Test
  void metadataMayHoldNullsAndNestedValues() {
    Map<String, Object> metadata =
        new HashMap<>(Map.of("list", List.of("a", 1), "deep", Map.of("a", 1)));
    UnitVector vector = samples.vector();
    Samples.enrol(gallery, "a", vector);
    gallery.put("a", null, metadata);
    gallery.put("a", null, Map.of("long", "x".repeat(5_000), "list", List.of("a", 1)));

    assertThat(gallery.search(vector, 1, new Filter(Map.of("list", Set.of("1"))))).hasSize(1);
    assertThat(gallery.search(vector, 1, new Filter(Map.of("long", Set.of("x".repeat(5_000))))))
        .hasSize(1);
  }

  @Test
  void aFilterComparesNumbersByValueAndTextByText() {
    UnitVector vector = samples.vector();
    Samples.enrol(gallery, "a", vector);
    Map<String, Object> metadata =
        Map.of(
            "double",
            3.0,
            "integer",
            7,
            "many",
            List.of(1e300, -0.0),
            "version",
            "1.10",
            "no",
            "7");
    gallery.put("a", null, metadata);

    for (Map.Entry<String, String> found :
        List.of(
            Map.entry("double", "3"),
            Map.entry("double", "3.00"),
            Map.entry("double", "0.3e1"),
            Map.entry("integer", "7.0"),
            Map.entry("integer", "7"),
            Map.entry("many", "10E299"),
            Map.entry("many", "0"),
            Map.entry("version", "1.10"),
            Map.entry("no", "7"))) {
      assertThat(found(vector, found)).as("%s", found).isTrue();
    }
    for (Map.Entry<String, String> other :
        List.of(
            Map.entry("double", "3.1"),
            Map.entry("integer", "07"),
            Map.entry("integer", "1e999999999"),
            Map.entry("integer", "1e-99999999999"),
            Map.entry("integer", "9".repeat(100_000)),
            Map.entry("version", "1.1"),
            Map.entry("no", "7.0"))) {
      assertThat(found(vector, other)).as("%.40s", other).isFalse();
    }
  }

  private boolean found(UnitVector vector, Map.Entry<String, String> value) {
    Filter filter = new Filter(Map.of(value.getKey(), Set.of(value.getValue())));
    return !gallery.search(vector, 1, filter).isEmpty();
  }

  @Test
  void pagesListEveryIdentityOnceInOrderWhileOthersAreAdded() {
    for (int i = 0; i < 50; i++) {
      gallery.put("id-%03d".formatted(2 * i), null, Map.of());
    }
    List<String> seen = new ArrayList<>();
    @Nullable String cursor = null;
    do {
      IdentityPage page = gallery.identities(null, cursor, 7);
      page.identities().forEach(it -> seen.add(it.id()));
      gallery.put("id-%03d".formatted(seen.size()), null, Map.of());
      cursor = page.next();
    } while (cursor != null);

    assertThat(seen).isSorted().doesNotHaveDuplicates().contains("id-000", "id-098");
    assertThatThrownBy(() -> gallery.identities(null, "nonsense", 7))
        .isInstanceOf(InvalidCursorException.class);
  }

  @Test
  void aPrefixFindsIdsAndWordsOfLabelsPageByPage() {
    gallery.put("ada", "Ada Lovelace", Map.of());
    gallery.put("grace", "Grace Hopper", Map.of());
    gallery.put("lo-1", null, Map.of());
    gallery.put("Lo-2", "100 % wool", Map.of());

    assertThat(starting("lo", null)).containsExactly("ada", "lo-1");
    assertThat(starting("hopper", null)).containsExactly("grace");
    assertThat(starting("opper", null)).isEmpty();
    assertThat(starting("100 %", null)).containsExactly("Lo-2");
    assertThat(starting("%", null)).containsExactly("Lo-2");
    assertThat(starting("_", null)).isEmpty();
    gallery.put("mesut", "Mesut ÖZIL", Map.of());
    gallery.put("zoe", "ζωή", Map.of());
    assertThat(starting("özil", null)).containsExactly("mesut");
    assertThat(starting("Ζ", null)).containsExactly("zoe");
    IdentityPage first = gallery.identities("lo", null, 1);
    assertThat(starting("lo", first.next())).containsExactly("lo-1");
  }

  private List<String> starting(String prefix, @Nullable String cursor) {
    return gallery.identities(prefix, cursor, 10).identities().stream().map(Identity::id).toList();
  }

  @Test
  void aGeneratedIdSortsBehindEarlierOnes() {
    String first = gallery.add(null, Map.of()).id();
    String second = gallery.add(null, Map.of()).id();

    assertThat(second).isGreaterThan(first);
  }

  @Test
  void aDeletedGalleryIsGoneWithItsIndex() {
    Samples.enrol(gallery, "a", samples.vector());

    assertThat(galleries.delete("g")).isTrue();

    assertThat(galleries.delete("g")).isFalse();
    assertThat(galleries.find("g")).isEmpty();
    assertThat(folder.resolve("index")).isEmptyDirectory();
    assertThatThrownBy(() -> gallery.put("b", null, Map.of())).isInstanceOf(IndexException.class);
    assertThatThrownBy(() -> gallery.search(samples.vector(), 1, Filter.none()))
        .isInstanceOf(IndexException.class);
  }

  @Test
  void verificationComparesWithTheNearestTemplateOfOneIdentity() {
    UnitVector near = samples.vector();
    Samples.enrol(gallery, "a", samples.vector());
    String nearest = Samples.enrol(gallery, "a", near);
    Samples.enrol(gallery, "b", samples.vector());
    gallery.put("empty", null, Map.of());

    assertThat(gallery.verify(near, "a"))
        .hasValueSatisfying(
            it ->
                assertThat(it)
                    .isInstanceOfSatisfying(
                        Verification.Comparison.class,
                        comparison -> assertThat(comparison.template()).isEqualTo(nearest)));
    assertThat(gallery.verify(near, "empty")).hasValue(new Verification.NoTemplates());
    assertThat(gallery.verify(near, "none")).isEmpty();
  }

  private void assertRefused(String id) {
    assertThatThrownBy(() -> gallery.put(id, null, Map.of()))
        .isInstanceOf(InvalidNameException.class);
  }
}
