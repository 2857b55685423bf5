package io.kith.server.service;

import io.kith.config.LimitSettings;
import io.kith.config.ModelCard;
import io.kith.embedder.Embedder;
import io.kith.embedder.ImageRoom;
import io.kith.embedder.ModelException;
import io.kith.embedder.Models;
import io.kith.embedder.StageListener;
import io.kith.embedder.Subject;
import io.kith.index.Gallery;
import io.kith.index.GalleryModel;
import io.kith.server.api.GalleryRequest;
import io.kith.server.api.ProblemException;
import io.kith.server.api.ProblemKind;
import io.kith.server.api.Subjects;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The models in memory: each is loaded when first needed and kept. Thread-safe. */
@Singleton
final class Embedders {

  private static final Logger log = LoggerFactory.getLogger(Embedders.class);

  private final Models models;
  private final ImageRoom room;

  private final ConcurrentMap<String, Embedder> open = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, ModelCard> cards = new ConcurrentHashMap<>();

  Embedders(Models models, LimitSettings limits, StageListener stages) {
    this.models = models;
    this.room = new ImageRoom(limits, stages);
  }

  /**
   * The model of this name, loaded.
   *
   * @throws io.kith.embedder.ModelException when it is unknown, not installed or damaged
   */
  Embedder of(String model) {
    return open.computeIfAbsent(model, models::open);
  }

  /** What a gallery keeps of a model. */
  static GalleryModel model(Embedder embedder) {
    return new GalleryModel(embedder.card().name(), embedder.fingerprint(), embedder.dimension());
  }

  /** The model that a request names, or the one of requests that name none, loaded. */
  Embedder named(@Nullable String requested) {
    return of(requested == null ? GalleryRequest.DEFAULT_MODEL : requested);
  }

  /**
   * The model of a gallery, loaded.
   *
   * @throws ProblemException when the installed model is no longer the one that the gallery was
   *     made with
   */
  Embedder of(Gallery gallery) {
    GalleryModel model = gallery.model();
    Embedder embedder = of(gallery.name(), model.name());
    if (!embedder.fingerprint().equals(model.fingerprint())) {
      throw otherModel(gallery, embedder.fingerprint());
    }
    return embedder;
  }

  private Embedder of(String gallery, String model) {
    try {
      return of(model);
    } catch (ModelException e) {
      if (e.problem() != ModelException.Problem.UNKNOWN) {
        throw e;
      }
      throw ProblemKind.MODEL_NOT_FOUND.with(
          "gallery %s holds vectors of model %s, which is not known here; send vectors, not images"
              .formatted(gallery, model));
    }
  }

  /** The refusal of a vector that another model made. */
  static ProblemException otherModel(Gallery gallery, String fingerprint) {
    return ProblemKind.OTHER_MODEL.with(
        "gallery %s was made with model %s, fingerprint %s; the vector's model has fingerprint %s"
            .formatted(
                gallery.name(),
                gallery.model().name(),
                gallery.model().fingerprint(),
                fingerprint));
  }

  /**
   * The card of this name; empty when there is none, or when it cannot be read, which the log says.
   * A card once read is kept.
   */
  Optional<ModelCard> card(String model) {
    ModelCard known = cards.get(model);
    if (known != null) {
      return Optional.of(known);
    }
    try {
      ModelCard read = models.card(model);
      cards.put(model, read);
      return Optional.of(read);
    } catch (ModelException e) {
      if (e.problem() != ModelException.Problem.UNKNOWN) {
        log.warn("model {} cannot be used: {}", model, e.getMessage());
      }
      return Optional.empty();
    }
  }

  /** The subjects in an encoded image, most prominent first; at least one. */
  List<Subject> some(Embedder embedder, byte[] image) {
    List<Subject> subjects = embed(embedder, image);
    if (subjects.isEmpty()) {
      throw ProblemKind.NO_SUBJECT.with(
          "no subject was found in the image; send one in which it is larger, sharper or better lit");
    }
    return subjects;
  }

  /** The subjects in an encoded image, most prominent first; none when it shows none. */
  List<Subject> embed(Embedder embedder, byte[] image) {
    return room.decoded(image, embedder::embed);
  }

  /** A copy of an encoded image whose longer side has at most so many pixels, as a JPEG file. */
  byte[] thumbnail(byte[] image, int side) {
    return room.decoded(image, decoded -> decoded.thumbnail(side));
  }

  /** The one subject in an image, or with {@code largest} the largest of them. */
  Subject one(Embedder embedder, byte[] image, boolean largest) {
    List<Subject> subjects = some(embedder, image);
    if (subjects.size() > 1 && !largest) {
      throw ProblemKind.SEVERAL_SUBJECTS.with(
          subjects.size()
              + " subjects were found in the image; crop it to one, or set "
              + Subjects.SET_LARGEST);
    }
    return subjects.getFirst();
  }

  @PreDestroy
  void close() {
    open.values().forEach(Embedder::close);
  }
}
