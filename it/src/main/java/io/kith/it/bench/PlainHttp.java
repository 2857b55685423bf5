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
 * in HTTP/1.1. It does next to nothing, so that what is measured is the server. Not thread-safe.
 */
final class PlainHttp implements AutoCloseable {

  private static final String BOUNDARY = "kith-bench";
  private static final String LENGTH = "content-length:";

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
    String status = line();
    int length = 0;
    for (String header = line(); !header.isEmpty(); header = line()) {
      if (header.regionMatches(true, 0, LENGTH, 0, LENGTH.length())) {
        length = Integer.parseInt(header.substring(LENGTH.length()).strip());
      }
    }
    return new Reply(
        Integer.parseInt(status.split(" ", 3)[1]),
        new String(in.readNBytes(length), StandardCharsets.UTF_8));
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
