package io.kith.server.api;

import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The embeddings of the subjects in an image.
 *
 * @param subjects most prominent first
 * @param model the model
 */
@Serdeable
public record EmbedAnswer(List<SubjectView> subjects, ModelView model) {

  /**
   * One subject.
   *
   * @param box where it is; null for whole-image models
   * @param score the detector's score in [0, 1]
   * @param quality norm of the vector before it was normalised
   * @param vector embedding, shape [dimension], L2 norm 1
   */
  @Serdeable
  @SuppressWarnings("ArrayRecordComponent") // read once, never compared
  public record SubjectView(@Nullable BoxView box, double score, double quality, float[] vector) {}
}
