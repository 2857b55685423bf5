package io.kith.server.demo;

import io.kith.server.api.CalibrationList;
import io.kith.server.api.CalibrationRequest;
import io.kith.server.api.CalibrationView;
import io.kith.server.api.EmbedAnswer;
import io.kith.server.api.EmbedRequest;
import io.kith.server.api.EnrolAnswer;
import io.kith.server.api.EnrolAnswer.EnrolledTemplate;
import io.kith.server.api.EnrolRequest;
import io.kith.server.api.GalleryList;
import io.kith.server.api.GalleryRequest;
import io.kith.server.api.GalleryView;
import io.kith.server.api.IdentifyAnswer;
import io.kith.server.api.IdentifyAnswer.CandidateView;
import io.kith.server.api.IdentifyAnswer.Result;
import io.kith.server.api.IdentifyAnswer.SearchView;
import io.kith.server.api.IdentifyRequest;
import io.kith.server.api.IdentityPageView;
import io.kith.server.api.IdentityRequest;
import io.kith.server.api.IdentitySummary;
import io.kith.server.api.IdentityView;
import io.kith.server.api.Kith;
import io.kith.server.api.MergeRequest;
import io.kith.server.api.ModelView;
import io.kith.server.api.MoveRequest;
import io.kith.server.api.ProblemKind;
import io.kith.server.api.Progress;
import io.kith.server.api.PurgeView;
import io.kith.server.api.RebuildRequest;
import io.kith.server.api.RebuildView;
import io.kith.server.api.RollbackRequest;
import io.kith.server.api.ScoreRules;
import io.kith.server.api.VerifyAnswer;
import io.kith.server.api.VerifyImagesRequest;
import io.kith.server.api.Written;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.apache.lucene.util.VectorUtil;
import org.jspecify.annotations.Nullable;

/**
 * The part of Kith that a demo needs, with one gallery and no model: an embedding is the image's
 * darkness in 12 x 12 cells. Not thread-safe.
 */
final class FakeKith implements Kith {

  private static final int CELLS = 12;
  private static final ModelView MODEL = new ModelView("glyphs", "fake", CELLS * CELLS);

  private record Template(String id, String identity, byte[] image) {}

  private final double threshold;
  private boolean seesSubjects = true;
  private final List<Template> templates = new ArrayList<>();
  private final Map<String, GalleryRequest> galleries = new LinkedHashMap<>();
  private final Map<String, IdentityRequest> identities = new LinkedHashMap<>();

  FakeKith(double threshold) {
    this.threshold = threshold;
  }

  /** From now on it finds no subject in what it is to identify. */
  void lookAway() {
    seesSubjects = false;
  }

  /** Encoded images enrolled under an identity. */
  List<byte[]> enrolled(String identity) {
    return templates.stream()
        .filter(it -> it.identity().equals(identity))
        .map(Template::image)
        .toList();
  }

  /** Model that a gallery was made for. */
  @Nullable String model(String gallery) {
    return Objects.requireNonNull(galleries.get(gallery)).model();
  }

  @Override
  public void deleteGallery(String gallery) {
    if (galleries.remove(gallery) == null) {
      throw ProblemKind.GALLERY_NOT_FOUND.with(gallery);
    }
    templates.clear();
    identities.clear();
  }

  @Override
  public Written<GalleryView> putGallery(String gallery, GalleryRequest request) {
    galleries.put(gallery, request);
    return new Written<>(
        true,
        new GalleryView(
            gallery,
            MODEL,
            threshold,
            "gallery",
            null,
            null,
            null,
            false,
            0,
            0,
            0,
            "auto",
            "scan",
            null,
            Instant.EPOCH));
  }

  @Override
  public Written<IdentityView> putIdentity(
      String gallery, String identity, IdentityRequest request) {
    identities.put(identity, request);
    return new Written<>(
        true,
        new IdentityView(
            identity, request.label(), Map.of(), List.of(), Instant.EPOCH, Instant.EPOCH, "1"));
  }

  @Override
  public EnrolAnswer enrol(String gallery, String identity, EnrolRequest request) {
    List<EnrolledTemplate> added = new ArrayList<>();
    for (byte[] image : Objects.requireNonNull(request.images())) {
      String id = "t" + templates.size();
      templates.add(new Template(id, identity, image));
      added.add(new EnrolledTemplate(id, "enrolled", id, 1, Instant.EPOCH, null, List.of(), null));
    }
    return new EnrolAnswer(identity, added, List.of());
  }

