package io.kith.server.http;

import io.kith.server.api.Problem;
import io.kith.server.api.Scope;
import io.swagger.v3.oas.annotations.headers.Header;
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
 * that any route may answer with; {@link MayAnswer} has the others.
 */
@ApiResponse(
    responseCode = "400",
    description = "The request is not valid; the detail says what to change",
    content =
        @Content(mediaType = MayAnswer.PROBLEM, schema = @Schema(implementation = Problem.class)))
@ApiResponse(
    responseCode = "401",
    description = "A valid key is needed",
    content =
        @Content(mediaType = MayAnswer.PROBLEM, schema = @Schema(implementation = Problem.class)))
@ApiResponse(
    responseCode = "403",
    description = "The key does not allow this, or the request comes from a page of another origin",
    content =
        @Content(mediaType = MayAnswer.PROBLEM, schema = @Schema(implementation = Problem.class)))
@ApiResponse(
    responseCode = "429",
    description = "The key makes too many requests",
    headers =
        @Header(
            name = "Retry-After",
            description = "Seconds to wait",
            schema = @Schema(implementation = Integer.class)),
    content =
        @Content(mediaType = MayAnswer.PROBLEM, schema = @Schema(implementation = Problem.class)))
@ApiResponse(
    responseCode = "500",
    description = "Kith failed; its log says more, under the problem's trace",
    content =
        @Content(mediaType = MayAnswer.PROBLEM, schema = @Schema(implementation = Problem.class)))
@ApiResponse(
    responseCode = "503",
    description = "Kith cannot do it now; where it has too much to do, it says when to ask again",
    headers =
        @Header(
            name = "Retry-After",
            description = "Seconds to wait",
            schema = @Schema(implementation = Integer.class)),
    content =
        @Content(mediaType = MayAnswer.PROBLEM, schema = @Schema(implementation = Problem.class)))
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
