package io.kith.it.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
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

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private byte[] received = new byte[MOSTLY];
  private int size;

  PlainHttp(URI server) {
    try {
      socket = new Socket(server.getHost(), server.getPort());
      socket.setTcpNoDelay(true);
      in = socket.getInputStream();
      out = socket.getOutputStream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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

  /** Sends a request and reads its answer. */
  Reply send(byte[] request) throws IOException {
    out.write(request);
    size = 0;
    int body = 0;
    while (body == 0) {
      receive();
      body = endOfHead();
    }
    String head = new String(received, 0, body, StandardCharsets.US_ASCII);
    int length = length(head);
    if (body + length > received.length) {
      received = Arrays.copyOf(received, body + length);
    }
    while (size < body + length) {
      receive();
    }
    return new Reply(
        Integer.parseInt(head, STATUS, STATUS + 3, 10),
        new String(received, body, length, StandardCharsets.UTF_8));
  }

  private void receive() throws IOException {
    int more = in.read(received, size, received.length - size);
    if (more <= 0) {
      throw new IOException(more < 0 ? "the server closed the connection" : "the head is too long");
    }
    size += more;
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
    socket.close();
  }
}
