package io.kith.server.http;

import io.kith.server.api.GalleryList;
import io.kith.server.api.GalleryRequest;
import io.kith.server.api.GalleryView;
import io.kith.server.api.Written;
import io.kith.server.service.LocalKith;
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

  /** Lists all galleries by name. */
  @Get
  GalleryList list() {
    return kith.galleries();
  }

  /** Gets one gallery. */
  @Get("/{gallery}")
  GalleryView get(String gallery) {
    return kith.gallery(gallery);
  }

  /** Creates a gallery, or sets how an existing one finds its threshold. */
  @Put("/{gallery}")
  HttpResponse<GalleryView> put(String gallery, @Body @Valid @Nullable GalleryRequest request) {
    Written<GalleryView> written =
        kith.putGallery(
            gallery, request == null ? new GalleryRequest(null, null, null, null) : request);
    return Answers.written(written);
  }

  /** Deletes a gallery with all its identities and templates. */
  @Delete("/{gallery}")
  @Status(HttpStatus.NO_CONTENT)
  void delete(String gallery) {
    kith.deleteGallery(gallery);
  }
}
