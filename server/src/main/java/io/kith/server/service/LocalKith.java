package io.kith.server.service;

import io.kith.embedder.DecodedImage;
import io.kith.embedder.Embedder;
import io.kith.embedder.ImageException;
import io.kith.embedder.Subject;
import io.kith.index.Condition;
import io.kith.index.ConditionFailedException;
import io.kith.index.Galleries;
import io.kith.index.Gallery;
import io.kith.index.Identity;
import io.kith.index.IdentityPage;
import io.kith.index.IdentityPatch;
import io.kith.index.IdentityWrite;
import io.kith.index.PurgeReport;
import io.kith.index.Threshold;
import io.kith.index.UnitVector;
import io.kith.index.Verification;
import io.kith.server.api.CalibrationList;
import io.kith.server.api.CalibrationRequest;
import io.kith.server.api.CalibrationView;
import io.kith.server.api.EmbedAnswer;
import io.kith.server.api.EmbedRequest;
import io.kith.server.api.EnrolAnswer;
import io.kith.server.api.EnrolRequest;
import io.kith.server.api.GalleryList;
import io.kith.server.api.GalleryRequest;
import io.kith.server.api.GalleryView;
import io.kith.server.api.IdentifyAnswer;
import io.kith.server.api.IdentifyRequest;
import io.kith.server.api.IdentityPageView;
import io.kith.server.api.IdentityRequest;
import io.kith.server.api.IdentityView;
import io.kith.server.api.Kith;
import io.kith.server.api.MergeRequest;
import io.kith.server.api.ModelView;
import io.kith.server.api.MoveRequest;
import io.kith.server.api.Problem;
import io.kith.server.api.ProblemException;
import io.kith.server.api.ProblemKind;
import io.kith.server.api.Progress;
import io.kith.server.api.PurgeView;
import io.kith.server.api.RebuildRequest;
import io.kith.server.api.RebuildView;
import io.kith.server.api.RollbackRequest;
import io.kith.server.api.ScoreRules;
import io.kith.server.api.TemplateView;
import io.kith.server.api.VerifyAnswer;
import io.kith.server.api.VerifyImagesRequest;
import io.kith.server.api.VerifyRequest;
import io.kith.server.api.Written;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Kith's operations on the store, index and models of this process. Thread-safe. */
@Singleton
public final class LocalKith implements Kith {

  private final Galleries galleries;
  private final Existing existing;
  private final GalleryCatalogue catalogue;
  private final Embedders embedders;
  private final Probes probes;
  private final Enrolment enrolment;
  private final Identifications identifications;
  private final Thresholds thresholds;
  private final Identities identities;
  private final Moves moves;
  private final Calibrations calibrations;
  private final Rebuilds rebuilds;
  private final Backups backups;
  private final StageTimers timers;

  LocalKith(
      Galleries galleries,
      Existing existing,
      GalleryCatalogue catalogue,
      Embedders embedders,
      Probes probes,
      Enrolment enrolment,
      Identifications identifications,
      Thresholds thresholds,
      Identities identities,
      Moves moves,
      Calibrations calibrations,
      Rebuilds rebuilds,
      Backups backups,
      StageTimers timers) {
    this.galleries = galleries;
    this.existing = existing;
    this.catalogue = catalogue;
    this.embedders = embedders;
    this.probes = probes;
    this.enrolment = enrolment;
    this.identifications = identifications;
    this.thresholds = thresholds;
    this.identities = identities;
    this.moves = moves;
    this.calibrations = calibrations;
    this.rebuilds = rebuilds;
    this.backups = backups;
    this.timers = timers;
  }

  /**
   * Loads the models of all galleries, so that the first request does not wait for them.
   *
   * @throws ProblemException when a gallery's model is missing, damaged, or another one now
   */
  public void loadModels() {
    catalogue.loadModels();
  }

  @Override
  public GalleryList galleries() {
    return galleries(_ -> true);
  }

