package io.kith.embedder;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What a detector reports: a rectangle, in pixels of the image, and how sure it is.
 *
 * @param score in [0, 1]
 */
record Detection(double left, double top, double right, double bottom, double score) {

  double width() {
    return right - left;
  }

  double height() {
    return bottom - top;
  }

  double area() {
    return width() * height();
  }

  /** Whether at least a pixel of it lies inside the image. */
  boolean meets(DecodedImage image) {
    return right >= 1
        && bottom >= 1
        && left <= image.width() - 1
        && top <= image.height() - 1
        && width() >= 1
        && height() >= 1;
  }

  /** Intersection over union with another rectangle, in [0, 1]. */
  double overlap(Detection other) {
    double width = Math.min(right, other.right) - Math.max(left, other.left);
    double height = Math.min(bottom, other.bottom) - Math.max(top, other.top);
    if (width <= 0 || height <= 0) {
      return 0;
    }
    double shared = width * height;
    return shared / (area() + other.area() - shared);
  }

  /**
   * Non-maximum suppression: the detections, best first, without those that overlap a better one.
   *
   * @param maxOverlap overlap above which the weaker one is dropped
   */
  static List<Detection> suppress(List<Detection> detections, double maxOverlap) {
    List<Detection> kept = new ArrayList<>();
    detections.stream()
        .sorted(Comparator.comparingDouble(Detection::score).reversed())
        .forEach(
            detection -> {
              if (kept.stream().noneMatch(better -> better.overlap(detection) > maxOverlap)) {
                kept.add(detection);
              }
            });
    return kept;
  }
}
