package io.kith.embedder;

import io.kith.config.ModelCard;
import java.util.ArrayList;
import java.util.List;

/** Runs the detection network over an image. Safe for concurrent use. */
final class Detector implements AutoCloseable {

  private final ModelCard.Detection card;
  private final OpenNetwork network;
  private final Sampler sampler;

  Detector(ModelCard.Detection card, OpenNetwork network) {
    this.card = card;
    this.network = network;
    this.sampler = new Sampler(card.detector());
  }

  /**
   * Finds subjects.
   *
   * @return detections, best first, none overlapping a better one by more than the card allows;
   *     they may reach beyond the image, never lie outside of it
   */
  List<Detection> detect(Pyramid pyramid, StageClock clock) {
    DecodedImage image = pyramid.image();
    View view = View.of(image, card.detector());
    List<Detection> found = detect(pyramid, view, clock);
    if (found.stream().allMatch(view::nearlyFilledBy)) {
      List<Detection> withMargin = detect(pyramid, view.withMargin(), clock);
      return withMargin.isEmpty() ? found : withMargin;
    }
    return found;
  }

  private List<Detection> detect(Pyramid pyramid, View view, StageClock clock) {
    float[] values = new float[sampler.size()];
    sampler.sample(pyramid, view.toImage(card.detector()), values, 0);
    List<float[]> outputs = clock.time(Stage.DETECT, () -> network.run(values, 1));
    List<Detection> detections = read(outputs, view);
    detections.removeIf(detection -> !detection.meets(pyramid.image()));
    return Detection.suppress(detections, card.maxOverlap());
  }

  private List<Detection> read(List<float[]> outputs, View view) {
    float[] scores = outputs.getFirst();
    float[] corners = outputs.getLast();
    if (outputs.size() != 2 || corners.length != 2 * scores.length) {
      throw new ModelException(
          ModelException.Problem.BAD_CARD,
          "detector %s does not give two scores and four corners a box; correct the card"
              .formatted(card.detector().file()));
    }
    List<Detection> detections = new ArrayList<>();
    for (int i = 0; i < scores.length / 2; i++) {
      float score = scores[2 * i + 1];
      if (score >= card.minScore()) {
        detections.add(
            new Detection(
                view.x(corners[4 * i]),
                view.y(corners[4 * i + 1]),
                view.x(corners[4 * i + 2]),
                view.y(corners[4 * i + 3]),
                score));
      }
    }
    return detections;
  }

  @Override
  public void close() {
    network.close();
  }
}
