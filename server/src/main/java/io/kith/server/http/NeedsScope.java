package io.kith.server.http;

import io.kith.server.api.Problem;
import io.kith.server.api.Scope;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a route of the API needs of the key that it is called with. A route with a path variable
 * {@code gallery} needs it for that gallery, any other for all galleries. Once there are keys, a
 * route without this annotation answers nobody. In the API's document it also brings the problems
 * that each route may answer with.
 */
@ApiResponse(
    responseCode = "4XX",
    description = "What is wrong with the request, and what to change",
    content =
        @Content(
            mediaType = "application/problem+json",
            schema = @Schema(implementation = Problem.class)))
@ApiResponse(
    responseCode = "5XX",
    description =
        "Kith cannot do it now (503, often with Retry-After), is full (507) or failed (500)",
    content =
        @Content(
            mediaType = "application/problem+json",
            schema = @Schema(implementation = Problem.class)))
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface NeedsScope {

  /** One of these is enough; {@link Scope#ADMIN} always is. */
  Scope[] value();

  /**
   * For a route without path variable {@code gallery}: whether a key for some galleries may call it
   * too. Its method must then see to it that the key learns and changes nothing of others.
   */
  boolean someGallery() default false;
}
