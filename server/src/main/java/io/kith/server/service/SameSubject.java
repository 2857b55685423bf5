package io.kith.server.service;

import io.kith.embedder.Box;
import io.kith.embedder.Subject;
import io.kith.index.Reembedder.Outcome;
import io.kith.index.UnitVector;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which of the subjects that another model finds in an image a template shows: the one in the place
 * where the present model sees the template's subject. Never simply the most prominent, who may be
 * somebody else.
 */
final class SameSubject {

  private static final double SAME = .99;
  private static final double SAME_PLACE = .3;

  private SameSubject() {}

  /**
   * A subject as a model sees it.
   *
   * @param box where it is; null when it is the whole image
   * @param quality norm of the embedding
   */
  record Seen(@Nullable Box box, UnitVector vector, double quality) {

    static Seen of(Subject subject) {
      return new Seen(
          subject.box(), UnitVector.of(subject.embedding().vector()), subject.embedding().norm());
    }

    Outcome embedded() {
      return new Outcome.Embedded(vector, quality);
    }
  }

  /**
   * Finds it.
   *
   * @param found what the other model finds, 1 or more
   * @param before what the present model finds in the same image
   * @param template the present model's embedding of the subject that is wanted
   */
  static Outcome among(List<Seen> found, List<Seen> before, UnitVector template) {
    Optional<Seen> own =
        before.stream().max(Comparator.comparingDouble(it -> it.vector().cosine(template)));
    if (own.isEmpty() || own.get().vector().cosine(template) < SAME) {
      return new Outcome.Impossible("the present model does not find it in its image any more");
    }
    if (before.size() == 1 && found.size() == 1) {
      return found.getFirst().embedded();
    }
    Box place = own.get().box();
    if (place == null) {
      return several();
    }
    return found.stream()
        .filter(it -> overlap(it.box(), place) >= SAME_PLACE)
        .max(Comparator.comparingDouble(it -> overlap(it.box(), place)))
        .map(Seen::embedded)
        .orElseGet(SameSubject::several);
  }

  /* 0 for a subject that is the whole image. */
  private static double overlap(@Nullable Box box, Box place) {
    return box == null ? 0 : box.overlap(place);
  }

  /** What is said where it cannot be told which one is wanted. */
  static Outcome several() {
    return new Outcome.Impossible("its image shows several subjects, of which it cannot be told");
  }
}
