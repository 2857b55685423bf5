package io.kith.server.service;

import io.kith.config.LimitSettings;
import io.kith.embedder.Embedder;
import io.kith.embedder.Subject;
import io.kith.index.ContentHash;
import io.kith.index.EnrolOutcome;
import io.kith.index.Filter;
import io.kith.index.Gallery;
import io.kith.index.HeldImages;
import io.kith.index.Identification;
import io.kith.index.NewTemplate;
import io.kith.index.Template;
import io.kith.index.Threshold;
import io.kith.index.UnitVector;
import io.kith.server.api.BoxView;
import io.kith.server.api.EnrolAnswer;
import io.kith.server.api.EnrolAnswer.EnrolledTemplate;
import io.kith.server.api.EnrolAnswer.LookAlike;
import io.kith.server.api.EnrolRequest;
import io.kith.server.api.Problem;
import io.kith.server.api.ProblemException;
import io.kith.server.api.ProblemKind;
import io.kith.server.api.Subjects;
import io.kith.server.service.Probes.Probe;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Enrolment: each image or vector of a request becomes a template of one identity, all of them or
 * none.
 *
 * <p>What the identity already holds, by content hash, is not embedded again: repeating an
 * enrolment is cheap and changes nothing. Thread-safe.
 */
@Singleton
final class Enrolment {

  private final Embedders embedders;
  private final Probes probes;
  private final Thresholds thresholds;
  private final LimitSettings limits;
  private final StageTimers timers;

  Enrolment(
      Embedders embedders,
      Probes probes,
      Thresholds thresholds,
      LimitSettings limits,
      StageTimers timers) {
    this.embedders = embedders;
    this.probes = probes;
    this.thresholds = thresholds;
    this.limits = limits;
    this.timers = timers;
  }

  /** One subject of a request: a template to write, or one that is there already. */
  private sealed interface Sample {
    record New(NewTemplate template, @Nullable BoxView box) implements Sample {}

    record Old(Template template) implements Sample {}
  }

  EnrolAnswer enrol(Gallery gallery, String identity, EnrolRequest request) {
    return gallery.steadily(() -> enrolSteadily(gallery, identity, request));
  }

  private EnrolAnswer enrolSteadily(Gallery gallery, String identity, EnrolRequest request) {
    if (gallery.identity(identity).isEmpty()) {
      throw Existing.noIdentity(gallery, identity);
    }
    List<Sample> samples = samples(gallery, identity, request);
    List<NewTemplate> fresh = new ArrayList<>();
    for (Sample sample : samples) {
      if (sample instanceof Sample.New(NewTemplate template, var _)) {
        fresh.add(template);
      }
    }
    List<Optional<LookAlike>> lookAlikes = lookAlikes(gallery, identity, fresh);
    try (HeldImages _ = gallery.hold(orOne(request.images(), request.image()))) {
      List<EnrolOutcome> outcomes =
          fresh.isEmpty()
              ? List.of()
              : timers
                  .store(gallery.name(), () -> gallery.enrol(identity, fresh))
                  .orElseThrow(() -> Existing.noIdentity(gallery, identity));
      return answer(identity, samples, outcomes, lookAlikes);
    }
  }

  /* Whom each would have been taken for, had it been a probe. */
  private List<Optional<LookAlike>> lookAlikes(
      Gallery gallery, String identity, List<NewTemplate> fresh) {
    Optional<Threshold> threshold = thresholds.of(gallery);
    if (threshold.isEmpty()) {
      return fresh.stream().map(_ -> Optional.<LookAlike>empty()).toList();
    }
    List<UnitVector> vectors = fresh.stream().map(NewTemplate::vector).toList();
    return gallery.identifyAll(vectors, 2, threshold.get(), Filter.none()).stream()
        .map(found -> lookAlike(gallery, identity, found))
        .toList();
  }

  private static Optional<LookAlike> lookAlike(
      Gallery gallery, String identity, Identification found) {
    return found.candidates().stream()
        .filter(other -> !other.identity().equals(identity))
        .filter(other -> other.cosine() >= found.threshold().cosine())
        .findFirst()
        .filter(other -> !gallery.feedback().areDistinct(identity, other.identity()))
        .map(other -> new LookAlike(other.identity(), other.cosine()));
  }

