package io.kith.server.api;

import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whom an image shows.
 *
 * @param results one per subject found in the image, most prominent first; none when the image
 *     shows no subject
 * @param model model of the gallery
 * @param generation generation of the gallery's index when it was answered
 */
@Serdeable
public record IdentifyAnswer(List<Result> results, ModelView model, long generation) {

  /**
   * The answer for one subject.
   *
   * @param box where it is; null for vectors and whole-image models
   * @param decision {@code known} or {@code unknown}
   * @param identity whom it shows; null when unknown
   * @param label the identity's label
   * @param cosine cosine to the best candidate; null when there is none
   * @param threshold smallest cosine accepted as known
   * @param thresholdSource {@code model card}, {@code calibration}, {@code gallery} or {@code
   *     request}
   * @param calibration id of the calibration that gave the threshold; null for other sources
   * @param fpir share of searches for strangers in the whole gallery, without a filter, that would
   *     score as high as the best candidate or higher, by the latest calibration; null when there
   *     is none
   * @param gap cosine of the best candidate less that of the second identity; null when there is no
   *     second
   * @param candidates the nearest identities, best first, at most k
   * @param search how they were searched
   */
  @Serdeable
  public record Result(
      @Nullable BoxView box,
      String decision,
      @Nullable String identity,
      @Nullable String label,
      @Nullable Double cosine,
      double threshold,
      String thresholdSource,
      @Nullable String calibration,
      @Nullable Double fpir,
      @Nullable Double gap,
      List<CandidateView> candidates,
      SearchView search) {}

  /**
   * How a search was done.
   *
   * @param structure {@code scan} or {@code graph}
   * @param exact whether every template that the filter allows was measured, so that nothing can
   *     have been missed
   * @param compared templates looked at
   * @param measured templates whose cosine was computed
   */
  @Serdeable
  public record SearchView(String structure, boolean exact, long compared, long measured) {}

  /**
   * One identity near the probe.
   *
   * @param identity its id
   * @param label its label
   * @param cosine exact cosine between the probe and its nearest template
   * @param template that template
   */
  @Serdeable
  public record CandidateView(
      String identity, @Nullable String label, double cosine, String template) {}
}
