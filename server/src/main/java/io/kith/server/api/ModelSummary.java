package io.kith.server.api;

import io.micronaut.serde.annotation.Serdeable;

/**
 * A model that galleries can be made with.
 *
 * @param name its name
 * @param installed whether its files are here
 * @param dimension length of its embeddings
 * @param input what its images show: {@code subjects} that are found in photographs, {@code
 *     drawing} for dark strokes on light paper, {@code image} where the whole image counts
 * @param summary one line: what it is for
 * @param licence the licence as its authors state it
 * @param source where its files come from
 * @param threshold smallest cosine accepted as Known before a gallery is calibrated
 * @param verificationThreshold smallest cosine accepted as a match of two images
 * @param thresholdSource what the two were measured on
 */
@Serdeable
public record ModelSummary(
    String name,
    boolean installed,
    int dimension,
    String input,
    String summary,
    String licence,
    String source,
    double threshold,
    double verificationThreshold,
    String thresholdSource) {}