  /** Those of some names. */
  public GalleryList galleries(Predicate<String> names) {
    return catalogue.list(names);
  }

  @Override
  public GalleryView gallery(String gallery) {
    return catalogue.view(existing.gallery(gallery));
  }

  @Override
  public Written<GalleryView> putGallery(String gallery, GalleryRequest request) {
    return catalogue.put(gallery, request);
  }

  @Override
  public void deleteGallery(String gallery) {
    catalogue.delete(gallery);
  }

  @Override
  public IdentityPageView identities(
      String gallery, @Nullable String prefix, @Nullable String cursor, int limit) {
    Gallery in = existing.gallery(gallery);
    IdentityPage page = in.identities(prefix, cursor, limit);
    return new IdentityPageView(
        page.identities().stream().map(it -> Views.summary(in, it)).toList(), page.next());
  }

  @Override
  public IdentityView identity(String gallery, String identity) {
    Gallery in = existing.gallery(gallery);
    Identity found = in.identity(identity).orElseThrow(() -> Existing.noIdentity(in, identity));
    return view(in, found);
  }

  /** Creates an identity under a generated id. */
  public IdentityView addIdentity(String gallery, IdentityRequest request) {
    Gallery in = existing.gallery(gallery);
    Map<String, Object> metadata = identities.metadata(request.metadata());
    return view(in, timers.store(gallery, () -> in.add(request.label(), metadata)));
  }

  @Override
  public Written<IdentityView> putIdentity(
      String gallery, String identity, IdentityRequest request) {
    return putIdentity(gallery, identity, request, Condition.NONE);
  }

  /** The same where a condition holds. */
  public Written<IdentityView> putIdentity(
      String gallery, String identity, IdentityRequest request, Condition condition) {
    Gallery in = existing.gallery(gallery);
    Map<String, Object> metadata = identities.metadata(request.metadata());
    IdentityWrite write =
        timers.store(gallery, () -> in.put(identity, request.label(), metadata, condition));
    return new Written<>(write instanceof IdentityWrite.Created, view(in, write.identity()));
  }

  /**
   * Changes label and metadata by a JSON merge patch (RFC 7396) of {@code {"label": .., "metadata":
   * {..}}}, where a condition holds.
   */
  public IdentityView patchIdentity(
      String gallery, String identity, Map<String, Object> patch, Condition condition) {
    Gallery in = existing.gallery(gallery);
    IdentityPatch checked = identities.patch(patch);
    Identity patched =
        timers
            .store(gallery, () -> in.patch(identity, checked, condition, identities::checkSize))
            .orElseThrow(() -> Existing.noIdentity(in, identity));
    return view(in, patched);
  }

  @Override
  public void deleteIdentity(String gallery, String identity) {
    deleteIdentity(gallery, identity, Condition.NONE);
  }

  @Override
  public boolean deleteIdentity(String gallery, String identity, String version) {
    Gallery in = existing.gallery(gallery);
    Condition condition = new Condition.Version(Set.of(version));
    try {
      return timers.store(gallery, () -> in.delete(identity, condition));
    } catch (ConditionFailedException _) {
      return false;
    }
  }

  /** The same where a condition holds. */
  public void deleteIdentity(String gallery, String identity, Condition condition) {
    Gallery in = existing.gallery(gallery);
    if (!timers.store(gallery, () -> in.delete(identity, condition))) {
      throw Existing.noIdentity(in, identity);
    }
  }

  @Override
  public IdentityView move(String gallery, String identity, MoveRequest request) {
    Gallery in = existing.gallery(gallery);
    return view(in, timers.store(gallery, () -> moves.move(in, identity, request)));
  }

  @Override
  public IdentityView merge(String gallery, String identity, MergeRequest request) {
    Gallery in = existing.gallery(gallery);
    return view(in, timers.store(gallery, () -> moves.merge(in, identity, request)));
  }

