package io.kith.embedder.training;

import io.kith.embedder.training.TrainingImages.ImageClass;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;

/**
 * Classes to train on and classes held out to validate; no class is in both, so that validation
 * says how the model does on classes it never saw.
 *
 * @param remarks what the user should know of
 */
record ClassSplit(List<ImageClass> training, List<ImageClass> validation, List<String> remarks) {

  private static final int LEAST_TRAINING = 2;

  /** Least number of classes of two images or more that can validate. */
  static final int LEAST_VALIDATION = 4;

  /** Most classes held out in whole groups, as a multiple of those wanted. */
  private static final int MOST_OF_WANTED = 2;

  ClassSplit {
    training = List.copyOf(training);
    validation = List.copyOf(validation);
    remarks = List.copyOf(remarks);
  }

  /**
   * Holds out a share of the classes, at random: whole groups where there are several and that
   * comes near the share, else classes of all groups.
   *
   * @param share of the classes, 0 to hold out none; held out are such of two images or more
   * @throws TrainingException when there are too few classes
   */
  static ClassSplit of(TrainingImages images, double share, long seed) {
    List<ImageClass> classes = images.classes();
    long groups = classes.stream().map(ImageClass::group).distinct().count();
    double wanted = share > 0 ? Math.max(share * classes.size(), LEAST_VALIDATION) : 0;
    List<String> remarks = new ArrayList<>();
    classes.stream()
        .filter(each -> !validates(each))
        .map(each -> each.name() + " has one image: it is trained on, but cannot validate")
        .forEach(remarks::add);
    if (groups > 1) {
      ClassSplit whole = split(classes, ImageClass::group, wanted, seed, remarks);
      if (whole.suffices(share) && whole.validation().size() <= MOST_OF_WANTED * wanted) {
        return whole;
      }
      remarks.add(
          "classes are held out of all %d groups: whole groups would be %d of %d classes, where %.0f are wanted"
              .formatted(groups, whole.validation().size(), classes.size(), Math.ceil(wanted)));
    }
    ClassSplit split = split(classes, ImageClass::name, wanted, seed, remarks);
    if (!split.suffices(share)) {
      throw new TrainingException(
          "classes of images: %d%s, of two images or more: %d; training needs at least %d classes, and %d more of two images or more that are held out to validate"
              .formatted(
                  classes.size(),
                  groups > 1 ? " in %d groups".formatted(groups) : "",
                  classes.stream().filter(ClassSplit::validates).count(),
                  LEAST_TRAINING,
                  LEAST_VALIDATION));
    }
    return split;
  }

  private static ClassSplit split(
      List<ImageClass> classes,
      Function<ImageClass, String> unit,
      double wanted,
      long seed,
      List<String> remarks) {
    Map<String, List<ImageClass>> units = new LinkedHashMap<>();
    for (ImageClass each : classes) {
      units.computeIfAbsent(unit.apply(each), _ -> new ArrayList<>()).add(each);
    }
    List<List<ImageClass>> shuffled = new ArrayList<>(units.values());
    Collections.shuffle(shuffled, new Random(seed));
    List<ImageClass> training = new ArrayList<>();
    List<ImageClass> validation = new ArrayList<>();
    for (List<ImageClass> each : shuffled) {
      boolean held = validation.size() < wanted && each.stream().anyMatch(ClassSplit::validates);
      (held ? validation : training).addAll(each);
    }
    training.sort(Comparator.comparing(ImageClass::name));
    validation.sort(Comparator.comparing(ImageClass::name));
    return new ClassSplit(training, validation, remarks);
  }

  private boolean suffices(double share) {
    return training.size() >= LEAST_TRAINING
        && (share == 0
            || validation.stream().filter(ClassSplit::validates).count() >= LEAST_VALIDATION);
  }

  private static boolean validates(ImageClass each) {
    return each.files().size() > 1;
  }
}
