package io.kith.server.http;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A controller whose work {@link Admission} does as searches. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@interface TakesPlace {}
