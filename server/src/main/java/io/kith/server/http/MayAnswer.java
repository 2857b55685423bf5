package io.kith.server.http;

import io.kith.server.api.IdentityView;
import io.kith.server.api.JobView;
import io.kith.server.api.Problem;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What several routes answer alike, for the API's document. What any route may answer comes with
 * {@link NeedsScope}.
 */
final class MayAnswer {

  /** Media type of problems. */
  static final String PROBLEM = "application/problem+json";

  private MayAnswer() {}

  /** That what the path or the body names is not there. */
  @ApiResponse(
      responseCode = "404",
      description = "What the request names is not there",
      content =
          @Content(
              mediaType = PROBLEM,
              schema = @Schema(implementation = Problem.class),
              examples =
                  @ExampleObject(
                      name = "gallery",
                      value =
                          """
                          {"type": "urn:kith:problem:gallery-not-found",
                           "title": "There is no such gallery", "status": 404,
                           "detail": "gallery faces does not exist; create it first: kith galleries create faces, or PUT /v1/galleries/faces",
                           "instance": "/v1/galleries/faces/identify",
                           "trace": "0af7651916cd43dd8448eb211c80319c"}
                          """)))
  @Retention(RetentionPolicy.RUNTIME)
  @Target({ElementType.TYPE, ElementType.METHOD})
  @interface NotFound {}

  /** That something else has to be done first. */
  @ApiResponse(
      responseCode = "409",
      description = "It does not go together with how things are; the detail says what to do first",
      content = @Content(mediaType = PROBLEM, schema = @Schema(implementation = Problem.class)))
  @Retention(RetentionPolicy.RUNTIME)
  @Target({ElementType.TYPE, ElementType.METHOD})
  @interface Conflict {}

  /** That a condition of the request does not hold. */
  @ApiResponse(
      responseCode = "412",
      description = "The identity is not as If-Match or If-None-Match expects",
      content = @Content(mediaType = PROBLEM, schema = @Schema(implementation = Problem.class)))
  @Retention(RetentionPolicy.RUNTIME)
  @Target({ElementType.TYPE, ElementType.METHOD})
  @interface ConditionFailed {}

  /** That the body is not one that can be taken. */
  @ApiResponse(
      responseCode = "413",
      description = "The body, or an image in it, is too large",
      content = @Content(mediaType = PROBLEM, schema = @Schema(implementation = Problem.class)))
  @ApiResponse(
      responseCode = "415",
      description = "The body, or an image in it, is of a type that is not read",
      content = @Content(mediaType = PROBLEM, schema = @Schema(implementation = Problem.class)))
  @Retention(RetentionPolicy.RUNTIME)
  @Target({ElementType.TYPE, ElementType.METHOD})
  @interface BadBody {}

  /** That the request can be read, and cannot be met. */
  @ApiResponse(
      responseCode = "422",
      description =
          "The image is broken, or shows none or too many; or the Idempotency-Key was another request's",
      content = @Content(mediaType = PROBLEM, schema = @Schema(implementation = Problem.class)))
  @Retention(RetentionPolicy.RUNTIME)
  @Target({ElementType.TYPE, ElementType.METHOD})
  @interface Unprocessable {}

  /** That there is no room for a change. */
  @ApiResponse(
      responseCode = "507",
      description =
          "The disk is full; nothing was changed, or it was and is found once there is room",
      content = @Content(mediaType = PROBLEM, schema = @Schema(implementation = Problem.class)))
  @Retention(RetentionPolicy.RUNTIME)
  @Target({ElementType.TYPE, ElementType.METHOD})
  @interface StorageFull {}

  /** An identity with its tag. */
  @ApiResponse(
      responseCode = "200",
      description = "The identity as it is now",
      headers =
          @Header(
              name = "ETag",
              description = "Its version",
              schema = @Schema(implementation = String.class)),
      content =
          @Content(
              mediaType = "application/json",
              schema = @Schema(implementation = IdentityView.class)))
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.METHOD)
  @interface Identity {}

  /** An identity that is new, with its tag, and its address where the request did not say it. */
  @ApiResponse(
      responseCode = "201",
      description = "It is new",
      headers = {
        @Header(
            name = "ETag",
            description = "Its version",
            schema = @Schema(implementation = String.class)),
        @Header(
            name = "Location",
            description = "Its address, where its id was generated",
            schema = @Schema(implementation = String.class))
      },
      content =
          @Content(
              mediaType = "application/json",
              schema = @Schema(implementation = IdentityView.class)))
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.METHOD)
  @interface NewIdentity {}

  /** A job that does it, and its address. */
  @ApiResponse(
      responseCode = "202",
      description = "The job that does it; its result is what came of it",
      headers =
          @Header(
              name = "Location",
              description = "Address of the job",
              schema = @Schema(implementation = String.class)),
      content =
          @Content(
              mediaType = "application/json",
              schema = @Schema(implementation = JobView.class)))
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.METHOD)
  @interface Job {}
}
