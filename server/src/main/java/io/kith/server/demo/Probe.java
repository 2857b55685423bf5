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
 * @param result what Kith said; null when it found no subject in the image
 * @param nearest the enrolled image that is most like it; null when there is none
 */
public record Probe(
    BufferedImage image,
    String subject,
    String change,
    String truth,
    @Nullable Result result,
    @Nullable BufferedImage nearest) {

  /** The truth about who is not enrolled. */
  public static final String UNKNOWN = "unknown";

  private static final String NO_SUBJECT = "no subject";

  /** What Kith decided: known, {@value #UNKNOWN}, or that the image shows no subject. */
  public String decision() {
    return result == null ? NO_SUBJECT : result.decision();
  }

  /** The identity that Kith named; null for none. */
  public @Nullable String identity() {
    return result == null ? null : result.identity();
  }

  /** Its cosine to the enrolled image that is most like it; null for none. */
  public @Nullable Double cosine() {
    return result == null ? null : result.cosine();
  }

  /** The identity that Kith named, or what else it said. */
  public String said() {
    String identity = identity();
    return identity == null ? decision() : identity;
  }

  /** Whether Kith named the right identity, or said unknown for one who is not enrolled. */
  public boolean correct() {
    return said().equals(truth);
  }

  /** The outcome in a word: right, missed (somebody not named, or not found), or mistaken. */
  public String verdict() {
    if (correct()) {
      return "right";
    }
    return identity() == null ? "missed" : "MISTAKEN";
  }
}
