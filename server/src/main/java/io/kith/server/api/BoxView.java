package io.kith.server.api;

import io.micronaut.serde.annotation.Serdeable;

/** Where a subject is in the upright image: left, top, width and height in pixels. */
@Serdeable
public record BoxView(int x, int y, int width, int height) {}
