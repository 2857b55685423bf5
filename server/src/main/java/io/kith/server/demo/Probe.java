package io.kith.server.demo;

import io.kith.server.api.IdentifyAnswer.Result;
import java.awt.image.BufferedImage;
import org.jspecify.annotations.Nullable;

/**
 * One identification of a demo.
 *
 * @param image what was shown
 * @param subject whom or what it shows
 * @param change how the image differs from those enrolled, in words
 * @param truth the identity it shows, or {@value #UNKNOWN}
 * @param result what Kith said
 * @param nearest the enrolled image that is most like it; null when there is none
 */
public record Probe(
    BufferedImage image,
    String subject,
    String change,
    String truth,
    Result result,
    @Nullable BufferedImage nearest) {

  /** The truth about who is not enrolled. */
  public static final String UNKNOWN = "unknown";

  /** The identity that Kith named, or {@value #UNKNOWN}. */
  public String said() {
    String identity = result.identity();
    return identity == null ? UNKNOWN : identity;
  }

  /** Whether Kith named the right identity, or said unknown for one who is not enrolled. */
  public boolean correct() {
    return said().equals(truth);
  }

  /** The outcome in a word: right, missed (unknown of somebody enrolled), or mistaken. */
  public String verdict() {
    if (correct()) {
      return "right";
    }
    return result.identity() == null ? "missed" : "MISTAKEN";
  }
}