  private List<Sample> samples(Gallery gallery, String identity, EnrolRequest request) {
    List<byte[]> images = orOne(request.images(), request.image());
    List<float[]> vectors = orOne(request.vectors(), request.vector());
    int count = images.size() + vectors.size();
    if (count == 0) {
      throw ProblemKind.INVALID_REQUEST.with("nothing to enrol; send at least one image or vector");
    }
    if (count > limits.maxImagesPerRequest()) {
      throw ProblemKind.TOO_LARGE.with(
          "%d images and vectors in one request; send at most %d"
              .formatted(count, limits.maxImagesPerRequest()));
    }
    Map<String, Template> enrolled =
        gallery.templates(identity).stream()
            .collect(Collectors.toMap(Template::contentHash, Function.identity(), (a, _) -> a));
    List<Sample> samples = new ArrayList<>();
    Subjects subjects = Subjects.of(request.subjects());
    for (int i = 0; i < images.size(); i++) {
      try {
        samples.addAll(image(gallery, images.get(i), subjects, enrolled));
      } catch (RuntimeException e) {
        throw images.size() == 1 ? e : inImage(i, e);
      }
    }
    for (float[] vector : vectors) {
      samples.add(new Sample.New(template(gallery, Probe.of(vector), request.fingerprint()), null));
    }
    return samples;
  }

  private List<Sample> image(
      Gallery gallery, byte[] image, Subjects subjects, Map<String, Template> enrolled) {
    Embedder embedder = embedders.of(gallery);
    Template before = enrolled.get(ContentHash.of(image, 0));
    if (before != null && subjects != Subjects.ALL) {
      return List.of(new Sample.Old(before));
    }
    List<Subject> found =
        subjects == Subjects.ALL
            ? embedders.some(embedder, image)
            : List.of(embedders.one(embedder, image, subjects == Subjects.LARGEST));
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < found.size(); i++) {
      Probe probe = Probe.of(found.get(i));
      samples.add(
          new Sample.New(
              probe.template(embedder.fingerprint(), ContentHash.of(image, i)), probe.box()));
    }
    return samples;
  }

  /** The template of one sample: of an image that shows one subject, or of a vector. */
  NewTemplate template(
      Gallery gallery,
      byte @Nullable [] image,
      float @Nullable [] vector,
      @Nullable String fingerprint,
      @Nullable String subjects) {
    Probe probe = probes.one(gallery, image, vector, null, subjects);
    return image == null
        ? template(gallery, probe, fingerprint)
        : probe.template(gallery.model().fingerprint(), ContentHash.of(image, 0));
  }

  /* Of a vector; whether its model is the gallery's, the gallery checks. */
  private static NewTemplate template(Gallery gallery, Probe probe, @Nullable String fingerprint) {
    return probe.template(
        fingerprint == null ? gallery.model().fingerprint() : fingerprint, probe.contentHash());
  }

  private static ProblemException inImage(int position, RuntimeException cause) {
    Problem problem = Problems.of(cause);
    return new ProblemException(
        problem.saying(
            "image %d of the request: %s; nothing was enrolled"
                .formatted(position + 1, problem.reason())));
  }

  private static EnrolAnswer answer(
      String identity,
      List<Sample> samples,
      List<EnrolOutcome> outcomes,
      List<Optional<LookAlike>> lookAlikes) {
    List<EnrolledTemplate> templates = new ArrayList<>();
    List<String> warnings = new ArrayList<>();
    var written = outcomes.iterator();
    var alike = lookAlikes.iterator();
    for (Sample sample : samples) {
      EnrolledTemplate template =
          switch (sample) {
            case Sample.Old(Template old) -> view(old, "already enrolled", null, List.of(), null);
            case Sample.New(var _, BoxView box) -> {
              @Nullable LookAlike other = alike.next().orElse(null);
              yield switch (written.next()) {
                case EnrolOutcome.Enrolled(Template it, List<String> others) ->
                    view(it, "enrolled", box, others, other);
                case EnrolOutcome.AlreadyEnrolled(Template it) ->
                    view(it, "already enrolled", box, List.of(), null);
              };
            }
          };
      templates.add(template);
      if (!template.alsoEnrolledAs().isEmpty()) {
        warnings.add(
            "the same content is enrolled as %s too; if they are not the same subject, delete one"
                .formatted(String.join(", ", template.alsoEnrolledAs())));
      } else if (template.looksLike() != null) {
        warnings.add(
            String.format(
                Locale.ROOT,
                "it looks like %s too (cosine %.2f); if they are the same subject, merge them",
                template.looksLike().identity(),
                template.looksLike().cosine()));
      }
    }
    return new EnrolAnswer(identity, templates, warnings);
  }

  private static EnrolledTemplate view(
      Template template,
      String status,
      @Nullable BoxView box,
      List<String> others,
      @Nullable LookAlike looksLike) {
    return new EnrolledTemplate(
        template.id(),
        status,
        template.contentHash(),
        template.quality(),
        template.created(),
        box,
        others,
        looksLike);
  }

  private static <T> List<T> orOne(@Nullable List<T> several, @Nullable T one) {
    List<T> all = new ArrayList<>(several == null ? List.of() : several);
    if (all.contains(null)) {
      throw ProblemKind.INVALID_REQUEST.with("a list holds null; send images and vectors only");
    }
    Optional.ofNullable(one).ifPresent(all::add);
    return all;
  }
}
