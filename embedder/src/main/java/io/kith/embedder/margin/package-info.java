/**
 * Heads that a network is trained with, so that the cosine of its embeddings tells identities
 * apart: softmax, and the normalised heads with a {@link io.kith.embedder.margin.Margin}.
 *
 * <p>Entry type: {@link io.kith.embedder.margin.Head}. A head exists during training only; it must
 * not know images, folders or models.
 */
@NullMarked
package io.kith.embedder.margin;

import org.jspecify.annotations.NullMarked;
