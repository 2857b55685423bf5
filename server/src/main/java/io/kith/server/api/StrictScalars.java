package io.kith.server.api;

import io.micronaut.context.annotation.Factory;
import io.micronaut.core.annotation.Order;
import io.micronaut.json.tree.JsonNode;
import io.micronaut.serde.Deserializer;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Reads what is one value in JSON only as it is meant. The framework's own takes any text for
 * false, a number with a fraction for the integer before it, true for 1, and a list of one for what
 * is in it: a client's mistake would have images removed that were to be kept.
 */
@Factory
final class StrictScalars {

  /* Up to it a double has each integer. */
  private static final double MOST_EXACT = 1L << 53;

  @Singleton
  @Order(VectorDeserializer.BEFORE_THE_FRAMEWORK)
  Deserializer<Boolean> booleans() {
    return of(JsonNode::isBoolean, JsonNode::getBooleanValue, "must be true or false");
  }

  @Singleton
  @Order(VectorDeserializer.BEFORE_THE_FRAMEWORK)
  Deserializer<Integer> integers() {
    return of(
        node -> isWhole(node, Integer.MAX_VALUE),
        node -> (int) node.getDoubleValue(),
        "must be an integer");
  }

  @Singleton
  @Order(VectorDeserializer.BEFORE_THE_FRAMEWORK)
  Deserializer<Long> longs() {
    return of(
        node -> isLong(node) || isWhole(node, MOST_EXACT),
        node -> isLong(node) ? node.getLongValue() : (long) node.getDoubleValue(),
        "must be an integer");
  }

  @Singleton
  @Order(VectorDeserializer.BEFORE_THE_FRAMEWORK)
  Deserializer<Double> doubles() {
    return of(StrictScalars::isFinite, JsonNode::getDoubleValue, "must be a finite number");
  }

  @Singleton
  @Order(VectorDeserializer.BEFORE_THE_FRAMEWORK)
  Deserializer<String> texts() {
    return of(JsonNode::isString, JsonNode::getStringValue, "must be a string");
  }

  /* Some languages write all numbers with a fraction, be it 0. */
  private static boolean isWhole(JsonNode node, double most) {
    return isFinite(node)
        && node.getDoubleValue() == Math.rint(node.getDoubleValue())
        && Math.abs(node.getDoubleValue()) <= most;
  }

  private static boolean isFinite(JsonNode node) {
    return node.isNumber() && Double.isFinite(node.getDoubleValue());
  }

  private static boolean isLong(JsonNode node) {
    return node.isNumber()
        && (node.getValue() instanceof Long || node.getValue() instanceof Integer);
  }

  private static <T> Deserializer<T> of(
      Predicate<JsonNode> allowed, Function<JsonNode, T> read, String rule) {
    return (decoder, context, type) -> {
      JsonNode node = decoder.decodeNode();
      if (!allowed.test(node)) {
        throw new IOException(rule); // the framework names the field beside it
      }
      return read.apply(node);
    };
  }
}
