package io.kith.server.http;

import io.kith.embedder.Models;
import io.kith.server.api.ModelList;
import io.kith.server.api.Scope;
import io.kith.server.service.ModelViews;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.tags.Tag;

/** Models that galleries can be made with. */
@Tag(name = "models")
@Controller("/v1/models")
@ExecuteOn(TaskExecutors.BLOCKING)
class ModelsController {

  private final Models models;

  ModelsController(Models models) {
    this.models = models;
  }

  /** Lists all models, those that ship with Kith first. */
  @NeedsScope(
      value = {Scope.IDENTIFY, Scope.ENROL},
      someGallery = true)
  @Get
  ModelList listModels() {
    return ModelViews.all(models);
  }
}
