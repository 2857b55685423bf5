package io.kith.server.http;

import io.kith.index.Condition;
import io.kith.server.api.IdentityPageView;
import io.kith.server.api.IdentityRequest;
import io.kith.server.api.IdentityView;
import io.kith.server.api.MergeRequest;
import io.kith.server.api.MoveRequest;
import io.kith.server.api.ProblemKind;
import io.kith.server.api.Scope;
import io.kith.server.service.LocalKith;
import io.kith.server.service.Repeats;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.Patch;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Put;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.serde.ObjectMapper;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Identities of a gallery. */
@Tag(name = "identities")
@MayAnswer.NotFound
@Controller("/v1/galleries/{gallery}/identities")
@ExecuteOn(TaskExecutors.BLOCKING)
class IdentitiesController {

  private static final String MERGE_PATCH = "application/merge-patch+json";
  private static final IdentityRequest NOTHING_KNOWN = new IdentityRequest(null, null);
  private static final int PAGE = 100;

  private final LocalKith kith;
  private final Repeats repeats;
  private final Admission admission;
  private final ObjectMapper json;

  IdentitiesController(LocalKith kith, Repeats repeats, Admission admission, ObjectMapper json) {
    this.kith = kith;
    this.repeats = repeats;
    this.admission = admission;
    this.json = json;
  }

  /**
   * Lists identities by id, a page at a time; with a prefix those whose id, or a word of whose
   * label, starts with it.
   *
   * @param limit identities in a page; 100 where it is left out
   */
  @NeedsScope(Scope.ENROL)
  @Get
  IdentityPageView listIdentities(
      String gallery,
      @QueryValue
          @Nullable
          @Size(min = 1, max = 256)
          @Parameter(schema = @Schema(minLength = 1, maxLength = 256))
          String prefix,
      @QueryValue @Nullable String cursor,
      @QueryValue @Nullable @Min(1) @Max(1000) Integer limit) {
    return kith.identities(gallery, prefix, cursor, limit == null ? PAGE : limit);
  }

  /**
   * Creates an identity under a generated id; sent again with the same {@code Idempotency-Key}
   * within 24 hours, it is the same one.
   */
  @NeedsScope(Scope.ENROL)
  @MayAnswer.NewIdentity
  @MayAnswer.Conflict
  @MayAnswer.BadBody
  @MayAnswer.Unprocessable
  @MayAnswer.StorageFull
  @Post
  @Status(HttpStatus.CREATED)
  HttpResponse<IdentityView> addIdentity(
      String gallery,
      @Header(RepeatKey.HEADER) @Nullable String key,
      @Body @Nullable IdentityRequest request,
      HttpRequest<?> http) {
    IdentityRequest known = request == null ? NOTHING_KNOWN : request;
    if (key == null) {
      return added(gallery, admission.write(() -> kith.addIdentity(gallery, known)));
    }
    String caller = Caller.of(http).name();
    String checked = RepeatKey.checked(key);
    return added(
        gallery, admission.write(() -> repeats.addIdentity(caller, checked, gallery, known)));
  }

  private static HttpResponse<IdentityView> added(String gallery, IdentityView identity) {
    URI address = URI.create("/v1/galleries/%s/identities/%s".formatted(gallery, identity.id()));
    return Tags.tagged(HttpResponse.created(identity, address));
  }

  /** Gets one identity with its templates; its {@code ETag} makes changes depend on it. */
  @NeedsScope(Scope.ENROL)
  @MayAnswer.Identity
  @ApiResponse(responseCode = "304", description = "It is as If-None-Match says")
  @Get("/{identity}")
  HttpResponse<IdentityView> getIdentity(
      String gallery,
      String identity,
      @Header(HttpHeaders.IF_NONE_MATCH) @Nullable String ifNoneMatch) {
    IdentityView found = kith.identity(gallery, identity);
    MutableHttpResponse<IdentityView> answer = Tags.tagged(HttpResponse.ok(found));
    return Tags.known(ifNoneMatch, found)
        ? answer.status(HttpStatus.NOT_MODIFIED).body(null)
        : answer;
  }

