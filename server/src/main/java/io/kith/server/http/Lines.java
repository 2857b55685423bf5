package io.kith.server.http;

import io.kith.server.api.ProblemKind;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Splits a stream of bytes into numbered lines, none of which is longer than allowed; empty ones
 * are left out. Not safe for concurrent use.
 */
final class Lines {

  /**
   * A line.
   *
   * @param number from 1
   * @param bytes its content, without the line's end
   * @param tooLong whether it was longer than allowed; then it has no content
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Line(long number, byte[] bytes, boolean tooLong) {

    /**
     * The content.
     *
     * @throws io.kith.server.api.ProblemException when it was too long
     */
    byte[] content() {
      if (tooLong) {
        throw ProblemKind.TOO_LARGE.with("the line is too long; send less in one line");
      }
      return bytes;
    }
  }

  private final int maxBytes;
  private final ByteArrayOutputStream begun = new ByteArrayOutputStream();
  private boolean tooLong;
  private long number = 1;

  Lines(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** The lines that end in a piece of the stream. */
  List<Line> add(byte[] piece) {
    List<Line> ended = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < piece.length; i++) {
      if (piece[i] == '\n') {
        take(piece, from, i);
        ended.addAll(end());
        from = i + 1;
      }
    }
    take(piece, from, piece.length);
    return ended;
  }

  /** The last line, when it has no end of its own. */
  List<Line> rest() {
    return end();
  }

  private void take(byte[] piece, int from, int to) {
    if (tooLong || begun.size() + to - from > maxBytes) {
      tooLong = true;
      begun.reset();
    } else {
      begun.write(piece, from, to - from);
    }
  }

  private List<Line> end() {
    Line line = new Line(number++, begun.toByteArray(), tooLong);
    begun.reset();
    tooLong = false;
    return line.tooLong() || !isBlank(line.bytes()) ? List.of(line) : List.of();
  }

  private static boolean isBlank(byte[] line) {
    for (byte each : line) {
      if (each != ' ' && each != '\r' && each != '\t') {
        return false;
      }
    }
    return true;
  }
}
