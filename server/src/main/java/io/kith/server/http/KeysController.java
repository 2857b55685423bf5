package io.kith.server.http;

import io.kith.server.api.KeyList;
import io.kith.server.api.KeyRequest;
import io.kith.server.api.KeyView;
import io.kith.server.api.NewKey;
import io.kith.server.api.Scope;
import io.kith.server.service.KeyRing;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.tags.Tag;

/** Keys of this API. */
@Tag(name = "keys")
@Controller("/v1/keys")
@ExecuteOn(TaskExecutors.BLOCKING)
class KeysController {

  private final KeyRing keys;

  KeysController(KeyRing keys) {
    this.keys = keys;
  }

  /** Lists all keys ever made, without their secrets. */
  @NeedsScope(Scope.ADMIN)
  @Get
  KeyList listKeys() {
    return keys.keys();
  }

  /** Makes a key; the answer shows it this once. */
  @NeedsScope(Scope.ADMIN)
  @MayAnswer.BadBody
  @MayAnswer.StorageFull
  @Post
  @Status(HttpStatus.CREATED)
  NewKey createKey(@Body KeyRequest request) {
    return keys.createKey(request);
  }

  /** Revokes a key at once and for good; it stays listed. */
  @NeedsScope(Scope.ADMIN)
  @MayAnswer.NotFound
  @MayAnswer.StorageFull
  @Delete("/{key}")
  KeyView revokeKey(String key) {
    return keys.revokeKey(key);
  }
}
