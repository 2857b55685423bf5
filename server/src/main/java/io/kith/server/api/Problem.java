package io.kith.server.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.serde.annotation.Serdeable;
import org.jspecify.annotations.Nullable;

/**
 * Why a request was not met, as RFC 9457 writes it ({@code application/problem+json}).
 *
 * @param type kind of problem, {@code urn:kith:problem:...}; stable, for programs
 * @param title the kind in words
 * @param status HTTP status code
 * @param detail what is wrong with this request and what to change
 * @param instance path of the request
 * @param trace id under which the log has what else is known of the request
 */
@Serdeable
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(
    String type,
    String title,
    int status,
    @Nullable String detail,
    @Nullable String instance,
    @Nullable String trace) {

  /** Why, in one line for a person. */
  public String reason() {
    return detail == null ? title : detail;
  }

  /** The same of a request for this path under this trace. */
  public Problem of(String path, String trace) {
    return new Problem(type, title, status, detail, path, trace);
  }

  /** The same of a request under this trace. */
  public Problem under(@Nullable String trace) {
    return new Problem(type, title, status, detail, instance, trace);
  }

  /** The same in other words. */
  public Problem saying(String words) {
    return new Problem(type, title, status, words, instance, trace);
  }
}
