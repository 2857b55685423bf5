package io.kith.server.http;

import io.kith.server.api.ProblemException;
import io.kith.server.api.ProblemKind;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Splits a stream of bytes into numbered lines, none of which is longer than allowed; empty ones
 * are left out. A line takes room for its bytes, which whoever is done with it gives back. Not safe
 * for concurrent use.
 */
final class Lines {

  /**
   * A line.
   *
   * @param number from 1
   * @param bytes its content, without the line's end
   * @param refusal why it has no content; null when it has
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Line(long number, byte[] bytes, @Nullable ProblemException refusal) {

    /**
     * The content.
     *
     * @throws ProblemException when the line was too long, or there was no room for it
     */
    byte[] content() {
      if (refusal != null) {
        throw refusal;
      }
      return bytes;
    }
  }

  /* A buffer grows with its line and does not shrink: one that grew beyond this is not used again. */
  private static final int REUSED_BYTES = 1 << 16;

  private final int maxBytes;
  private final UploadRoom room;
  private final UploadRoom.Share share;
  private ByteArrayOutputStream begun = new ByteArrayOutputStream();
  private @Nullable ProblemException refusal;
  private long number = 1;

  /**
   * @param share what the stream takes of the room
   */
  Lines(int maxBytes, UploadRoom room, UploadRoom.Share share) {
    this.maxBytes = maxBytes;
    this.room = room;
    this.share = share;
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
    if (refusal != null) {
      return;
    }
    if (begun.size() + to - from > maxBytes) {
      refuse(
          ProblemKind.TOO_LARGE.with(
              "the line has more than %d bytes; send less in one line, or raise micronaut.server.max-request-buffer-size"
                  .formatted(maxBytes)));
    } else if (!share.take(to - from)) {
      refuse(room.refusal());
    } else {
      begun.write(piece, from, to - from);
    }
  }

  private void refuse(ProblemException why) {
    refusal = why;
    share.give(begun.size());
    forget();
  }

  private List<Line> end() {
    Line line = new Line(number++, begun.toByteArray(), refusal);
    forget();
    refusal = null;
    if (line.refusal() == null && isBlank(line.bytes())) {
      share.give(line.bytes().length);
      return List.of();
    }
    return List.of(line);
  }

  private void forget() {
    if (begun.size() > REUSED_BYTES) {
      begun = new ByteArrayOutputStream();
    } else {
      begun.reset();
    }
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
