package io.kith.server.api;

import io.swagger.v3.oas.annotations.media.Schema;

/** How {@link VectorDeserializer} takes a vector; {@code vector.yml} says it in the document. */
@Schema
interface Vector {}
