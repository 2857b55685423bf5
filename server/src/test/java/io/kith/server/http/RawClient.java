package io.kith.server.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Sends bytes as they are, which no HTTP client would. Not thread-safe. */
final class RawClient implements AutoCloseable {

  private final String host;
  private final Socket socket;

  RawClient(URI server) throws IOException {
    host = server.getAuthority();
    socket = new Socket(server.getHost(), server.getPort());
  }

  RawClient send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
    return this;
  }

  RawClient send(String text) throws IOException {
    return send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /**
   * Begins a bulk enrolment with some lines, which others could follow.
   *
   * @param headers more of them
   */
  RawClient beginBulk(String gallery, String lines, String... headers) throws IOException {
    send(
        """
        POST %s/templates:bulk HTTP/1.1\r
        Host: %s\r
        Content-Type: application/x-ndjson\r
        Transfer-Encoding: chunked\r
        """
            .formatted(gallery, host));
    for (String header : headers) {
      send(header + "\r\n");
    }
    return send("\r\n").chunk(lines);
  }

  /** The next piece of a body, in ASCII. */
  RawClient chunk(String lines) throws IOException {
    return send("%x\r\n%s\r\n".formatted(lines.length(), lines));
  }

  /** All that comes until the server closes, or says nothing for so long. */
  String answer(Duration patience) throws IOException {
    socket.setSoTimeout((int) patience.toMillis());
    StringBuilder answer = new StringBuilder();
    InputStream in = socket.getInputStream();
    byte[] buffer = new byte[8192];
    try {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        answer.append(new String(buffer, 0, read, StandardCharsets.UTF_8));
      }
    } catch (SocketTimeoutException e) {
      // It has said what it had to say.
    }
    return answer.toString();
  }

  /** What comes up to a text in ASCII, which has to come. */
  String answerUpTo(String text) throws IOException {
    StringBuilder answer = new StringBuilder();
    while (answer.indexOf(text) < 0) {
      int read = socket.getInputStream().read();
      if (read < 0) {
        throw new IOException("the server closed the connection after: " + answer);
      }
      answer.append((char) read);
    }
    return answer.toString();
  }

  /** The first line of the answer. */
  String statusLine(Duration patience) throws IOException {
    return answer(patience).lines().findFirst().orElse("");
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
