package io.kith.it.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One kept connection on which requests are sent and answers waited for, as they stand in HTTP/1.1.
 * It does next to nothing, so that what is measured is the server. Not thread-safe.
 */
final class PlainHttp implements AutoCloseable {

  private static final String BOUNDARY = "kith-bench";
  private static final String LENGTH = "content-length:";
  private static final int STATUS = "HTTP/1.1 ".length();
  private static final int MOSTLY = 64 * 1024;

  private final SocketChannel channel;
  private byte[] received = new byte[MOSTLY];
  private int size;
  private int body;
  private int end;

  /** Connects; the channel blocks until it is told not to. */
  PlainHttp(URI server) {
    try {
      channel = SocketChannel.open(new InetSocketAddress(server.getHost(), server.getPort()));
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  SocketChannel channel() {
    return channel;
  }

  /** A request that posts an image as part {@code image} of a form, ready to be sent. */
  static byte[] form(URI uri, byte[] image) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(
        """
        --%s\r
        Content-Disposition: form-data; name="image"; filename="image.jpg"\r
        Content-Type: image/jpeg\r
        \r
        """
            .formatted(BOUNDARY)
            .getBytes(StandardCharsets.US_ASCII));
    body.writeBytes(image);
    body.writeBytes("\r\n--%s--\r\n".formatted(BOUNDARY).getBytes(StandardCharsets.US_ASCII));
    return post(uri, "multipart/form-data; boundary=" + BOUNDARY, body.toByteArray());
  }

  /** A request that posts a JSON document, ready to be sent. */
  static byte[] json(URI uri, String document) {
    return post(uri, "application/json", document.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] post(URI uri, String contentType, byte[] body) {
    String head =
        """
        POST %s HTTP/1.1\r
        Host: %s\r
        Content-Type: %s\r
        Content-Length: %d\r
        \r
        """
            .formatted(uri.getRawPath(), uri.getAuthority(), contentType, body.length);
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    request.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
    request.writeBytes(body);
    return request.toByteArray();
  }

  /** What a server answers. */
  record Reply(int status, String body) {}

  /** Sends a request and reads its answer, over a channel that blocks. */
  Reply send(byte[] request) throws IOException {
    begin(request);
    while (!receive()) {
      // more of it is to come
    }
    return reply();
  }

  /** Sends a request. */
  void begin(byte[] request) throws IOException {
    size = 0;
    body = 0;
    ByteBuffer rest = ByteBuffer.wrap(request);
    while (rest.hasRemaining()) {
      channel.write(rest);
    }
  }

  /** Reads what is there of the answer; says whether that is all of it. */
  boolean receive() throws IOException {
    int more = channel.read(ByteBuffer.wrap(received, size, received.length - size));
    if (more < 0 || size == received.length) {
      throw new IOException(more < 0 ? "the server closed the connection" : "the head is too long");
    }
    size += more;
    if (body == 0) {
      body = endOfHead();
      if (body == 0) {
        return false;
      }
      end = body + length(new String(received, 0, body, StandardCharsets.US_ASCII));
      if (end > received.length) {
        received = Arrays.copyOf(received, end);
      }
    }
    return size >= end;
  }

  /** The answer, all of which has been received. */
  Reply reply() {
    return new Reply(status(), new String(received, body, end - body, StandardCharsets.UTF_8));
  }

  /** Its status alone. */
  int status() {
    return Integer.parseInt(new String(received, STATUS, 3, StandardCharsets.US_ASCII));
  }

  /* 0 where it is not there yet. */
  private int endOfHead() {
    for (int i = 3; i < size; i++) {
      if (received[i] == '\n' && received[i - 2] == '\n') {
        return i + 1;
      }
    }
    return 0;
  }

  private static int length(String head) {
    for (int line = head.indexOf('\n'); line >= 0; line = head.indexOf('\n', line + 1)) {
      if (head.regionMatches(true, line + 1, LENGTH, 0, LENGTH.length())) {
        int end = head.indexOf('\r', line + 1);
        return Integer.parseInt(head.substring(line + 1 + LENGTH.length(), end).strip());
      }
    }
    return 0;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
