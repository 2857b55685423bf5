package io.kith.index;

import java.util.List;

/** What became of one template in an enrolment. */
public sealed interface EnrolOutcome {

  /** The template as stored. */
  Template template();

  /**
   * The template is new.
   *
   * @param template the template as stored
   * @param alsoEnrolledAs other identities of the gallery that hold the same content: a warning,
   *     most often of a label error
   */
  record Enrolled(Template template, List<String> alsoEnrolledAs) implements EnrolOutcome {
    public Enrolled {
      alsoEnrolledAs = List.copyOf(alsoEnrolledAs);
    }
  }

  /** The identity held this content before; nothing changed. */
  record AlreadyEnrolled(Template template) implements EnrolOutcome {}
}
