package io.kith.server.api;

import io.micronaut.serde.annotation.Serdeable;
import java.util.List;

/** All keys ever made, the oldest first. */
@Serdeable
public record KeyList(List<KeyView> keys) {}