  @Override
  public IdentifyAnswer identify(String gallery, IdentifyRequest request) {
    float[] probe = embedding(Objects.requireNonNull(request.image()));
    Optional<CandidateView> best =
        templates.stream()
            .map(
                it ->
                    new CandidateView(
                        it.identity(),
                        it.identity(),
                        VectorUtil.dotProduct(probe, embedding(it.image())),
                        it.id()))
            .max(Comparator.comparingDouble(CandidateView::cosine));
    String known =
        best.filter(it -> it.cosine() >= threshold).map(CandidateView::identity).orElse(null);
    Result result =
        new Result(
            null,
            known == null ? "unknown" : "known",
            known,
            known,
            best.map(CandidateView::cosine).orElse(null),
            threshold,
            "gallery",
            null,
            null,
            null,
            best.stream().toList(),
            new SearchView("scan", true, 1, 1));
    return new IdentifyAnswer(seesSubjects ? List.of(result) : List.of(), MODEL, 1);
  }

  private static float[] embedding(byte[] encoded) {
    BufferedImage cells = new BufferedImage(CELLS, CELLS, BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D graphics = cells.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.drawImage(decode(encoded), 0, 0, CELLS, CELLS, null);
    graphics.dispose();
    float[] darkness = new float[CELLS * CELLS];
    for (int i = 0; i < darkness.length; i++) {
      darkness[i] = 256 - cells.getRaster().getSample(i % CELLS, i / CELLS, 0);
    }
    return VectorUtil.l2normalize(darkness);
  }

  private static BufferedImage decode(byte[] encoded) {
    try {
      return Objects.requireNonNull(ImageIO.read(new ByteArrayInputStream(encoded)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public CalibrationView calibrate(String gallery, CalibrationRequest request, Progress progress) {
    throw new UnsupportedOperationException();
  }

  @Override
  public IdentityView move(String gallery, String identity, MoveRequest request) {
    throw new UnsupportedOperationException();
  }

  @Override
  public IdentityView merge(String gallery, String identity, MergeRequest request) {
    throw new UnsupportedOperationException();
  }

  @Override
  public PurgeView purge(Progress progress) {
    throw new UnsupportedOperationException();
  }

  @Override
  public RebuildView rebuild(String gallery, RebuildRequest request, Progress progress) {
    throw new UnsupportedOperationException();
  }

  @Override
  public RebuildView rollback(String gallery, RollbackRequest request, Progress progress) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void backup(OutputStream to) {
    throw new UnsupportedOperationException();
  }

  @Override
  public ScoreRules scoreRules(String gallery) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CalibrationList calibrations(String gallery) {
    throw new UnsupportedOperationException();
  }

  @Override
  public GalleryList galleries() {
    throw new UnsupportedOperationException();
  }

  @Override
  public GalleryView gallery(String gallery) {
    throw new UnsupportedOperationException();
  }

  @Override
  public IdentityPageView identities(
      String gallery, @Nullable String prefix, @Nullable String cursor, int limit) {
    if (!galleries.containsKey(gallery)) {
      throw ProblemKind.GALLERY_NOT_FOUND.with(gallery);
    }
    return new IdentityPageView(
        identities.entrySet().stream()
            .map(it -> summary(it.getKey(), it.getValue().metadata()))
            .toList(),
        null);
  }

  private IdentitySummary summary(String identity, @Nullable Map<String, Object> metadata) {
    return new IdentitySummary(
        identity,
        identity,
        metadata == null ? Map.of() : metadata,
        enrolled(identity).size(),
        null,
        Instant.EPOCH,
        Instant.EPOCH);
  }

  @Override
  public IdentityView identity(String gallery, String identity) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void deleteIdentity(String gallery, String identity) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean deleteIdentity(String gallery, String identity, String version) {
    throw new UnsupportedOperationException();
  }

  @Override
  public VerifyAnswer verify(VerifyImagesRequest request) {
    throw new UnsupportedOperationException();
  }

  @Override
  public EmbedAnswer embed(EmbedRequest request) {
    throw new UnsupportedOperationException();
  }
}
