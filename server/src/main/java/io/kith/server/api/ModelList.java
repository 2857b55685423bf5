package io.kith.server.api;

import io.micronaut.serde.annotation.Serdeable;
import java.util.List;

/** All models, those that ship with Kith first. */
@Serdeable
public record ModelList(List<ModelSummary> models) {}