  /**
   * Creates an identity, or replaces its label and metadata; with {@code If-None-Match: *} it only
   * creates, with {@code If-Match} it replaces the version that is named and no other.
   */
  @NeedsScope(Scope.ENROL)
  @MayAnswer.Identity
  @MayAnswer.NewIdentity
  @MayAnswer.ConditionFailed
  @MayAnswer.BadBody
  @MayAnswer.StorageFull
  @Put("/{identity}")
  HttpResponse<IdentityView> putIdentity(
      String gallery,
      String identity,
      @Header(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
      @Header(HttpHeaders.IF_NONE_MATCH) @Nullable String ifNoneMatch,
      @Body @Nullable IdentityRequest request) {
    IdentityRequest known = request == null ? NOTHING_KNOWN : request;
    Condition condition = Tags.condition(ifMatch, ifNoneMatch);
    return Tags.tagged(
        Answers.written(
            admission.write(() -> kith.putIdentity(gallery, identity, known, condition))));
  }

  /**
   * Changes label or metadata by a JSON merge patch (RFC 7396), of any version or {@code If-Match}.
   */
  @NeedsScope(Scope.ENROL)
  @MayAnswer.Identity
  @MayAnswer.ConditionFailed
  @MayAnswer.BadBody
  @MayAnswer.StorageFull
  @Patch(
      value = "/{identity}",
      consumes = {MERGE_PATCH, MediaType.APPLICATION_JSON})
  @RequestBody(
      required = true,
      content = {
        @Content(mediaType = MERGE_PATCH, schema = @Schema(implementation = IdentityRequest.class)),
        @Content(
            mediaType = MediaType.APPLICATION_JSON,
            schema = @Schema(implementation = IdentityRequest.class))
      })
  HttpResponse<IdentityView> patchIdentity(
      String gallery,
      String identity,
      @Header(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
      @Body byte[] patch) {
    Map<String, Object> changes = object(patch);
    Condition condition = Tags.condition(ifMatch, null);
    return Tags.tagged(
        HttpResponse.ok(
            admission.write(() -> kith.patchIdentity(gallery, identity, changes, condition))));
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
  @MayAnswer.BadBody
  @MayAnswer.StorageFull
  @Post("/{identity}/move")
  IdentityView moveTemplates(
      String gallery, String identity, @Body MoveRequest request, HttpRequest<?> http) {
    Tags.checkUnconditional(http);
    AuditFilter.names(http, "templates", request.templates());
    AuditFilter.names(http, "to", request.to());
    IdentityView given = admission.write(() -> kith.move(gallery, identity, request));
    AuditFilter.names(http, "to", given.id());
    return given;
  }

  /** Merges other identities into this one, and deletes them. */
  @NeedsScope(Scope.ENROL)
  @MayAnswer.BadBody
  @MayAnswer.StorageFull
  @Post("/{identity}/merge")
  IdentityView mergeIdentities(
      String gallery, String identity, @Body MergeRequest request, HttpRequest<?> http) {
    Tags.checkUnconditional(http);
    AuditFilter.names(http, "merged", request.identities());
    return admission.write(() -> kith.merge(gallery, identity, request));
  }

  /** Deletes an identity and its templates, of any version or {@code If-Match}. */
  @NeedsScope(Scope.ENROL)
  @MayAnswer.ConditionFailed
  @MayAnswer.StorageFull
  @Delete("/{identity}")
  @Status(HttpStatus.NO_CONTENT)
  void deleteIdentity(
      String gallery, String identity, @Header(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
    Condition condition = Tags.condition(ifMatch, null);
    admission.write(() -> kith.deleteIdentity(gallery, identity, condition));
  }
}
