package io.kith.it;

import io.kith.server.api.EnrolRequest;
import io.kith.server.api.IdentityRequest;
import io.kith.server.api.Kith;
import io.kith.server.api.ProblemException;
import java.util.List;

/** Enrolment as a measurement does it. */
public final class Enrolments {

  private Enrolments() {}

  /**
   * Makes an identity and enrols the largest subject of an image.
   *
   * @return false when the image was refused; the identity is there all the same
   */
  public static boolean enrol(Kith kith, String gallery, String identity, byte[] image) {
    kith.putIdentity(gallery, identity, new IdentityRequest(null, null));
    try {
      kith.enrol(gallery, identity, EnrolRequest.ofImages(List.of(image)).withSubjects("largest"));
      return true;
    } catch (ProblemException e) {
      if (e.problem().status() != 422) {
        throw e;
      }
      return false;
    }
  }
}
