package io.kith.server.http;

import io.kith.server.api.IdentityPageView;
import io.kith.server.api.IdentityRequest;
import io.kith.server.api.IdentityView;
import io.kith.server.api.MergeRequest;
import io.kith.server.api.MoveRequest;
import io.kith.server.api.ProblemKind;
import io.kith.server.api.Scope;
import io.kith.server.service.LocalKith;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Patch;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Put;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.serde.ObjectMapper;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Identities of a gallery. */
@Tag(name = "identities")
@Controller("/v1/galleries/{gallery}/identities")
@ExecuteOn(TaskExecutors.BLOCKING)
class IdentitiesController {

  private static final IdentityRequest NOTHING_KNOWN = new IdentityRequest(null, null);

  private final LocalKith kith;
  private final ObjectMapper json;

  IdentitiesController(LocalKith kith, ObjectMapper json) {
    this.kith = kith;
    this.json = json;
  }

  /**
   * Lists identities by id, a page at a time; with a prefix those whose id, or a word of whose
   * label, starts with it.
   */
  @NeedsScope(Scope.ENROL)
  @Get
  IdentityPageView listIdentities(
      String gallery,
      @QueryValue @Nullable @Size(min = 1, max = 256) String prefix,
      @QueryValue @Nullable String cursor,
      @QueryValue(defaultValue = "100") @Min(1) @Max(1000) int limit) {
    return kith.identities(gallery, prefix, cursor, limit);
  }

  /** Creates an identity under a generated id. */
  @NeedsScope(Scope.ENROL)
  @Post
  @ApiResponse(
      responseCode = "201",
      description = "It is new",
      content = @Content(schema = @Schema(implementation = IdentityView.class)))
  HttpResponse<IdentityView> addIdentity(
      String gallery, @Body @Valid @Nullable IdentityRequest request) {
    return HttpResponse.created(
        kith.addIdentity(gallery, request == null ? NOTHING_KNOWN : request));
  }

  /** Gets one identity with its templates. */
  @NeedsScope(Scope.ENROL)
  @Get("/{identity}")
  IdentityView getIdentity(String gallery, String identity) {
    return kith.identity(gallery, identity);
  }

  /** Creates an identity, or replaces its label and metadata. */
  @NeedsScope(Scope.ENROL)
  @Put("/{identity}")
  @ApiResponse(
      responseCode = "200",
      description = "It was there; this is how it is now",
      content = @Content(schema = @Schema(implementation = IdentityView.class)))
  @ApiResponse(
      responseCode = "201",
      description = "It is new",
      content = @Content(schema = @Schema(implementation = IdentityView.class)))
  HttpResponse<IdentityView> putIdentity(
      String gallery, String identity, @Body @Valid @Nullable IdentityRequest request) {
    return Answers.written(
        kith.putIdentity(gallery, identity, request == null ? NOTHING_KNOWN : request));
  }

  /** Changes label or metadata by a JSON merge patch (RFC 7396). */
  @NeedsScope(Scope.ENROL)
  @Patch(
      value = "/{identity}",
      consumes = {"application/merge-patch+json", "application/json"})
  IdentityView patchIdentity(String gallery, String identity, @Body byte[] patch) {
    return kith.patchIdentity(gallery, identity, object(patch));
  }

  /* Read here, since the framework's own binding to a map drops the nulls that a patch means. */
  @SuppressWarnings("unchecked") // JSON objects have text keys
  private Map<String, Object> object(byte[] patch) {
    try {
      Map<String, Object> read = json.readValue(patch, Map.class);
      if (read != null) {
        return read;
      }
    } catch (IOException e) {
      // Not an object either way.
    }
    throw ProblemKind.INVALID_REQUEST.with("the body is not a JSON object; send a merge patch");
  }

  /** Gives templates of this identity to another, or to a new one. */
  @NeedsScope(Scope.ENROL)
  @Post("/{identity}/move")
  IdentityView moveTemplates(String gallery, String identity, @Body MoveRequest request) {
    return kith.move(gallery, identity, request);
  }

  /** Merges other identities into this one, and deletes them. */
  @NeedsScope(Scope.ENROL)
  @Post("/{identity}/merge")
  IdentityView mergeIdentities(String gallery, String identity, @Body MergeRequest request) {
    return kith.merge(gallery, identity, request);
  }

  /** Deletes an identity and its templates. */
  @NeedsScope(Scope.ENROL)
  @Delete("/{identity}")
  @Status(HttpStatus.NO_CONTENT)
  void deleteIdentity(String gallery, String identity) {
    kith.deleteIdentity(gallery, identity);
  }
}
