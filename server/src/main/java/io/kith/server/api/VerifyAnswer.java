package io.kith.server.api;

import io.micronaut.serde.annotation.Serdeable;
import org.jspecify.annotations.Nullable;

/**
 * Whether the two sides show the same subject.
 *
 * @param match true when the cosine is at or above the threshold
 * @param cosine cosine between the two sides; for an identity, to its nearest template
 * @param threshold smallest cosine accepted as a match
 * @param thresholdSource {@code request} or {@code model card}
 * @param template the template compared with; null for two images
 * @param model model that compared them
 */
@Serdeable
public record VerifyAnswer(
    boolean match,
    double cosine,
    double threshold,
    String thresholdSource,
    @Nullable String template,
    ModelView model) {}
