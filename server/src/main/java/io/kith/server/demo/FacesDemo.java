package io.kith.server.demo;

import io.kith.server.api.BoxView;
import io.kith.server.api.EmbedAnswer.SubjectView;
import io.kith.server.api.EmbedRequest;
import io.kith.server.api.EnrolRequest;
import io.kith.server.api.GalleryRequest;
import io.kith.server.api.IdentifyAnswer.Result;
import io.kith.server.api.IdentifyRequest;
import io.kith.server.api.IdentityRequest;
import io.kith.server.api.Kith;
import io.kith.server.api.ProblemException;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * Enrols each face of all photographs but the last, one image each; then identifies a worse copy of
 * each, and every face of the last photograph, whose people were never enrolled.
 */
public final class FacesDemo {

  /** Gallery that the demo makes anew each time. */
  public static final String GALLERY = "demo";

  private static final String STRANGER = "unknown";
  private static final float QUALITY = 0.9f;

  private final Kith kith;
  private final List<byte[]> photographs;

  /**
   * A demo.
   *
   * @param photographs encoded photographs, at least two
   */
  public FacesDemo(Kith kith, List<byte[]> photographs) {
    this.kith = kith;
    this.photographs = List.copyOf(photographs);
  }

  /**
   * One identification.
   *
   * @param image what was shown
   * @param face whose face it shows
   * @param change how the image differs from the one enrolled, in words
   * @param truth the identity it shows, or {@code unknown}
   * @param result what Kith said
   */
  public record Probe(
      BufferedImage image, String face, String change, String truth, Result result) {

    /** Whether Kith named the right identity, or said unknown for one who is not enrolled. */
    public boolean correct() {
      String said = result.identity() == null ? STRANGER : result.identity();
      return said.equals(truth);
    }

    /** The outcome in a word: right, missed (unknown of somebody enrolled), or mistaken. */
    public String verdict() {
      if (correct()) {
        return "right";
      }
      return result.identity() == null ? "missed" : "MISTAKEN";
    }
  }

  private record Face(String name, BufferedImage image) {}

  /** Runs the demo; what it enrolled stays in the gallery {@value #GALLERY}. */
  public List<Probe> run() {
    List<Face> enrolled = new ArrayList<>();
    for (int i = 0; i < photographs.size() - 1; i++) {
      enrolled.addAll(faces(photographs.get(i), "photo " + (i + 1)));
    }
    enrol(enrolled);
    List<Probe> probes = new ArrayList<>();
    Degradation[] degradations = Degradation.values();
    for (int i = 0; i < enrolled.size(); i++) {
      Face face = enrolled.get(i);
      Degradation worse = degradations[i % degradations.length];
      BufferedImage copy = worse.apply(face.image());
      probes.addAll(identify(copy, face.name(), worse.words(), face.name()));
    }
    for (Face face : faces(photographs.getLast(), "photo " + photographs.size())) {
      probes.addAll(identify(face.image(), face.name(), "never enrolled", STRANGER));
    }
    return probes;
  }

  private void enrol(List<Face> faces) {
    try {
      kith.deleteGallery(GALLERY);
    } catch (ProblemException e) {
      if (e.problem().status() != 404) {
        throw e;
      }
    }
    kith.putGallery(GALLERY, new GalleryRequest("faces", null, null));
    for (Face face : faces) {
      kith.putIdentity(GALLERY, face.name(), new IdentityRequest(face.name(), null));
      EnrolRequest request = EnrolRequest.ofImages(List.of(Jpeg.encode(face.image(), QUALITY)));
      kith.enrol(GALLERY, face.name(), request.withSubjects("largest"));
    }
  }

  /* The most prominent subject of a cut-out is the one it was cut out for. */
  private List<Probe> identify(BufferedImage image, String face, String change, String truth) {
    byte[] jpeg = Jpeg.encode(image, QUALITY);
    return kith
        .identify(GALLERY, new IdentifyRequest(jpeg, null, null, 1, null, null))
        .results()
        .stream()
        .limit(1)
        .map(result -> new Probe(image, face, change, truth, result))
        .toList();
  }

  /** The faces in a photograph from left to right, each cut out with room around it. */
  private List<Face> faces(byte[] photograph, String name) {
    BufferedImage image = Jpeg.decode(photograph);
    List<BoxView> boxes =
        kith.embed(new EmbedRequest(photograph, "faces")).subjects().stream()
            .map(SubjectView::box)
            .filter(Objects::nonNull)
            .sorted(Comparator.comparingInt(BoxView::x))
            .toList();
    List<Face> faces = new ArrayList<>();
    for (int i = 0; i < boxes.size(); i++) {
      faces.add(new Face("%s face %d".formatted(name, i + 1), cut(image, boxes.get(i))));
    }
    return faces;
  }

  private static BufferedImage cut(BufferedImage image, BoxView box) {
    int room = Math.max(box.width(), box.height()) / 2;
    int left = Math.max(0, box.x() - room);
    int top = Math.max(0, box.y() - room);
    int right = Math.min(image.getWidth(), box.x() + box.width() + room);
    int bottom = Math.min(image.getHeight(), box.y() + box.height() + room);
    BufferedImage cut = new BufferedImage(right - left, bottom - top, BufferedImage.TYPE_INT_RGB);
    cut.createGraphics().drawImage(image, -left, -top, null);
    return cut;
  }
}
