package io.kith.server.demo;

import io.kith.server.api.EnrolAnswer.EnrolledTemplate;
import io.kith.server.api.EnrolRequest;
import io.kith.server.api.GalleryRequest;
import io.kith.server.api.IdentifyAnswer.CandidateView;
import io.kith.server.api.IdentifyAnswer.Result;
import io.kith.server.api.IdentifyRequest;
import io.kith.server.api.IdentityRequest;
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
   */
  static DemoGallery make(Kith kith, String model, Function<BufferedImage, byte[]> format) {
    try {
      kith.deleteGallery(NAME);
    } catch (ProblemException e) {
      if (!e.is(ProblemKind.GALLERY_NOT_FOUND)) {
        throw e;
      }
    }
    Double ofCard =
        kith.putGallery(NAME, new GalleryRequest(model, null, null, null, null))
            .value()
            .threshold();
    // So few are enrolled that a calibration which comes meanwhile would be a coarse one.
    kith.putGallery(NAME, new GalleryRequest(model, null, ofCard, null, null));
    return new DemoGallery(kith, format);
  }

  /** Enrols images of one identity, of each its most prominent subject. */
  void enrol(String identity, List<BufferedImage> images) {
    kith.putIdentity(NAME, identity, new IdentityRequest(identity, null));
    EnrolRequest request = EnrolRequest.ofImages(images.stream().map(format).toList());
    List<EnrolledTemplate> templates =
        kith.enrol(NAME, identity, request.withSubjects("largest")).templates();
    for (int i = 0; i < templates.size(); i++) {
      enrolled.put(templates.get(i).id(), images.get(i));
    }
  }

  /** Identifies the most prominent subject of an image; nothing when it shows none. */
  List<Probe> identify(BufferedImage image, String subject, String change, String truth) {
    IdentifyRequest request =
        new IdentifyRequest(format.apply(image), null, null, 1, null, null, null);
    return kith.identify(NAME, request).results().stream()
        .limit(1)
        .map(it -> new Probe(image, subject, change, truth, it, nearest(it)))
        .toList();
  }

  private @Nullable BufferedImage nearest(Result result) {
    return result.candidates().stream()
        .findFirst()
        .map(CandidateView::template)
        .map(enrolled::get)
        .orElse(null);
  }
}
