package io.kith.embedder;

import org.jspecify.annotations.Nullable;

/**
 * One subject found in an image.
 *
 * @param box where it is; null for a model that embeds the whole image
 * @param score how sure the detector is, in [0, 1]; 1 for a model that embeds the whole image
 * @param embedding what identifies it
 */
public record Subject(@Nullable Box box, double score, Embedding embedding) {}
