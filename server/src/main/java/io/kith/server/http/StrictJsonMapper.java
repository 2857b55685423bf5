package io.kith.server.http;

import io.micronaut.context.annotation.Primary;
import io.micronaut.context.annotation.Replaces;
import io.micronaut.core.io.buffer.ByteBuffer;
import io.micronaut.core.type.Argument;
import io.micronaut.json.JsonMapper;
import io.micronaut.json.JsonStreamConfig;
import io.micronaut.json.JsonSyntaxException;
import io.micronaut.json.tree.JsonNode;
import io.micronaut.serde.ObjectMapper;
import io.micronaut.serde.SerdeRegistry;
import io.micronaut.serde.config.SerdeConfiguration;
import io.micronaut.serde.jackson.JacksonJsonMapper;
import io.micronaut.serde.jackson.SerdeJacksonConfiguration;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.util.ByteProcessor;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The framework's, which refuses what follows a document, too: it would be left unread, and with it
 * the second of two documents between which a line break is missing. Thread-safe.
 */
@Singleton
@Primary
@Replaces(JacksonJsonMapper.class)
final class StrictJsonMapper implements ObjectMapper {

  private final JsonMapper json;
  private final SerdeRegistry registry;

  @Inject
  StrictJsonMapper(
      SerdeRegistry registry, SerdeConfiguration configuration, SerdeJacksonConfiguration jackson) {
    this(new JacksonJsonMapper(registry, configuration, jackson), registry);
  }

  private StrictJsonMapper(JsonMapper json, SerdeRegistry registry) {
    this.json = json;
    this.registry = registry;
  }

  @Override
  public JsonMapper createSpecific(Argument<?> type) {
    return new StrictJsonMapper(json.createSpecific(type), registry);
  }

  @Override
  public JsonMapper cloneWithViewClass(Class<?> view) {
    return new StrictJsonMapper(json.cloneWithViewClass(view), registry);
  }

  @Override
  public SerdeRegistry getSerdeRegistry() {
    return registry;
  }

  @Override
  public <T> @Nullable T readValue(byte[] document, Argument<T> type) throws IOException {
    T value = json.readValue(document, type);
    checkAlone(Unpooled.wrappedBuffer(document));
    return value;
  }

  @Override
  public <T> @Nullable T readValue(ByteBuffer<?> document, Argument<T> type) throws IOException {
    ByteBuf bytes =
        document.asNativeBuffer() instanceof ByteBuf buffer
            ? buffer.duplicate() // whose reader stays where it is
            : Unpooled.wrappedBuffer(document.asNioBuffer());
    T value = json.readValue(document, type);
    checkAlone(bytes);
    return value;
  }

  @Override
  public <T> @Nullable T readValue(InputStream document, Argument<T> type) throws IOException {
    return readValue(document.readAllBytes(), type);
  }

  /* Of a document that was read, so that its brackets match. Only an object or an array can hide another. */
  private static void checkAlone(ByteBuf document) throws JsonSyntaxException {
    int end = document.forEachByte(new End());
    int next = end + 1;
    if (end >= 0
        && document.forEachByte(next, document.writerIndex() - next, StrictJsonMapper::isBlank)
            >= 0) {
      throw new JsonSyntaxException(
          "something follows the JSON; send one document, in NDJSON one a line");
    }
  }

  private static boolean isBlank(byte value) {
    return value == ' ' || value == '\n' || value == '\r' || value == '\t';
  }

  /** Finds the bracket that closes a document. */
  private static final class End implements ByteProcessor {

    private int depth;
    private boolean inText;
    private boolean escaped;

    @Override
    public boolean process(byte value) {
      if (inText) {
        inText = escaped || value != '"';
        escaped = !escaped && value == '\\';
        return true;
      }
      switch (value) {
        case '"' -> inText = true;
        case '{', '[' -> depth++;
        case '}', ']' -> depth--;
        default -> {
          return true;
        }
      }
      return depth > 0 || inText;
    }
  }

  @Override
  public <T> @Nullable T readValueFromTree(JsonNode tree, Argument<T> type) throws IOException {
    return json.readValueFromTree(tree, type);
  }

  @Override
  public JsonNode writeValueToTree(@Nullable Object value) throws IOException {
    return json.writeValueToTree(value);
  }

  @Override
  public <T> JsonNode writeValueToTree(Argument<T> type, @Nullable T value) throws IOException {
    return json.writeValueToTree(type, value);
  }

  @Override
  public void writeValue(OutputStream to, @Nullable Object value) throws IOException {
    json.writeValue(to, value);
  }

  @Override
  public <T> void writeValue(OutputStream to, Argument<T> type, @Nullable T value)
      throws IOException {
    json.writeValue(to, type, value);
  }

  @Override
  public byte[] writeValueAsBytes(@Nullable Object value) throws IOException {
    return json.writeValueAsBytes(value);
  }

  @Override
  public <T> byte[] writeValueAsBytes(Argument<T> type, @Nullable T value) throws IOException {
    return json.writeValueAsBytes(type, value);
  }

  @Override
  public JsonStreamConfig getStreamConfig() {
    return json.getStreamConfig();
  }
}
