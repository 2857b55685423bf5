package io.kith.server.http;

import io.kith.embedder.ModelException;
import io.kith.index.IndexException;
import io.kith.server.api.Problem;
import io.kith.server.service.Problems;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers what Kith's operations throw, and notes in the log what an operator can mend; the
 * framework's own exceptions have more specific handlers. Thread-safe.
 */
@Singleton
final class ProblemHandler implements ExceptionHandler<RuntimeException, HttpResponse<Problem>> {

  private static final Logger log = LoggerFactory.getLogger(ProblemHandler.class);

  /* While a fault lasts each request meets it. */
  private static final Duration BETWEEN_NOTES = Duration.ofMinutes(1);

  private final ConcurrentMap<Enum<?>, Long> noted = new ConcurrentHashMap<>();

  @Override
  @SuppressWarnings("rawtypes") // the interface's own signature
  public HttpResponse<Problem> handle(HttpRequest request, RuntimeException exception) {
    fault(exception)
        .filter(this::isNews)
        .ifPresent(_ -> log.warn("requests are refused: {}", exception.getMessage(), exception));
    return ProblemDocuments.answer(Problems.of(exception), request);
  }

  private static Optional<Enum<?>> fault(RuntimeException thrown) {
    return switch (thrown) {
      case IndexException e ->
          switch (e.problem()) {
            case STORAGE_FULL, READ_ONLY, CORRUPT, CORRUPT_INDEX -> Optional.of(e.problem());
            default -> Optional.empty();
          };
      case ModelException e ->
          switch (e.problem()) {
            case WRONG_HASH, BAD_CARD, INSTALL_FAILED, ENGINE_FAILED -> Optional.of(e.problem());
            default -> Optional.empty();
          };
      default -> Optional.empty();
    };
  }

  private boolean isNews(Enum<?> fault) {
    long now = System.nanoTime();
    Long before = noted.get(fault);
    if (before != null && now - before < BETWEEN_NOTES.toNanos()) {
      return false;
    }
    noted.put(fault, now);
    return true;
  }
}
