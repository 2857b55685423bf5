package io.kith.server.demo;

import io.kith.server.api.BoxView;
import io.kith.server.api.EmbedAnswer.SubjectView;
import io.kith.server.api.EmbedRequest;
import io.kith.server.api.Kith;
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

  /** The model that the demo shows. */
  public static final String MODEL = "faces";

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

  private record Face(String name, BufferedImage image) {}

  /** Runs the demo; what it enrolled stays in the gallery {@code demo}. */
  public List<Probe> run() {
    List<Face> enrolled = new ArrayList<>();
    for (int i = 0; i < photographs.size() - 1; i++) {
      enrolled.addAll(faces(photographs.get(i), "photo " + (i + 1)));
    }
    DemoGallery gallery = DemoGallery.make(kith, MODEL, image -> Jpeg.encode(image, QUALITY));
    enrolled.forEach(face -> gallery.enrol(face.name(), List.of(face.image())));
    List<Probe> probes = new ArrayList<>();
    Degradation[] degradations = Degradation.values();
    for (int i = 0; i < enrolled.size(); i++) {
      Face face = enrolled.get(i);
      Degradation worse = degradations[i % degradations.length];
      BufferedImage copy = worse.apply(face.image());
      probes.add(gallery.identify(copy, face.name(), worse.words(), face.name()));
    }
    for (Face face : faces(photographs.getLast(), "photo " + photographs.size())) {
      probes.add(gallery.identify(face.image(), face.name(), "never enrolled", Probe.UNKNOWN));
    }
    return probes;
  }

  /** The faces in a photograph from left to right, each cut out with room around it. */
  private List<Face> faces(byte[] photograph, String name) {
    BufferedImage image = Jpeg.decode(photograph);
    List<BoxView> boxes =
        kith.embed(new EmbedRequest(photograph, MODEL)).subjects().stream()
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
