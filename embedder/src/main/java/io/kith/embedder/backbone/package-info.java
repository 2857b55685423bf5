/**
 * Networks that Kith builds itself, to be trained and then run in the PyTorch engine.
 *
 * <p>Entry type: {@link io.kith.embedder.backbone.Backbones}. Must not know heads, images or
 * folders.
 */
@NullMarked
package io.kith.embedder.backbone;

import org.jspecify.annotations.NullMarked;
