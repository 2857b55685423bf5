package io.kith.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LinesTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 100})
  void linesAreTheSameHoweverTheStreamIsCut(int piece) {
    byte[] bytes = "one\n\n  \ntoo long a line\nfive\r\nlast".getBytes(StandardCharsets.UTF_8);
    Lines lines = new Lines(6);
    List<Lines.Line> found = new ArrayList<>();
    for (int from = 0; from < bytes.length; from += piece) {
      int to = Math.min(bytes.length, from + piece);
      found.addAll(lines.add(Arrays.copyOfRange(bytes, from, to)));
    }
    found.addAll(lines.rest());

    assertThat(found).extracting(Lines.Line::number).containsExactly(1L, 4L, 5L, 6L);
    assertThat(found).extracting(Lines.Line::tooLong).containsExactly(false, true, false, false);
    assertThat(found)
        .extracting(line -> new String(line.bytes(), StandardCharsets.UTF_8).strip())
        .containsExactly("one", "", "five", "last");
  }
}
