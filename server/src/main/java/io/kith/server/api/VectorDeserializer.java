package io.kith.server.api;

import io.kith.index.UnitVector;
import io.micronaut.core.annotation.Order;
import io.micronaut.core.type.Argument;
import io.micronaut.json.tree.JsonNode;
import io.micronaut.serde.Decoder;
import io.micronaut.serde.Deserializer;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;

/**
 * Reads vectors: arrays of numbers alone, or base64 of little-endian float32 values, which is half
 * as long and read many times faster. The framework's own takes null for 0, true for 1, and a
 * string or an array of one for what is in it, so that a client's mistake would be searched with,
 * and enrolled: many write null for a number that is none.
 */
@Singleton
@Order(VectorDeserializer.BEFORE_THE_FRAMEWORK)
final class VectorDeserializer implements Deserializer<float[]> {

  static final int BEFORE_THE_FRAMEWORK = -100;

  @Override
  public float[] deserialize(
      Decoder decoder, DecoderContext context, Argument<? super float[]> type) throws IOException {
    JsonNode vector = decoder.decodeNode();
    try {
      if (vector.isString()) {
        return ofBase64(vector.getStringValue());
      }
      if (vector.isArray()) {
        return ofNumbers(vector);
      }
      throw new IllegalArgumentException(
          "must be an array of numbers, or base64 of float32 values");
    } catch (IllegalArgumentException e) {
      throw decoder.createDeserializationException("vector " + e.getMessage(), null);
    }
  }

  private static float[] ofNumbers(JsonNode vector) {
    float[] values = new float[bounded(vector.size())];
    int count = 0;
    for (JsonNode value : vector.values()) {
      if (!value.isNumber()) {
        throw new IllegalArgumentException(
            "value at position %d is no number; send finite numbers only".formatted(count));
      }
      values[count++] = value.getFloatValue();
    }
    return values;
  }

  private static float[] ofBase64(String text) {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("is a string that is no base64: " + e.getMessage(), e);
    }
    if (bytes.length % Float.BYTES != 0) {
      throw new IllegalArgumentException(
          "in base64 has %d bytes; send four for each value, little-endian float32"
              .formatted(bytes.length));
    }
    float[] values = new float[bounded(bytes.length / Float.BYTES)];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    return values;
  }

  private static int bounded(int size) {
    if (size > UnitVector.MAX_DIMENSION) {
      throw new IllegalArgumentException(
          "has more than %d values".formatted(UnitVector.MAX_DIMENSION));
    }
    return size;
  }
}
