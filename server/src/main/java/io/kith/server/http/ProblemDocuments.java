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
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes every error answer, Kith's own and the framework's, as a problem document (RFC 9457). */
@Singleton
@Primary
final class ProblemDocuments implements ErrorResponseProcessor<Problem> {

  private static final String PROPERTY = "Error decoding property [";
  private static final String UNKNOWN = "Unknown property [";
  private static final String ARGUMENT = "Failed to convert argument [";
  private static final String NO_BASE64 = "Failed to decode VALUE_STRING as base64";
  private static final List<String> TECHNICAL =
      List.of(" Note that", "(start marker", " at [Source");
  private static final String NOT_FINITE = "Non-standard token '";
  private static final String ENUMERATED = "due to: Expected one of [";
  private static final int MAX_DETAIL = 500;

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
    if (detail.startsWith("The content length [")) {
      return "the body is longer than micronaut.server.max-request-buffer-size allows; send less at once";
    }
    if (detail.contains("getMaxTokenCount")) {
      return "the JSON holds more than %d values; send less at once"
          .formatted(JsonLimits.MAX_VALUES);
    }
    String plain =
        unknown(detail)
            .or(() -> property(detail))
            .or(() -> argument(detail))
            .orElseGet(() -> untechnical(detail).replace("request.", ""))
            .strip();
    return plain.length() <= MAX_DETAIL ? plain : plain.substring(0, MAX_DETAIL) + "…";
  }

  private static Optional<String> unknown(String detail) {
    int begin = detail.lastIndexOf(UNKNOWN) + UNKNOWN.length();
    int end = detail.indexOf("] encountered", begin);
    return begin < UNKNOWN.length() || end < 0
        ? Optional.empty()
        : Optional.of(
            detail.substring(begin, end) + ": is not known here; leave it out, or mend its name");
  }

  /*
   * No regular expressions, which may take as long as they like for words that a client chooses. Of nested properties the
   * innermost is named.
   */
  private static Optional<String> property(String detail) {
    int begin = detail.lastIndexOf(PROPERTY) + PROPERTY.length();
    int end = detail.indexOf("] of type [", begin);
    int words = detail.indexOf("]: ", end);
    if (begin < PROPERTY.length() || end < 0 || words < 0) {
      return Optional.empty();
    }
    String declaration = detail.substring(begin, end);
    String name = declaration.substring(declaration.lastIndexOf(' ') + 1);
    String why = firstLine(detail.substring(words + "]: ".length()));
    return Optional.of(name + ": " + plainValue(why));
  }

  private static String plainValue(String why) {
    if (why.startsWith(NO_BASE64)) {
      return "is no base64";
    }
    if (why.startsWith(NOT_FINITE)) {
      return "NaN and infinities are no JSON; send finite numbers only";
    }
    int words = why.indexOf(ENUMERATED);
    return words < 0 ? why : "expected one of [" + why.substring(words + ENUMERATED.length());
  }

  private static Optional<String> argument(String detail) {
    int begin = detail.indexOf(ARGUMENT) + ARGUMENT.length();
    int end = detail.indexOf("] for value [", begin);
    int words = detail.lastIndexOf("] due to: ");
    if (begin < ARGUMENT.length() || end < 0 || words < end) {
      return Optional.empty();
    }
    String why = firstLine(detail.substring(words + "] due to: ".length()));
    return Optional.of(detail.substring(begin, end) + ": cannot be read: " + why);
  }

  private static String firstLine(String words) {
    return words.lines().findFirst().orElse("").strip();
  }

  private static String untechnical(String detail) {
    int end = detail.length();
    for (String marker : TECHNICAL) {
      int at = detail.indexOf(marker);
      end = at < 0 ? end : Math.min(end, at);
    }
    return detail.substring(0, end);
  }
}
