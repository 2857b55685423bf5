package io.kith.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kith.config.ServingSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LinesTest {

  private static final int ROOM = 1 << 20;
  private static final int STREAMS = 200;

  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final UploadRoom room =
      new UploadRoom(
          new ServingSettings(0, 4, 256, ROOM, Duration.ofSeconds(1), 0, 0), ROOM, metrics);
  private final UploadRoom.Share share = room.share();

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 100})
  void linesAreTheSameHoweverTheStreamIsCut(int piece) {
    byte[] bytes = bytes("one\n\n  \ntoo long a line\nfive\r\nlast");
    Lines lines = new Lines(6, room, share);
    List<Lines.Line> found = new ArrayList<>();
    for (int from = 0; from < bytes.length; from += piece) {
      int to = Math.min(bytes.length, from + piece);
      found.addAll(lines.add(Arrays.copyOfRange(bytes, from, to)));
    }
    found.addAll(lines.rest());

    assertThat(found).extracting(Lines.Line::number).containsExactly(1L, 4L, 5L, 6L);
    assertThat(found)
        .extracting(line -> line.refusal() == null)
        .containsExactly(true, false, true, true);
    assertThat(found)
        .extracting(line -> new String(line.bytes(), StandardCharsets.UTF_8).strip())
        .containsExactly("one", "", "five", "last");
    assertThat(held()).isEqualTo("onefive\rlast".length());
  }

  @Test
  void aLineWithoutRoomIsRefusedAndTheNextIsNotOnceThereIs() {
    UploadRoom.Share others = room.share();
    assertThat(others.take(ROOM - 3)).isTrue();
    Lines lines = new Lines(6, room, share);

    List<Lines.Line> first = lines.add(bytes("ab\nabcd\n"));
    others.close();
    List<Lines.Line> second = lines.add(bytes("abcd\n"));

    assertThat(first.getFirst().content()).isEqualTo(bytes("ab"));
    assertThatThrownBy(first.getLast()::content)
        .hasMessage("too much is being uploaded; try again in a second");
    assertThat(second.getFirst().content()).isEqualTo(bytes("abcd"));
    share.close();
    assertThat(held()).isZero();
    assertThat(share.take(1)).isFalse();
  }

  @Test
  void whatALongLineTookIsGivenBackWithIt() {
    byte[] line = new byte[ROOM];
    line[ROOM - 1] = '\n';
    List<Lines> streams = new ArrayList<>();
    long before = heap();
    for (int i = 0; i < STREAMS; i++) {
      Lines lines = new Lines(ROOM, room, share);
      share.give(lines.add(line).getFirst().content().length);
      streams.add(lines);
    }

    assertThat(held()).isZero();
    assertThat(heap() - before).isLessThan(STREAMS / 4 * (long) ROOM);
    assertThat(streams).allSatisfy(lines -> assertThat(lines.rest()).isEmpty());
  }

  /* Bytes of it that are in use. */
  private static long heap() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private double held() {
    return metrics.get("kith.uploads.held").gauge().value();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
