/**
 * Networks that Kith builds itself, to be trained and then run in the PyTorch engine.
 *
 * <p>Entry types: {@link io.kith.embedder.backbone.Backbones}, and for networks that were made
 * elsewhere {@link io.kith.embedder.backbone.OnnxMobileFaceNet}. Must not know heads, images or
 * folders.
 */
@NullMarked
package io.kith.embedder.backbone;

import org.jspecify.annotations.NullMarked;
