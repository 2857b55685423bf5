package io.kith.server.api;

import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A calibration of a gallery, and what it says about one target.
 *
 * @param id its id; later ones sort behind
 * @param created when it was finished
 * @param identities N: identities with templates that there were
 * @param templates their templates
 * @param cohort name of the gallery of strangers whose templates were the non-mated searches; null
 *     when the gallery's own were
 * @param probed identities that the non-mated searches are of, rejections apart
 * @param nonMatedSearches number of non-mated searches
 * @param rejections how many of those are probes that an operator said are not of the identity they
 *     were taken for
 * @param matedSearches number of mated searches
 * @param seed of the sample
 * @param suspectsLeftOut whether thresholds come from rates without suspects
 * @param targetFpir the target
 * @param threshold smallest cosine accepted as known, at the present number of identities; null
 *     when the target is below {@code smallestFpir}
 * @param fpirLow lower end of the 95 % interval of the rate at that threshold
 * @param fpirHigh upper end
 * @param fnir share of mated searches that fail at that threshold; null when no identity has two
 *     templates
 * @param extrapolated whether so small a rate was not seen in searches, but is that of the tail
 *     fitted to the highest scores
 * @param smallestFpir smallest target that so many probed identities support
 * @param thresholdWithSuspects the threshold with all that is in the gallery
 * @param thresholdWithoutSuspects the threshold without suspects
 * @param growthExponent how the rate grows with N, 1 for proportionally
 */
@Serdeable
public record CalibrationSummary(
    String id,
    Instant created,
    int identities,
    long templates,
    @Nullable String cohort,
    int probed,
    int nonMatedSearches,
    int rejections,
    int matedSearches,
    long seed,
    boolean suspectsLeftOut,
    double targetFpir,
    @Nullable Double threshold,
    @Nullable Double fpirLow,
    @Nullable Double fpirHigh,
    @Nullable Double fnir,
    boolean extrapolated,
    double smallestFpir,
    @Nullable Double thresholdWithSuspects,
    @Nullable Double thresholdWithoutSuspects,
    double growthExponent) {}