  @Override
  public EnrolAnswer enrol(String gallery, String identity, EnrolRequest request) {
    return enrolment.enrol(existing.gallery(gallery), identity, request);
  }

  /** One template. */
  public TemplateView template(String gallery, String identity, String template) {
    Gallery in = existing.gallery(gallery);
    return Views.template(in, Existing.template(in, identity, template));
  }

  /**
   * The image that a template was made from.
   *
   * @param side pixels of its longer side, at most, as a JPEG file; null for the file as it was
   *     enrolled
   * @throws ProblemException when there is no such template, or its image is not kept
   */
  public ImageFile image(String gallery, String identity, String template, @Nullable Integer side) {
    Gallery in = existing.gallery(gallery);
    byte[] image =
        in.image(Existing.template(in, identity, template).contentHash())
            .orElseThrow(
                () ->
                    ProblemKind.IMAGE_NOT_FOUND.with(
                        "the image of template %s is not kept; set keepImages of gallery %s, and enrol it again"
                            .formatted(template, gallery)));
    return side == null
        ? new ImageFile(DecodedImage.mediaType(image), image)
        : new ImageFile("image/jpeg", embedders.thumbnail(image, side));
  }

  /** Deletes one template. */
  public void deleteTemplate(String gallery, String identity, String template) {
    Gallery in = existing.gallery(gallery);
    if (!timers.store(gallery, () -> in.deleteTemplate(identity, template))) {
      throw Existing.noTemplate(in, identity, template);
    }
  }

  @Override
  public CalibrationView calibrate(String gallery, CalibrationRequest request, Progress progress) {
    return calibrations.calibrate(existing.gallery(gallery), request, progress);
  }

  /**
   * Calibrates as it was last done where enough has changed since; empty when too little has, or
   * its cohort is lost.
   */
  public Optional<CalibrationView> recalibrate(String gallery, Progress progress) {
    return calibrations.recalibrate(existing.gallery(gallery), progress);
  }

  @Override
  public CalibrationList calibrations(String gallery) {
    return calibrations.list(existing.gallery(gallery));
  }

  /** One calibration with its curve and its suspects. */
  public CalibrationView calibration(String gallery, String calibration) {
    return calibrations.get(existing.gallery(gallery), calibration);
  }

  @Override
  public PurgeView purge(Progress progress) {
    PurgeReport report = galleries.purge(progress::at);
    return new PurgeView(report.galleries(), report.storeBytesBefore(), report.storeBytesAfter());
  }

