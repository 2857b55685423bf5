package io.kith.it;

import io.kith.index.evaluation.Cosines;
import io.kith.index.evaluation.Searches;
import io.kith.index.evaluation.Searches.Mated;
import io.kith.server.api.GalleryRequest;
import io.kith.server.api.IdentifyAnswer.Result;
import io.kith.server.api.IdentifyRequest;
import io.kith.server.api.Kith;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Open-set identification on photographs, through Kith from JPEG bytes to decision: some people are
 * enrolled with one image each, their other images are the mated searches, images of others the
 * non-mated ones.
 */
public final class IdentificationProtocol {

  private static final String GALLERY = "identification";
  private static final int THREADS = Runtime.getRuntime().availableProcessors();

  private final Kith kith;
  private final Lfw lfw;
  private final String model;

  /** On these photographs, in a gallery of a model that is made for it. */
  public IdentificationProtocol(Kith kith, Lfw lfw, String model) {
    this.kith = kith;
    this.lfw = lfw;
    this.model = model;
  }

  /**
   * What came out.
   *
   * @param enrolled people enrolled, N
   * @param refused people whose image was refused at enrolment; they are not among {@code enrolled}
   * @param searches all searches; one whose image shows no face returns nobody
   */
  public record Figures(int enrolled, int refused, Searches searches) {

    /** DIR = 1 - FNIR(N, 1, T) at the threshold T that gives a FPIR of 1 %. */
    public double dirAtFpir1() {
      return 1 - searches.atFpir(0.01).missed();
    }
  }

  private record Search(String person, @Nullable String found, double cosine) {

    Mated mated() {
      return new Mated(person.equals(found) ? 1 : Mated.NOT_RETURNED, cosine);
    }
  }

  private record Photo(String person, String image) {}

  /**
   * Runs it.
   *
   * @param people number of people to enrol, of those with two images or more
   * @param strangers number of images of others
   * @param seed chooses the people, the image enrolled and the strangers
   */
  public Figures run(int people, int strangers, long seed) {
    Random random = new Random(seed);
    List<Map.Entry<String, List<String>>> several =
        new ArrayList<>(
            lfw.people().entrySet().stream().filter(it -> it.getValue().size() > 1).toList());
    Collections.shuffle(several, random);
    List<Photo> enrolments = new ArrayList<>();
    List<Photo> mated = new ArrayList<>();
    for (var person : several.subList(0, people)) {
      List<String> images = new ArrayList<>(person.getValue());
      Collections.shuffle(images, random);
      enrolments.add(new Photo(person.getKey(), images.getFirst()));
      images.stream().skip(1).forEach(image -> mated.add(new Photo(person.getKey(), image)));
    }
    List<Photo> others = new ArrayList<>();
    List<String> names = enrolments.stream().map(Photo::person).toList();
    lfw.people()
        .forEach(
            (person, images) -> {
              if (!names.contains(person)) {
                images.forEach(image -> others.add(new Photo(person, image)));
              }
            });
    Collections.shuffle(others, random);
    return run(enrolments, mated, others.subList(0, strangers));
  }

  private Figures run(List<Photo> enrolments, List<Photo> mated, List<Photo> strangers) {
    kith.putGallery(GALLERY, GalleryRequest.ofModel(model));
    List<Boolean> enrolled = Parallel.map(enrolments, THREADS, this::enrol);
    int refused = Collections.frequency(enrolled, false);
    List<Mated> matedSearches = Parallel.map(mated, THREADS, photo -> search(photo).mated());
    double[] nonMated =
        Parallel.map(strangers, THREADS, this::search).stream()
            .mapToDouble(Search::cosine)
            .toArray();
    return new Figures(
        enrolments.size() - refused, refused, new Searches(matedSearches, Cosines.of(nonMated)));
  }

  private boolean enrol(Photo photo) {
    return Enrolments.enrol(kith, GALLERY, photo.person(), lfw.image(photo.image()));
  }

  private Search search(Photo photo) {
    byte[] image = lfw.image(photo.image());
    List<Result> results = kith.identify(GALLERY, IdentifyRequest.ofImage(image, 1)).results();
    Optional<Result> subject = results.stream().min(Comparator.comparingDouble(Lfw::offCentre));
    if (subject.isEmpty() || subject.get().candidates().isEmpty()) {
      return new Search(photo.person(), null, -1);
    }
    var best = subject.get().candidates().getFirst();
    return new Search(photo.person(), best.identity(), best.cosine());
  }
}
