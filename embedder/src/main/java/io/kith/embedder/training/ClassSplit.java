package io.kith.embedder.training;

import io.kith.embedder.training.TrainingImages.ImageClass;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Classes to train on and classes held out to validate; no class is in both, so that validation
 * says how the model does on classes it never saw.
 */
record ClassSplit(List<ImageClass> training, List<ImageClass> validation) {

  private static final int LEAST_TRAINING = 2;
  private static final int LEAST_VALIDATION = 4;

  ClassSplit {
    training = List.copyOf(training);
    validation = List.copyOf(validation);
  }

  /**
   * Holds out a share of the classes, at random but with whole groups where there are several.
   *
   * @param share of the classes that have two images or more, 0 to hold out none
   * @throws TrainingException when there are too few classes
   */
  static ClassSplit of(TrainingImages images, double share, long seed) {
    Map<String, List<ImageClass>> units = new LinkedHashMap<>();
    boolean grouped = images.classes().stream().map(ImageClass::group).distinct().count() > 1;
    for (ImageClass each : images.classes()) {
      units.computeIfAbsent(grouped ? each.group() : each.name(), _ -> new ArrayList<>()).add(each);
    }
    List<List<ImageClass>> shuffled = new ArrayList<>(units.values());
    Collections.shuffle(shuffled, new Random(seed));
    List<ImageClass> training = new ArrayList<>();
    List<ImageClass> validation = new ArrayList<>();
    double wanted = share * images.classes().size();
    if (share > 0) {
      wanted = Math.max(wanted, LEAST_VALIDATION);
    }
    for (List<ImageClass> unit : shuffled) {
      boolean held =
          validation.size() < wanted && unit.stream().anyMatch(each -> each.files().size() > 1);
      (held ? validation : training).addAll(unit);
    }
    if (training.size() < LEAST_TRAINING || (share > 0 && validation.size() < LEAST_VALIDATION)) {
      throw new TrainingException(
          "there are %d classes of images; training needs at least %d, and %d more of two images or more that are held out to validate"
              .formatted(images.classes().size(), LEAST_TRAINING, LEAST_VALIDATION));
    }
    training.sort(Comparator.comparing(ImageClass::name));
    validation.sort(Comparator.comparing(ImageClass::name));
    return new ClassSplit(training, validation);
  }
}
