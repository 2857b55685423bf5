package io.kith.embedder;

import org.jspecify.annotations.Nullable;

/**
 * A subject before it is embedded.
 *
 * @param box where it is; null where the whole image is the subject
 * @param score how sure the detector is, in [0, 1]
 * @param toImage map from the embedding network's input to the image
 */
record Sighting(@Nullable Box box, double score, Affine toImage) {}
