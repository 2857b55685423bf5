package io.kith.server.api;

import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an enrolment did.
 *
 * @param identity the identity
 * @param templates one per subject, in the order of the request
 * @param warnings what an operator should look at, in words
 */
@Serdeable
public record EnrolAnswer(
    String identity, List<EnrolledTemplate> templates, List<String> warnings) {

  /**
   * One template of the answer.
   *
   * @param id its id
   * @param status {@code enrolled}, or {@code already enrolled} when this identity had this content
   *     before
   * @param contentHash hash of the image or vector
   * @param quality norm of the vector before it was normalised
   * @param created when it was enrolled
   * @param box where the subject was found; null for vectors, for whole-image models and for what
   *     was enrolled before
   * @param alsoEnrolledAs other identities that hold the same content
   * @param looksLike another identity, whom the gallery takes it for; null when there is none, when
   *     the two are known to be distinct, and for what was enrolled before
   */
  @Serdeable
  public record EnrolledTemplate(
      String id,
      String status,
      String contentHash,
      double quality,
      Instant created,
      @Nullable BoxView box,
      List<String> alsoEnrolledAs,
      @Nullable LookAlike looksLike) {}

  /**
   * Somebody else whom a template looks like.
   *
   * @param identity the identity
   * @param cosine best cosine to it, which reaches the gallery's threshold
   */
  @Serdeable
  public record LookAlike(String identity, double cosine) {}
}
