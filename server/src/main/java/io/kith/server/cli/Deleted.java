package io.kith.server.cli;

import io.micronaut.serde.annotation.Serdeable;

/** JSON document of a deletion: what was deleted. */
@Serdeable
record Deleted(String deleted) {}
