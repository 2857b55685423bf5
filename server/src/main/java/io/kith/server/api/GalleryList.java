package io.kith.server.api;

import io.micronaut.serde.annotation.Serdeable;
import java.util.List;

/** All galleries, by name. */
@Serdeable
public record GalleryList(List<GalleryView> galleries) {}
