package io.kith.server.api;

import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which subjects of an image are meant where one is expected. */
public enum Subjects {
  /** Exactly one must be there: an image with none or several is refused. */
  ONE,
  /** The largest, where one near the centre of the image counts more than one at its edge. */
  LARGEST,
  /** Each of them. */
  ALL;

  /** How a refusal of several subjects names {@link #LARGEST}, for which there is an option. */
  public static final String SET_LARGEST = "subjects=largest";

  /**
   * Reads the JSON form, {@code one}, {@code largest} or {@code all}; null means {@link #ONE}.
   *
   * @throws ProblemException for any other text
   */
  public static Subjects of(@Nullable String text) {
    if (text == null) {
      return ONE;
    }
    return Stream.of(values())
        .filter(s -> s.name().toLowerCase(Locale.ROOT).equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                ProblemKind.INVALID_REQUEST.with(
                    "subjects: \"" + text + "\" is not known; use one, largest or all"));
  }
}
