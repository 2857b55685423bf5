package io.kith.server.http;

import io.kith.server.api.Problem;
import io.kith.server.service.Problems;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import jakarta.inject.Singleton;

/**
 * Answers what Kith's operations throw; the framework's own exceptions have more specific handlers.
 */
@Singleton
final class ProblemHandler implements ExceptionHandler<RuntimeException, HttpResponse<Problem>> {

  @Override
  @SuppressWarnings("rawtypes") // the interface's own signature
  public HttpResponse<Problem> handle(HttpRequest request, RuntimeException exception) {
    return ProblemDocuments.answer(Problems.of(exception), request);
  }
}
