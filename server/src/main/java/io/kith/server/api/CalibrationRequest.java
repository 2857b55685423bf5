package io.kith.server.api;

import io.micronaut.serde.annotation.Serdeable;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;

/**
 * How a gallery shall be calibrated.
 *
 * @param targetFpir rate that the answer gives the threshold for; null means the gallery's
 * @param cohort name of a gallery of strangers, of the same model, whose templates are the
 *     non-mated searches; null means the gallery's own templates
 * @param sample templates to search with, about; null means the one that is set
 * @param seed of the sample; null means 1
 * @param leaveOutSuspects whether thresholds shall come from rates without misplaced templates and
 *     without what look-alike identities have in common; null means false. Leave them out where you
 *     looked at them: strangers may come near to real look-alikes too
 */
@Serdeable
public record CalibrationRequest(
    @Nullable
        @DecimalMin(value = "0", inclusive = false, message = "must be above 0, at most 0.5")
        @DecimalMax("0.5")
        Double targetFpir,
    @Nullable String cohort,
    @Nullable @Min(100) @Max(1_000_000) Integer sample,
    @Nullable Long seed,
    @Nullable Boolean leaveOutSuspects) {}
