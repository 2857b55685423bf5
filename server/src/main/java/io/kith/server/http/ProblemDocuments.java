package io.kith.server.http;

import io.kith.server.api.Problem;
import io.kith.server.api.ProblemKind;
import io.micronaut.context.annotation.Primary;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.response.Error;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes every error answer, Kith's own and the framework's, as a problem document (RFC 9457). */
@Singleton
@Primary
final class ProblemDocuments implements ErrorResponseProcessor<Problem> {

  /* Greedy, so that of nested properties the innermost is named. */
  private static final Pattern PROPERTY =
      Pattern.compile(
          ".*Error decoding property \\[.*?(\\w+)] of type \\[.*?]: ([^\\n]*)", Pattern.DOTALL);

  private static final Pattern ARGUMENT =
      Pattern.compile("Failed to convert argument \\[(\\w+)] for value \\[.*?] due to: ([^\\n]*)");
  private static final Pattern TECHNICAL =
      Pattern.compile("( Note that|\\s*\\(start marker|\\s+at \\[Source)[\\s\\S]*");

  /** Seconds after which a client may try again what is refused for too much to do. */
  static final String RETRY_SECONDS = "1";

  /** Content type of problems. */
  static final MediaType PROBLEM_JSON = MediaType.of("application/problem+json");

  private static final Set<String> LATER =
      Set.of(
          ProblemKind.OVERLOADED.problem(null).type(),
          ProblemKind.TOO_MANY_REQUESTS.problem(null).type());

  @Override
  public MutableHttpResponse<Problem> processResponse(
      ErrorContext context, MutableHttpResponse<?> response) {
    String detail =
        context.getErrors().stream().map(Error::getMessage).collect(Collectors.joining("; "));
    Problem problem = problem(HttpStatus.valueOf(response.code()), plain(detail));
    return write(problem, context.getRequest(), response);
  }

  /** An answer that carries the problem. */
  static MutableHttpResponse<Problem> answer(Problem problem, HttpRequest<?> request) {
    MutableHttpResponse<Problem> response =
        HttpResponse.status(HttpStatus.valueOf(problem.status()));
    if (problem.status() == HttpStatus.UNAUTHORIZED.getCode()) {
      response.header(HttpHeaders.WWW_AUTHENTICATE, challenge(request));
    }
    if (LATER.contains(problem.type())) {
      response.header(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
    }
    return write(problem, request, response);
  }

  /* RFC 6750: no error is named where no key was sent. */
  private static String challenge(HttpRequest<?> request) {
    boolean sent = request.getHeaders().contains(HttpHeaders.AUTHORIZATION);
    return "Bearer realm=\"kith\"" + (sent ? ", error=\"invalid_token\"" : "");
  }

  private static MutableHttpResponse<Problem> write(
      Problem problem, HttpRequest<?> request, MutableHttpResponse<?> response) {
    return response
        .body(problem.of(request.getUri().getRawPath(), Trace.of(request)))
        .contentType(PROBLEM_JSON);
  }

  private static Problem problem(HttpStatus status, String detail) {
    return switch (status) {
      case BAD_REQUEST -> ProblemKind.INVALID_REQUEST.problem(detail);
      case REQUEST_ENTITY_TOO_LARGE -> ProblemKind.TOO_LARGE.problem(detail);
      default ->
          status.getCode() >= 500
              ? ProblemKind.INTERNAL.problem(
                  "an unexpected failure; the log of Kith has the details")
              : new Problem(
                  "urn:kith:problem:" + status.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                  status.getReason(),
                  status.getCode(),
                  detail,
                  null,
                  null);
    };
  }

  /* The framework's words name its own types and options; a client needs the key and what is wrong with it. */
  static String plain(String detail) {
    if (detail.startsWith("Required Body")) {
      return "the body is missing; send one";
    }
    if (detail.startsWith("Page Not Found")) {
      return "there is nothing at this path; in ids, percent-encode all but letters, digits and - . _ ~";
    }
    if (detail.startsWith("More than 1 route")) {
      return "set Content-Type to application/json or to multipart/form-data";
    }
    Matcher property = PROPERTY.matcher(detail);
    if (property.find()) {
      return "%s: %s".formatted(property.group(1), property.group(2).strip());
    }
    Matcher argument = ARGUMENT.matcher(detail);
    if (argument.find()) {
      return "%s: cannot be read: %s".formatted(argument.group(1), argument.group(2).strip());
    }
    return TECHNICAL.matcher(detail).replaceFirst("").replace("request.", "").strip();
  }
}
