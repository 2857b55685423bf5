package io.kith.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept of requests that may be sent again. */
@SuppressWarnings("NullAway.Init") // JUnit sets the fields
final class KeptAnswersTest {

  private static final Instant NOON = Instant.parse("2030-06-01T12:00:00Z");

  @TempDir Path folder;
  private Galleries galleries;
  private Gallery gallery;
  private KeptAnswers kept;

  @BeforeEach
  void open() {
    galleries = Galleries.open(folder, Samples.SETTINGS, Samples.CALIBRATION);
    gallery = Samples.gallery(galleries);
    gallery.put("ada", null, Map.of());
    kept = galleries.keptAnswers();
  }

  @AfterEach
  void close() {
    galleries.close();
  }

  private KeptAnswer begin(String body, Instant now) {
    return kept.begin("key", gallery, new KeptAnswer(body, "ada", null), now);
  }

  @Test
  void theFirstRequestIsKeptForADay() {
    begin("a", NOON);
    kept.finish("key", "{}");
    Duration day = KeptAnswers.KEPT;

    assertThat(begin("b", NOON.plus(day).minusMillis(1)))
        .isEqualTo(new KeptAnswer("a", "ada", "{}"));
    assertThat(begin("b", NOON.plus(day))).isEqualTo(new KeptAnswer("b", "ada", null));
  }

  @Test
  void whatAClockThatWasAheadHasKeptGoesADayAfterItIsSetRight() {
    begin("a", NOON.plus(Duration.ofDays(400)));

    assertThat(begin("b", NOON).body()).isEqualTo("a");
    assertThat(begin("b", NOON.plus(KeptAnswers.KEPT)).body()).isEqualTo("b");
  }

  @Test
  void aRequestWithoutAnAnswerIsThereAfterARestart() {
    begin("a", NOON);
    galleries.close();
    galleries = Galleries.open(folder, Samples.SETTINGS, Samples.CALIBRATION);
    kept = galleries.keptAnswers();
    gallery = galleries.find("g").orElseThrow();

    assertThat(kept.begin("key", gallery, new KeptAnswer("a", "new", null), NOON))
        .isEqualTo(new KeptAnswer("a", "ada", null));
  }

  @Test
  void whatIsKeptGoesWithTheIdentity() {
    begin("a", NOON);
    kept.finish("key", "{}");

    gallery.delete("ada");

    assertThat(begin("b", NOON)).isEqualTo(new KeptAnswer("b", "ada", null));
  }

  @Test
  void whatCameToNothingIsForgotten() {
    begin("a", NOON);
    kept.forget("key");

    assertThat(begin("b", NOON).body()).isEqualTo("b");
  }
}
