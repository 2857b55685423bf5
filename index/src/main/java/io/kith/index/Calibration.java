package io.kith.index;

import io.kith.index.calibration.Measurement;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A measurement of a gallery's error rates, kept with it: what its thresholds come from until the
 * next.
 *
 * @param id generated; later ones sort behind
 * @param created when it was finished
 * @param sequence number of the gallery's last change when it began
 * @param cohort name of the gallery of strangers whose templates were the non-mated searches; null
 *     when the gallery's own were
 * @param seed of its sample
 * @param measurement what it found
 */
public record Calibration(
    String id,
    Instant created,
    long sequence,
    @Nullable String cohort,
    long seed,
    Measurement measurement) {}
