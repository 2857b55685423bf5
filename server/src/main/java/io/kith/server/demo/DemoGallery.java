package io.kith.server.demo;

import io.kith.server.api.EnrolAnswer.EnrolledTemplate;
import io.kith.server.api.EnrolRequest;
import io.kith.server.api.GalleryRequest;
import io.kith.server.api.IdentifyAnswer.CandidateView;
import io.kith.server.api.IdentifyAnswer.Result;
import io.kith.server.api.IdentifyRequest;
import io.kith.server.api.IdentityPageView;
import io.kith.server.api.IdentityRequest;
import io.kith.server.api.IdentitySummary;
import io.kith.server.api.Kith;
import io.kith.server.api.ProblemException;
import io.kith.server.api.ProblemKind;
import java.awt.image.BufferedImage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The gallery {@value #NAME}, made anew for a demo, which remembers the images enrolled in it. Not
 * thread-safe.
 */
final class DemoGallery {

  static final String NAME = "demo";

  /* In the metadata of an identity that a demo made: how many templates it has of it, at most. */
  private static final String MADE = "templates of the demo";

  private static final int MOST = 1_000;

  private final Kith kith;
  private final Function<BufferedImage, byte[]> format;
  private final Map<String, BufferedImage> enrolled = new HashMap<>();

  private DemoGallery(Kith kith, Function<BufferedImage, byte[]> format) {
    this.kith = kith;
    this.format = format;
  }

  /**
   * Makes the gallery, in place of what an earlier demo left.
   *
   * @param model model of its embeddings
   * @param format encodes images for Kith
   * @throws ProblemException when there is one that holds anything else
   */
  static DemoGallery make(Kith kith, String model, Function<BufferedImage, byte[]> format) {
    try {
      checkMade(kith.identities(NAME, null, null, MOST));
      kith.deleteGallery(NAME);
    } catch (ProblemException e) {
      if (!e.is(ProblemKind.GALLERY_NOT_FOUND)) {
        throw e;
      }
    }
    Double ofCard = kith.putGallery(NAME, GalleryRequest.ofModel(model)).value().threshold();
    // So few are enrolled that a calibration which comes meanwhile would be a coarse one.
    kith.putGallery(NAME, GalleryRequest.ofModel(model).withThreshold(ofCard));
    return new DemoGallery(kith, format);
  }

  private static void checkMade(IdentityPageView there) {
    List<IdentitySummary> identities = there.identities();
    if (identities.isEmpty()
        || there.next() != null
        || !identities.stream().allMatch(DemoGallery::made)) {
      throw ProblemKind.INVALID_REQUEST.with(
          "gallery %s holds what no demo made, and a demo makes the gallery anew; delete it first (kith galleries delete %s), and keep what is yours in a gallery of another name (kith galleries export, create and import)"
              .formatted(NAME, NAME));
    }
  }

  private static boolean made(IdentitySummary identity) {
    return identity.metadata().get(MADE) instanceof Number number
        && identity.templates() <= number.intValue();
  }

  /** Enrols images of one identity, of each its most prominent subject. */
  void enrol(String identity, List<BufferedImage> images) {
    kith.putIdentity(NAME, identity, new IdentityRequest(identity, Map.of(MADE, images.size())));
    EnrolRequest request = EnrolRequest.ofImages(images.stream().map(format).toList());
    List<EnrolledTemplate> templates =
        kith.enrol(NAME, identity, request.withSubjects("largest")).templates();
    for (int i = 0; i < templates.size(); i++) {
      enrolled.put(templates.get(i).id(), images.get(i));
    }
  }

  /** Identifies the most prominent subject of an image. */
  Probe identify(BufferedImage image, String subject, String change, String truth) {
    List<Result> results =
        kith.identify(NAME, IdentifyRequest.ofImage(format.apply(image), 1)).results();
    return new Probe(
        image,
        subject,
        change,
        truth,
        results.isEmpty() ? null : results.getFirst(),
        nearest(results));
  }

  private @Nullable BufferedImage nearest(List<Result> results) {
    return results.stream()
        .limit(1)
        .flatMap(it -> it.candidates().stream())
        .findFirst()
        .map(CandidateView::template)
        .map(enrolled::get)
        .orElse(null);
  }
}
