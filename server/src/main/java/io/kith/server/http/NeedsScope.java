package io.kith.server.http;

import io.kith.server.api.Scope;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a route of the API needs of the key that it is called with. A route with a path variable
 * {@code gallery} needs it for that gallery, any other for all galleries. Once there are keys, a
 * route without this annotation answers nobody.
 */
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