  @Override
  public void backup(OutputStream to) {
    try (Backup backup = backups.begin()) {
      for (var piece = backup.next(); piece.isPresent(); piece = backup.next()) {
        to.write(piece.get());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public ScoreRules scoreRules(String gallery) {
    return calibrations.scoreRules(existing.gallery(gallery));
  }

  @Override
  public RebuildView rebuild(String gallery, RebuildRequest request, Progress progress) {
    return rebuild(gallery, request, _ -> Optional.empty(), progress);
  }

  /**
   * The same with images that the gallery does not keep.
   *
   * @param files images by their SHA-256
   */
  public RebuildView rebuild(
      String gallery,
      RebuildRequest request,
      Function<String, Optional<byte[]>> files,
      Progress progress) {
    return rebuilds.rebuild(existing.gallery(gallery), request, files, progress);
  }

  /**
   * Checks that a rebuild can be begun.
   *
   * @throws ProblemException when there is no such gallery, or it cannot be rebuilt so
   */
  public void checkRebuild(String gallery, RebuildRequest request) {
    rebuilds.check(existing.gallery(gallery), request);
  }

  @Override
  public RebuildView rollback(String gallery, RollbackRequest request, Progress progress) {
    return rebuilds.rollback(
        existing.gallery(gallery), Boolean.TRUE.equals(request.leaveBehind()), progress);
  }

  /** Whether a rollback goes back to another model, which may take as long as embedding does. */
  public boolean rollbackEmbeds(String gallery) {
    return existing.gallery(gallery).upkeep().previousModel().isPresent();
  }

  /**
   * Whether a search in a gallery may wait for more than a core: what it does not know is kept,
   * which takes as long as a write does, or the gallery's model is about to change.
   */
  public boolean searchesMayWait(String gallery) {
    Gallery in = existing.gallery(gallery);
    return in.inbox().keep().isPresent() || in.changesModel();
  }

  @Override
  public IdentifyAnswer identify(String name, IdentifyRequest request) {
    return identifications.identify(existing.gallery(name), request);
  }

  /** Says whether an image or a vector shows the identity that it is claimed to show. */
  public VerifyAnswer verify(String name, VerifyRequest request) {
    Gallery gallery = existing.gallery(name);
    return gallery.steadily(() -> verify(gallery, request));
  }

  private VerifyAnswer verify(Gallery gallery, VerifyRequest request) {
    String identity = request.identity();
    if (identity == null) {
      throw ProblemKind.INVALID_REQUEST.with("identity: is missing; name the identity claimed");
    }
    Threshold threshold = thresholds.verification(request.threshold(), gallery.model().name());
    Probes.Probe probe =
        probes.one(
            gallery, request.image(), request.vector(), request.fingerprint(), request.subjects());
    Verification verification =
        timers
            .search(gallery.name(), () -> gallery.verify(probe.vector(), identity))
            .orElseThrow(() -> Existing.noIdentity(gallery, identity));
    return switch (verification) {
      case Verification.Comparison(double cosine, String template) ->
          answer(cosine, threshold, template, Views.model(gallery.model()));
      case Verification.NoTemplates() ->
          throw ProblemKind.NO_TEMPLATES.with(
              "identity %s has no templates to compare with; enrol an image of it"
                  .formatted(identity));
    };
  }

  @Override
  public VerifyAnswer verify(VerifyImagesRequest request) {
    if (request.a() == null || request.b() == null) {
      throw ProblemKind.INVALID_REQUEST.with("send two images, a and b");
    }
    Embedder embedder = embedders.named(request.model());
    Threshold threshold = thresholds.verification(request.threshold(), embedder.card().name());
    boolean largest = Probes.largest(request.subjects());
    Subject a = side("a", embedder, request.a(), largest);
    Subject b = side("b", embedder, request.b(), largest);
    double cosine =
        UnitVector.of(a.embedding().vector()).cosine(UnitVector.of(b.embedding().vector()));
    return answer(cosine, threshold, null, Views.model(embedder));
  }

  /* What is wrong with an image is said of the one. */
  private Subject side(String name, Embedder embedder, byte[] image, boolean largest) {
    try {
      return embedders.one(embedder, image, largest);
    } catch (ProblemException | ImageException e) {
      Problem problem = Problems.of(e);
      throw new ProblemException(problem.saying("%s: %s".formatted(name, problem.reason())));
    }
  }

  @Override
  public EmbedAnswer embed(EmbedRequest request) {
    if (request.image() == null) {
      throw ProblemKind.INVALID_REQUEST.with("image: is missing; send one");
    }
    Embedder embedder = embedders.named(request.model());
    return new EmbedAnswer(
        embedders.embed(embedder, request.image()).stream().map(Views::subject).toList(),
        Views.model(embedder));
  }

  /**
   * Does nothing.
   *
   * @throws ProblemException when there is no such gallery
   */
  public void checkGallery(String gallery) {
    var _ = existing.gallery(gallery);
  }

  private static IdentityView view(Gallery gallery, Identity identity) {
    return Views.identity(gallery, identity);
  }

  private static VerifyAnswer answer(
      double cosine, Threshold threshold, @Nullable String template, ModelView model) {
    return new VerifyAnswer(
        cosine >= threshold.cosine(),
        cosine,
        threshold.cosine(),
        Views.source(threshold.source()),
        template,
        model);
  }
}
