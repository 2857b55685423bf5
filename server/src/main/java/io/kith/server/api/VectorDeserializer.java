package io.kith.server.api;

import io.kith.index.UnitVector;
import io.micronaut.core.annotation.Order;
import io.micronaut.core.type.Argument;
import io.micronaut.json.tree.JsonNode;
import io.micronaut.serde.Decoder;
import io.micronaut.serde.Deserializer;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.Arrays;

/**
 * Reads vectors, of numbers alone. The framework's own takes null for 0, true for 1, and a string
 * or an array of one for what is in it, so that a client's mistake would be searched with, and
 * enrolled: many write null for a number that is none.
 */
@Singleton
@Order(VectorDeserializer.BEFORE_THE_FRAMEWORK)
final class VectorDeserializer implements Deserializer<float[]> {

  static final int BEFORE_THE_FRAMEWORK = -100;

  private static final int USUAL = 512;

  @Override
  public float[] deserialize(
      Decoder decoder, DecoderContext context, Argument<? super float[]> type) throws IOException {
    float[] values = new float[USUAL];
    int count = 0;
    try (Decoder array = decoder.decodeArray(type)) {
      for (; array.hasNextArrayValue(); count++) {
        JsonNode value = array.decodeNode();
        if (!value.isNumber()) {
          throw array.createDeserializationException(
              "vector value at position %d is no number; send finite numbers only".formatted(count),
              null);
        }
        if (count == UnitVector.MAX_DIMENSION) {
          throw array.createDeserializationException(
              "vector has more than %d values".formatted(UnitVector.MAX_DIMENSION), null);
        }
        if (count == values.length) {
          values = Arrays.copyOf(values, 2 * count);
        }
        values[count] = value.getFloatValue();
      }
    }
    return Arrays.copyOf(values, count);
  }
}
