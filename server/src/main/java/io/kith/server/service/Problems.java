package io.kith.server.service;

import io.kith.embedder.ImageException;
import io.kith.embedder.ModelException;
import io.kith.index.ConditionFailedException;
import io.kith.index.IndexException;
import io.kith.index.InvalidCursorException;
import io.kith.index.InvalidNameException;
import io.kith.index.InvalidVectorException;
import io.kith.index.ModelMismatchException;
import io.kith.server.api.Problem;
import io.kith.server.api.ProblemException;
import io.kith.server.api.ProblemKind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Turns the exceptions of all parts into problems: the one place that decides what a client is
 * told.
 */
public final class Problems {

  private static final Logger log = LoggerFactory.getLogger(Problems.class);

  /** Under which the log's context (MDC) has the trace of the request that is worked on. */
  public static final String TRACE = "trace";

  private Problems() {}

  /**
   * The problem that an exception stands for, under the trace of the request that is worked on; an
   * unexpected one is logged and told as an internal error.
   */
  public static Problem of(Throwable thrown) {
    Problem problem = problem(thrown);
    return problem.trace() == null ? problem.under(MDC.get(TRACE)) : problem;
  }

  private static Problem problem(Throwable thrown) {
    return switch (thrown) {
      case ProblemException e -> e.problem();
      case ImageException e -> kind(e).problem(e.getMessage());
      case ModelException e -> kind(e).problem(e.getMessage());
      case InvalidVectorException e -> ProblemKind.INVALID_VECTOR.problem(e.getMessage());
      case ConditionFailedException e -> ProblemKind.CONDITION_FAILED.problem(e.getMessage());
      case InvalidNameException e -> ProblemKind.INVALID_REQUEST.problem(e.getMessage());
      case InvalidCursorException e -> ProblemKind.INVALID_REQUEST.problem(e.getMessage());
      case ModelMismatchException e -> ProblemKind.OTHER_MODEL.problem(e.getMessage());
      case IndexException e -> of(e);
      default -> internal(thrown);
    };
  }

  private static ProblemKind kind(ImageException e) {
    return switch (e.problem()) {
      case EMPTY -> ProblemKind.INVALID_REQUEST;
      case UNSUPPORTED, ANIMATED -> ProblemKind.UNSUPPORTED_IMAGE;
      case CORRUPT, TOO_SMALL -> ProblemKind.UNREADABLE_IMAGE;
      case TOO_LARGE -> ProblemKind.TOO_LARGE;
    };
  }

  private static ProblemKind kind(ModelException e) {
    return switch (e.problem()) {
      case UNKNOWN -> ProblemKind.MODEL_NOT_FOUND;
      case NOT_INSTALLED -> ProblemKind.MODEL_NOT_INSTALLED;
      case NOT_TRAINABLE -> ProblemKind.INVALID_REQUEST;
      case WRONG_HASH, BAD_CARD, INSTALL_FAILED, ENGINE_FAILED, INTERRUPTED ->
          ProblemKind.UNAVAILABLE;
    };
  }

  private static Problem of(IndexException e) {
    return switch (e.problem()) {
      case STORAGE_FULL -> ProblemKind.STORAGE_FULL.problem(e.getMessage());
      case READ_ONLY, LOCKED, NEWER_SCHEMA, CLOSED, CORRUPT, CORRUPT_INDEX ->
          ProblemKind.UNAVAILABLE.problem(e.getMessage());
      case BUSY -> ProblemKind.BUSY.problem(e.getMessage());
      case NO_PREVIOUS -> ProblemKind.NO_PREVIOUS_GENERATION.problem(e.getMessage());
      case GONE -> ProblemKind.GALLERY_NOT_FOUND.problem(e.getMessage());
      case FAILED -> internal(e);
    };
  }

  private static Problem internal(Throwable thrown) {
    log.error("unexpected failure", thrown);
    return ProblemKind.INTERNAL.problem("an unexpected failure; the log of Kith has the details");
  }
}
