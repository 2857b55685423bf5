package io.kith.server.api;

import io.micronaut.serde.annotation.Serdeable;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;

/**
 * How a gallery's index shall be rebuilt.
 *
 * @param structure what it is built of from now on: {@code auto}, {@code graph} or {@code scan};
 *     null means as before
 * @param threads threads that build, and embed; null means as many as are set
 * @param model the model that the gallery is moved to: the kept images of all templates are
 *     embedded again by it; null means that the model stays
 * @param leaveBehind whether it is moved even where templates cannot be carried over; null means no
 * @param acceptWorse whether it is moved even where the other model misses more of the enrolled at
 *     the target FPIR, by more than chance explains; null means no
 * @param dryRun whether both models are only compared, and nothing is changed; what was embedded is
 *     kept for the move; null means no
 */
@Serdeable
public record RebuildRequest(
    @Nullable String structure,
    @Nullable @Min(1) @Max(1_024) Integer threads,
    @Nullable String model,
    @Nullable Boolean leaveBehind,
    @Nullable Boolean acceptWorse,
    @Nullable Boolean dryRun) {

  /** As before, with as many threads as are set. */
  public static final RebuildRequest USUAL = new RebuildRequest(null, null, null, null, null, null);
}
