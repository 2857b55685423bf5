package io.kith.it.client;

import io.kith.server.api.EnrolAnswer;
import io.kith.server.api.EnrolRequest;
import io.kith.server.api.GalleryRequest;
import io.kith.server.api.GalleryView;
import io.kith.server.api.IdentifyAnswer;
import io.kith.server.api.IdentifyRequest;
import io.kith.server.api.IdentityRequest;
import io.kith.server.api.IdentityView;
import io.kith.server.api.VerifyAnswer;
import io.kith.server.api.VerifyRequest;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Put;
import io.micronaut.http.client.annotation.Client;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What most clients need of the REST API. Safe for concurrent use.
 *
 * <p>Every operation throws {@link
 * io.micronaut.http.client.exceptions.HttpClientResponseException}, with a problem document, when
 * it is refused, and another {@link io.micronaut.http.client.exceptions.HttpClientException} when
 * there is no answer.
 */
@Client(id = KithClients.SERVICE, path = "/v1/galleries")
public interface KithClient {

  /** Creates a gallery, or sets how an existing one decides, as far as the request says. */
  @Put("/{gallery}")
  GalleryView putGallery(String gallery, @Body GalleryRequest request);

  /** A gallery; empty when there is none. */
  @Get("/{gallery}")
  Optional<GalleryView> gallery(String gallery);

  /** Deletes a gallery with all that is in it. */
  @Delete("/{gallery}")
  void deleteGallery(String gallery);

  /** Creates an identity, or replaces its label and metadata. */
  @Put("/{gallery}/identities/{identity}")
  IdentityView putIdentity(String gallery, String identity, @Body IdentityRequest request);

  /** An identity with its templates; empty when there is none. */
  @Get("/{gallery}/identities/{identity}")
  Optional<IdentityView> identity(String gallery, String identity);

  /** Deletes an identity, if it still has this {@link IdentityView#version}; null for any. */
  default void deleteIdentity(String gallery, String identity, @Nullable String version) {
    deleteTagged(gallery, identity, version == null ? null : '"' + version + '"');
  }

  /** Deletes an identity, if it still has this {@code ETag}, quotes included; null for any. */
  @Delete("/{gallery}/identities/{identity}")
  void deleteTagged(String gallery, String identity, @Header("If-Match") @Nullable String tag);

  /** Enrols images or vectors; done once, however often it is sent with the same key. */
  @Post("/{gallery}/identities/{identity}/templates")
  EnrolAnswer enrol(
      String gallery,
      String identity,
      @Header("Idempotency-Key") @Nullable String key,
      @Body EnrolRequest request);

  /** Says whom an image or a vector shows, or unknown. */
  @Post("/{gallery}/identify")
  IdentifyAnswer identify(String gallery, @Body IdentifyRequest request);

  /** Says whether an image or a vector shows the identity claimed. */
  @Post("/{gallery}/verify")
  VerifyAnswer verify(String gallery, @Body VerifyRequest request);
}
