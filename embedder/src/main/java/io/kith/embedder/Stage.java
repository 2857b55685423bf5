package io.kith.embedder;

/** A part of the way from image bytes to embeddings, for timing. */
public enum Stage {
  /** Bytes to pixels; timed by {@link ImageRoom}. */
  DECODE(false),
  /** Waiting for other images to leave the engine. */
  WAIT(false),
  /** Everything between the networks: resizing, choosing boxes, aligning, normalising. */
  PREPARE(false),
  /** The detection network. */
  DETECT(true),
  /** The landmark network. */
  LANDMARKS(true),
  /** The embedding network. */
  EMBED(true);

  private final boolean network;

  Stage(boolean network) {
    this.network = network;
  }

  /** Whether the time is spent inside a network. */
  public boolean network() {
    return network;
  }
}
