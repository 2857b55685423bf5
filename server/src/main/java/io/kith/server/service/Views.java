package io.kith.server.service;

import io.kith.embedder.Box;
import io.kith.embedder.Embedder;
import io.kith.embedder.Subject;
import io.kith.index.Agreement;
import io.kith.index.Candidate;
import io.kith.index.Gallery;
import io.kith.index.GalleryModel;
import io.kith.index.Identification;
import io.kith.index.Identity;
import io.kith.index.SearchReport;
import io.kith.index.Template;
import io.kith.index.Threshold;
import io.kith.server.api.AgreementView;
import io.kith.server.api.BoxView;
import io.kith.server.api.EmbedAnswer.SubjectView;
import io.kith.server.api.IdentifyAnswer.CandidateView;
import io.kith.server.api.IdentifyAnswer.Result;
import io.kith.server.api.IdentifyAnswer.SearchView;
import io.kith.server.api.IdentitySummary;
import io.kith.server.api.IdentityView;
import io.kith.server.api.ModelView;
import io.kith.server.api.TemplateView;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.DoubleFunction;
import org.jspecify.annotations.Nullable;

/** The values of embedder and index as the API writes them. */
final class Views {

  private Views() {}

  static ModelView model(GalleryModel model) {
    return new ModelView(model.name(), model.fingerprint(), model.dimension());
  }

  static ModelView model(Embedder embedder) {
    return new ModelView(embedder.card().name(), embedder.fingerprint(), embedder.dimension());
  }

  static @Nullable BoxView box(@Nullable Box box) {
    return box == null ? null : new BoxView(box.x(), box.y(), box.width(), box.height());
  }

  static SubjectView subject(Subject subject) {
    return new SubjectView(
        box(subject.box()),
        subject.score(),
        subject.embedding().norm(),
        subject.embedding().vector());
  }

  static TemplateView template(Gallery gallery, Template template) {
    return new TemplateView(
        template.id(),
        template.contentHash(),
        template.quality(),
        template.created(),
        gallery.hasImage(template.contentHash()));
  }

  static IdentityView identity(Gallery gallery, Identity identity) {
    return new IdentityView(
        identity.id(),
        identity.label(),
        identity.metadata(),
        gallery.templates(identity.id()).stream().map(it -> template(gallery, it)).toList(),
        identity.created(),
        identity.updated(),
        identity.version());
  }

  static IdentitySummary summary(Gallery gallery, Identity identity) {
    return new IdentitySummary(
        identity.id(),
        identity.label(),
        identity.metadata(),
        identity.templates(),
        gallery.keepsImages() ? withImage(gallery, identity) : null,
        identity.created(),
        identity.updated());
  }

  private static @Nullable String withImage(Gallery gallery, Identity identity) {
    return gallery.templates(identity.id()).stream()
        .filter(it -> gallery.hasImage(it.contentHash()))
        .findFirst()
        .map(Template::id)
        .orElse(null);
  }

  static String source(Threshold.Source source) {
    return switch (source) {
      case REQUEST -> "request";
      case GALLERY -> "gallery";
      case CALIBRATION -> "calibration";
      case MODEL_CARD -> "model card";
    };
  }

  /**
   * @param fpir share of non-mated searches that reach a cosine, where it is known
   */
  static Result result(
      @Nullable BoxView box, Identification identification, DoubleFunction<OptionalDouble> fpir) {
    List<Candidate> candidates = identification.candidates();
    @Nullable Candidate best = candidates.isEmpty() ? null : candidates.getFirst();
    @Nullable Candidate known =
        switch (identification) {
          case Identification.Known _ -> best;
          case Identification.Unknown _ -> null;
        };
    OptionalDouble gap = identification.gap();
    return new Result(
        box,
        known == null ? "unknown" : "known",
        known == null ? null : known.identity(),
        known == null ? null : known.label(),
        best == null ? null : (Double) best.cosine(),
        identification.threshold().cosine(),
        source(identification.threshold().source()),
        identification.threshold().calibration(),
        best == null ? null : boxed(fpir.apply(best.cosine())),
        boxed(gap),
        candidates.stream().map(Views::candidate).toList(),
        search(identification.search()));
  }

  private static SearchView search(SearchReport report) {
    String structure =
        switch (report.structure()) {
          case GRAPH -> "graph";
          case SCAN -> "scan";
        };
    return new SearchView(structure, report.exact(), report.compared(), report.measured());
  }

  static @Nullable Double boxed(OptionalDouble value) {
    return value.isPresent() ? (Double) value.getAsDouble() : null;
  }

  private static CandidateView candidate(Candidate candidate) {
    return new CandidateView(
        candidate.identity(), candidate.label(), candidate.cosine(), candidate.template());
  }

  static AgreementView agreement(Agreement measured) {
    return new AgreementView(
        measured.searches(), measured.right(), measured.asksForRebuild(), measured.measured());
  }
}
