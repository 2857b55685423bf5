package io.kith.it.bench;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/**
 * One kept connection on which requests are sent and answers waited for, byte by byte as they stand
 * in HTTP/1.1. It does next to nothing, so that what is measured is the server: a client library
 * spends a third of a millisecond of its own on a form. Not thread-safe.
 */
final class PlainHttp implements AutoCloseable {

  private static final String BOUNDARY = "kith-bench";

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;

  PlainHttp(URI server) {
    try {
      socket = new Socket(server.getHost(), server.getPort());
      socket.setTcpNoDelay(true);
      in = new BufferedInputStream(socket.getInputStream());
      out = socket.getOutputStream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A request that posts an image as part {@code image} of a form, ready to be sent. */
  static byte[] form(URI uri, byte[] image) {
    byte[] before =
        """
        --%s\r
        Content-Disposition: form-data; name="image"; filename="image.jpg"\r
        Content-Type: image/jpeg\r
        \r
        """
            .formatted(BOUNDARY)
            .getBytes(StandardCharsets.US_ASCII);
    byte[] after = "\r\n--%s--\r\n".formatted(BOUNDARY).getBytes(StandardCharsets.US_ASCII);
    String head =
        """
        POST %s HTTP/1.1\r
        Host: %s\r
        Content-Type: multipart/form-data; boundary=%s\r
        Content-Length: %d\r
        \r
        """
            .formatted(
                uri.getRawPath(),
                uri.getAuthority(),
                BOUNDARY,
                before.length + image.length + after.length);
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    request.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
    request.writeBytes(before);
    request.writeBytes(image);
    request.writeBytes(after);
    return request.toByteArray();
  }

  /**
   * Sends a request and reads its answer's body.
   *
   * @throws IllegalStateException when the answer is another than 200
   */
  String answer(byte[] request) throws IOException {
    out.write(request);
    String status = line();
    int length = 0;
    for (String header = line(); !header.isEmpty(); header = line()) {
      if (header.regionMatches(true, 0, "content-length:", 0, 15)) {
        length = Integer.parseInt(header.substring(15).strip());
      }
    }
    String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
    if (!status.startsWith("HTTP/1.1 200 ")) {
      throw new IllegalStateException(status + ": " + body);
    }
    return body;
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new IOException("the server closed the connection");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
