package io.kith.embedder.training;

import io.kith.config.LimitSettings;
import io.kith.embedder.DecodedImage;
import io.kith.embedder.ImageException;
import io.kith.embedder.SubjectInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Reads the subjects of images, and says which images are left out and why. Thread-safe. */
final class SubjectReader {

  private final SubjectInput input;
  private final LimitSettings limits;
  private final Consumer<String> remarks;
  private final BooleanSupplier stopped;
  private final AtomicInteger crowded = new AtomicInteger();

  /**
   * @param remarks told of images that are left out
   * @param stopped asked before each image; true ends the reading
   */
  SubjectReader(
      SubjectInput input, LimitSettings limits, Consumer<String> remarks, BooleanSupplier stopped) {
    this.input = input;
    this.limits = limits;
    this.remarks = remarks;
    this.stopped = stopped;
  }

  /** Number of values of a subject. */
  int size() {
    return input.size();
  }

  /**
   * The most prominent subject of an image, {@code [channels, height, width]}; empty when the image
   * cannot be used.
   *
   * @throws TrainingException when the reading is stopped
   */
  Optional<float[]> read(Path image) {
    if (stopped.getAsBoolean()) {
      throw new TrainingException("stopped while images were read; no model was installed");
    }
    try {
      DecodedImage decoded = DecodedImage.decode(Files.readAllBytes(image), limits);
      Optional<SubjectInput.Cut> cut = input.cut(decoded);
      if (cut.isEmpty()) {
        remarks.accept("%s is left out: it shows no subject".formatted(image));
      }
      cut.filter(it -> it.subjects() > 1).ifPresent(_ -> crowded.incrementAndGet());
      return cut.map(SubjectInput.Cut::values);
    } catch (ImageException | IOException e) {
      remarks.accept("%s is left out: %s".formatted(image, e.getMessage()));
      return Optional.empty();
    }
  }

  /** Says of how many images the most prominent of several subjects was taken. */
  void remarkCrowded(String images) {
    if (crowded.get() > 0) {
      remarks.accept(
          "images %s that show several subjects: %d; of each the largest and most central one is taken"
              .formatted(images, crowded.get()));
    }
  }
}
