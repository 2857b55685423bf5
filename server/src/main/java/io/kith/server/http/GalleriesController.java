package io.kith.server.http;

import io.kith.server.api.GalleryList;
import io.kith.server.api.GalleryRequest;
import io.kith.server.api.GalleryView;
import io.kith.server.api.Scope;
import io.kith.server.api.Written;
import io.kith.server.service.LocalKith;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Put;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import org.jspecify.annotations.Nullable;

/** Galleries. */
@Tag(name = "galleries")
@Controller("/v1/galleries")
@ExecuteOn(TaskExecutors.BLOCKING)
class GalleriesController {

  private final LocalKith kith;

  GalleriesController(LocalKith kith) {
    this.kith = kith;
  }

  /** Lists by name the galleries that the key opens. */
  @NeedsScope(
      value = {Scope.IDENTIFY, Scope.ENROL},
      someGallery = true)
  @Get
  GalleryList listGalleries(HttpRequest<?> request) {
    Caller caller = Caller.of(request);
    return kith.galleries(caller::sees);
  }

  /** Gets one gallery. */
  @NeedsScope({Scope.IDENTIFY, Scope.ENROL})
  @MayAnswer.NotFound
  @Get("/{gallery}")
  GalleryView getGallery(String gallery) {
    return kith.gallery(gallery);
  }

  /**
   * Creates a gallery, or sets how an existing one decides and whether it keeps images; what the
   * request leaves out, or is null in it, stays as it is.
   */
  @NeedsScope(Scope.ADMIN)
  @MayAnswer.NotFound
  @MayAnswer.Conflict
  @MayAnswer.BadBody
  @MayAnswer.StorageFull
  @Put("/{gallery}")
  @ApiResponse(
      responseCode = "200",
      description = "It was there; this is how it is now",
      content = @Content(schema = @Schema(implementation = GalleryView.class)))
  @ApiResponse(
      responseCode = "201",
      description = "It is new",
      content = @Content(schema = @Schema(implementation = GalleryView.class)))
  HttpResponse<GalleryView> putGallery(
      String gallery, @Body @Valid @Nullable GalleryRequest request, HttpRequest<?> http) {
    Tags.checkUnconditional(http);
    Written<GalleryView> written =
        kith.putGallery(gallery, request == null ? GalleryRequest.ofModel(null) : request);
    return Answers.written(written);
  }

  /** Deletes a gallery with all its identities and templates. */
  @NeedsScope(Scope.ADMIN)
  @MayAnswer.NotFound
  @MayAnswer.StorageFull
  @Delete("/{gallery}")
  @Status(HttpStatus.NO_CONTENT)
  void deleteGallery(String gallery) {
    kith.deleteGallery(gallery);
  }
}
