package io.kith.server.service;

import io.kith.config.ModelCard;
import io.kith.embedder.Models;
import io.kith.server.api.ModelList;
import io.kith.server.api.ModelSummary;
import org.jspecify.annotations.Nullable;

/** Models as the API shows them. */
public final class ModelViews {

  private ModelViews() {}

  /** All models. */
  public static ModelList all(Models models) {
    return new ModelList(models.cards().stream().map(card -> summary(models, card)).toList());
  }

  /** One model. */
  public static ModelSummary summary(Models models, ModelCard card) {
    return new ModelSummary(
        card.name(),
        models.installed(card.name()),
        card.dimension(),
        input(card),
        card.summary(),
        card.licence(),
        origin(card.source()),
        card.threshold(),
        card.verificationThreshold(),
        card.thresholdSource());
  }

  private static String input(ModelCard card) {
    if (card.detection() != null) {
      return "subjects";
    }
    return switch (card.embedding().frame()) {
      case DRAWING -> "drawing";
      case IMAGE -> "image";
    };
  }

  private static String origin(ModelCard.@Nullable Source source) {
    return source == null ? "its own files" : source.npm() + "@" + source.version();
  }
}
