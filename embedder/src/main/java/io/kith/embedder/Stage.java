package io.kith.embedder;

/** A part of the way from image bytes to embeddings, for timing. */
public enum Stage {
  /** Bytes to pixels; timed by {@link ImageRoom}. */
  DECODE,
  /** Waiting for other images to leave the engine. */
  WAIT,
  /** Everything between the networks: resizing, choosing boxes, aligning, normalising. */
  PREPARE,
  /** The detection network. */
  DETECT,
  /** The landmark network. */
  LANDMARKS,
  /** The embedding network. */
  EMBED
}
