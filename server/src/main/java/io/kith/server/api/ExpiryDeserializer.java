package io.kith.server.api;

import io.micronaut.context.annotation.Secondary;
import io.micronaut.core.type.Argument;
import io.micronaut.json.tree.JsonNode;
import io.micronaut.serde.Decoder;
import io.micronaut.serde.Deserializer;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/**
 * Reads when a key stops to be valid. The framework's own takes numbers too, and does not say how a
 * time is written.
 */
@Singleton
@Secondary // for that one property only
final class ExpiryDeserializer implements Deserializer<Instant> {

  @Override
  public Instant deserialize(
      Decoder decoder, DecoderContext context, Argument<? super Instant> type) throws IOException {
    JsonNode time = decoder.decodeNode();
    try {
      return Instant.parse(time.isString() ? time.getStringValue() : "");
    } catch (DateTimeParseException _) {
      throw new IOException(
          "use a time such as 2030-01-01T00:00:00Z"); // the field is named beside it
    }
  }
}
