package io.kith.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** What a client is told of what the framework found. */
final class ProblemDocumentsTest {

  private static final String DEEPEST =
      "Failed to convert argument [request] for value [null] due to: Error decoding property [Inner in] of type [class Outer]: "
          + "Error decoding property [Integer k] of type [class Inner]: not a number\n at [Source: UNKNOWN]";

  @Test
  void theInnermostPropertyIsNamed() {
    assertThat(ProblemDocuments.plain(DEEPEST)).isEqualTo("k: not a number");
  }

  @Test
  void anArgumentIsNamedAndNotItsValue() {
    assertThat(
            ProblemDocuments.plain(
                "Failed to convert argument [limit] for value [x] due to: For input string: \"x\""))
        .isEqualTo("limit: cannot be read: For input string: \"x\"");
  }

  @Test
  void whatIsOfTheParserIsLeftOut() {
    assertThat(
            ProblemDocuments.plain(
                "Unexpected end-of-input: expected close marker for Object (start marker at [Source: UNKNOWN])"))
        .isEqualTo("Unexpected end-of-input: expected close marker for Object");
  }

  @Test
  void aBodyThatIsTooLongIsToldTheSetting() {
    assertThat(
            ProblemDocuments.plain(
                "The content length [33562624] exceeds the maximum allowed content length [33554432]"))
        .isEqualTo(
            "the body is longer than micronaut.server.max-request-buffer-size allows; send less at once");
  }

  @Test
  void wordsOfTheClientTakeNoTimeAndAreCut() {
    for (String part :
        new String[] {
          "x",
          " ",
          "\n",
          "]: ",
          "Error decoding property [a",
          "Error decoding property [a] of type ["
        }) {
      String hostile = "Unknown property [" + part.repeat(200_000 / part.length()) + "] found";
      String plain =
          Assertions.assertTimeoutPreemptively(
              Duration.ofSeconds(2), () -> ProblemDocuments.plain(hostile));
      assertThat(plain).hasSizeLessThanOrEqualTo(501);
    }
  }
}
