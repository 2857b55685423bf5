package io.kith.index.calibration;

import java.util.List;
import java.util.Set;

/**
 * What looks like an error of labelling, for somebody to look at. Of the misplaced templates, and
 * of the look-alikes, about 5 % or fewer are expected to be false reports (Benjamini and Hochberg
 * 1995).
 *
 * @param misplaced templates that look like another identity's and not like their own
 * @param lookAlikes pairs of identities that look like one subject
 * @param odd templates that look neither like the rest of their identity nor like another
 */
public record Suspects(List<Misplaced> misplaced, List<LookAlikes> lookAlikes, List<Odd> odd) {

  /** Nothing to look at. */
  static final Suspects NONE = new Suspects(List.of(), List.of(), List.of());

  /** Keys of two identities, the lesser first. */
  public record Pair(long first, long second) {

    /** The pair of two identities in any order. */
    public static Pair of(long a, long b) {
      return new Pair(Math.min(a, b), Math.max(a, b));
    }
  }

  public Suspects {
    misplaced = List.copyOf(misplaced);
    lookAlikes = List.copyOf(lookAlikes);
    odd = List.copyOf(odd);
  }

  /** These, less look-alikes that are known to be two subjects. */
  public Suspects without(Set<Pair> distinct) {
    return distinct.isEmpty()
        ? this
        : new Suspects(
            misplaced,
            lookAlikes.stream()
                .filter(it -> !distinct.contains(Pair.of(it.first(), it.second())))
                .toList(),
            odd);
  }

  /**
   * A template that seems to belong to another identity.
   *
   * @param template its key
   * @param identity key of the identity that it is enrolled for
   * @param resembles key of the identity that it looks like
   * @param cosine best cosine to that one
   */
  public record Misplaced(long template, long identity, long resembles, double cosine) {}

  /**
   * Two identities that seem to be one.
   *
   * @param first key of the older one
   * @param second key of the younger one
   * @param cosine mean cosine of their templates
   */
  public record LookAlikes(long first, long second, double cosine) {}

  /**
   * A template unlike the rest of its identity.
   *
   * @param template its key
   * @param identity key of its identity
   * @param cosine best cosine to the rest
   */
  public record Odd(long template, long identity, double cosine) {}
}
