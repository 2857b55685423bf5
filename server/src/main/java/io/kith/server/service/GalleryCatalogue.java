package io.kith.server.service;

import io.kith.embedder.ModelException;
import io.kith.index.Calibration;
import io.kith.index.Galleries;
import io.kith.index.Gallery;
import io.kith.index.GalleryInfo;
import io.kith.index.GalleryModel;
import io.kith.index.GalleryWrite;
import io.kith.index.Threshold;
import io.kith.index.ThresholdRule;
import io.kith.server.api.GalleryList;
import io.kith.server.api.GalleryRequest;
import io.kith.server.api.GalleryView;
import io.kith.server.api.ProblemException;
import io.kith.server.api.ProblemKind;
import io.kith.server.api.Written;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Galleries as such: makes, changes, shows and deletes them. Thread-safe. */
@Singleton
final class GalleryCatalogue {

  /* Begins the fingerprint of a model that runs elsewhere. */
  private static final String EXTERNAL = "external:";

  private final Galleries galleries;
  private final Embedders embedders;
  private final Thresholds thresholds;
  private final GalleryMetrics metrics;

  GalleryCatalogue(
      Galleries galleries, Embedders embedders, Thresholds thresholds, GalleryMetrics metrics) {
    this.galleries = galleries;
    this.embedders = embedders;
    this.thresholds = thresholds;
    this.metrics = metrics;
  }

  /**
   * Loads the models of all galleries, so that the first request does not wait for them.
   *
   * @throws ProblemException when a gallery's model is missing, damaged, or another one now
   */
  void loadModels() {
    for (Gallery gallery : galleries.list()) {
      if (gallery.model().fingerprint().startsWith(EXTERNAL)) {
        continue;
      }
      try {
        embedders.of(gallery);
      } catch (ModelException e) {
        throw ProblemKind.UNAVAILABLE.with(
            "gallery %s: %s".formatted(gallery.name(), e.getMessage()));
      } catch (ProblemException e) {
        throw e.is(ProblemKind.MODEL_NOT_FOUND)
            ? ProblemKind.MODEL_NOT_FOUND.with(
                "gallery %s: there is no model %s; put its folder back into the home's models"
                    .formatted(gallery.name(), gallery.model().name()))
            : e;
      }
    }
  }

  GalleryList list(Predicate<String> names) {
    return new GalleryList(
        galleries.list().stream()
            .filter(gallery -> names.test(gallery.name()))
            .map(this::view)
            .toList());
  }

  Written<GalleryView> put(String name, GalleryRequest request) {
    // Galleries first, then the gallery, as in a deletion, which waits for a change of the model.
    synchronized (galleries) {
      Optional<Gallery> before = galleries.find(name);
      return before.isPresent()
          ? before.get().steadily(() -> put(name, before, request))
          : put(name, before, request);
    }
  }

  /* What the request does not say stays as it is: nobody may change it meanwhile. */
  private Written<GalleryView> put(String name, Optional<Gallery> before, GalleryRequest request) {
    GalleryModel model = modelOf(before, request);
    return switch (galleries.put(name, model, rule(before, request), request.keepImages())) {
      case GalleryWrite.Created(Gallery gallery) -> new Written<>(true, view(gallery));
      case GalleryWrite.Updated(Gallery gallery) -> new Written<>(false, view(gallery));
      case GalleryWrite.OtherModel(GalleryModel existing) ->
          throw ProblemKind.OTHER_MODEL.with(
              existing.fingerprint().equals(model.fingerprint())
                  ? "gallery %s takes vectors of %d values, not of %d; choose another gallery"
                      .formatted(name, existing.dimension(), model.dimension())
                  : "gallery %s has model %s (fingerprint %s), not %s (fingerprint %s); choose another gallery, or move it by a rebuild with that model"
                      .formatted(
                          name,
                          existing.name(),
                          existing.fingerprint(),
                          model.name(),
                          model.fingerprint()));
    };
  }

  void delete(String gallery) {
    if (!galleries.delete(gallery)) {
      throw Existing.noGallery(gallery);
    }
    metrics.forgetDeleted();
  }

  GalleryView view(Gallery gallery) {
    GalleryInfo info = gallery.info();
    Optional<Threshold> threshold = thresholds.of(gallery);
    return new GalleryView(
        info.name(),
        Views.model(info.model()),
        threshold.map(Threshold::cosine).orElse(null),
        threshold.map(it -> Views.source(it.source())).orElse(null),
        Views.boxed(gallery.targetFpir()),
        threshold.map(it -> Views.boxed(gallery.calibrations().fpir(it.cosine()))).orElse(null),
        gallery.calibrations().latest().map(Calibration::id).orElse(null),
        info.keepsImages(),
        info.identities(),
        info.templates(),
        info.generation(),
        info.structure(),
        info.walked() ? "graph" : "scan",
        gallery.upkeep().agreement().map(Views::agreement).orElse(null),
        info.created());
  }

  private static ThresholdRule rule(Optional<Gallery> before, GalleryRequest request) {
    Thresholds.checkNotBoth(request.threshold(), request.targetFpir());
    if (request.threshold() != null) {
      return new ThresholdRule.Fixed(request.threshold());
    }
    return request.targetFpir() == null
        ? before.map(Gallery::rule).orElseGet(ThresholdRule.Usual::new)
        : new ThresholdRule.Target(Thresholds.checked(request.targetFpir()));
  }

  /* An existing gallery keeps its model unless the request names another, which put then refuses with both names. */
  private GalleryModel modelOf(Optional<Gallery> existing, GalleryRequest request) {
    if (existing.isPresent()) {
      GalleryModel model = existing.get().model();
      boolean sameName = request.model() == null || request.model().equals(model.name());
      boolean sameDimension =
          request.dimension() == null || request.dimension() == model.dimension();
      if (sameName && sameDimension) {
        return model;
      }
    }
    if (request.dimension() != null) {
      return external(request.model(), request.dimension());
    }
    return Embedders.model(embedders.named(request.model()));
  }

  private GalleryModel external(@Nullable String model, int dimension) {
    if (model == null) {
      throw ProblemKind.INVALID_REQUEST.with(
          "model: is missing; name the model that makes the vectors of dimension " + dimension);
    }
    if (!model.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}")) {
      throw ProblemKind.INVALID_REQUEST.with(
          "model: use 1 to 64 letters, digits, dots, hyphens and underscores, a letter or digit first");
    }
    if (embedders.card(model).isPresent()) {
      throw ProblemKind.INVALID_REQUEST.with(
          "dimension: leave it out for model %s, which runs here; it is for models that run elsewhere"
              .formatted(model));
    }
    return new GalleryModel(model, EXTERNAL + model, dimension);
  }
}
