package io.kith.embedder;

import io.kith.config.ModelCard;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * Finds subjects with a detector and aligns each by its landmarks, so that the embedding network
 * sees its eyes, nose and mouth always in the same places. Safe for concurrent use.
 */
final class AlignedSubjects implements SubjectFinder {

  /** Square pixels of the image for one of the input; less is one pixel, seen all over. */
  private static final double LEAST_AREA = 1e-6;

  private final ModelCard.Detection card;
  private final Detector detector;
  private final OpenNetwork landmarks;
  private final Sampler sampler;
  private final List<Affine.Point> template;
  private final int landmarkCount;

  AlignedSubjects(ModelCard.Detection card, OpenNetwork detector, OpenNetwork landmarks) {
    this.card = card;
    this.detector = new Detector(card, detector);
    this.landmarks = landmarks;
    this.sampler = new Sampler(card.landmarks());
    this.template =
        card.template().stream()
            .map(point -> new Affine.Point(point.getFirst(), point.getLast()))
            .toList();
    this.landmarkCount =
        1
            + card.points().stream()
                .flatMap(List::stream)
                .mapToInt(Integer::intValue)
                .max()
                .orElse(0);
  }

  @Override
  public List<Sighting> find(Pyramid image, StageClock clock) {
    DecodedImage pixels = image.image();
    ToDoubleFunction<Detection> prominence =
        face -> box(face, pixels).prominence(pixels.width(), pixels.height());
    return detector.detect(image, clock).stream()
        .sorted(Comparator.comparingDouble(prominence).reversed())
        .flatMap(face -> align(image, face, clock).stream())
        .toList();
  }

  /** Empty where the landmarks say nothing: all of them in one place, or no numbers. */
  private Optional<Sighting> align(Pyramid image, Detection face, StageClock clock) {
    float[] values = new float[sampler.size()];
    ModelCard.Network input = card.landmarks();
    Affine crop =
        Affine.stretch(
            input.width(), input.height(), face.left(), face.top(), face.width(), face.height());
    sampler.sample(image, crop, values, 0);
    float[] output = clock.time(Stage.LANDMARKS, () -> landmarks.run(values, 1)).getFirst();
    Affine toImage = Affine.similarity(points(output, face), template).inverse();
    return toImage.area() > LEAST_AREA
        ? Optional.of(new Sighting(box(face, image.image()), face.score(), toImage))
        : Optional.empty();
  }

  /** The card's points in the image, each the mean of some landmarks. */
  private List<Affine.Point> points(float[] output, Detection face) {
    if (output.length < 2 * landmarkCount) {
      throw new ModelException(
          ModelException.Problem.BAD_CARD,
          "the card names %d landmarks, network %s gives %d; correct the card"
              .formatted(landmarkCount, card.landmarks().file(), output.length / 2));
    }
    List<Affine.Point> points = new ArrayList<>();
    for (List<Integer> group : card.points()) {
      double x = 0;
      double y = 0;
      for (int landmark : group) {
        x += output[2 * landmark];
        y += output[2 * landmark + 1];
      }
      points.add(
          new Affine.Point(
              face.left() + face.width() * x / group.size(),
              face.top() + face.height() * y / group.size()));
    }
    return points;
  }

  private static Box box(Detection face, DecodedImage image) {
    int left = Math.clamp((long) face.left(), 0, image.width() - 1);
    int top = Math.clamp((long) face.top(), 0, image.height() - 1);
    int right = Math.clamp((long) Math.ceil(face.right()), left + 1, image.width());
    int bottom = Math.clamp((long) Math.ceil(face.bottom()), top + 1, image.height());
    return new Box(left, top, right - left, bottom - top);
  }

  @Override
  public void close() {
    detector.close();
    landmarks.close();
  }
}
