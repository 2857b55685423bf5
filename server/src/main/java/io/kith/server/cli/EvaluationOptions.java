package io.kith.server.cli;

import java.util.Collections;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What {@code kith evaluate} measures. */
final class EvaluationOptions {

  /** Protocols that can be asked for; {@code toString} is the word on the command line. */
  enum Protocol {
    ALL("all"),
    IDENTIFICATION("identification"),
    VERIFICATION("verification"),
    FEW_SHOT("few-shot");

    private final String word;

    Protocol(String word) {
      this.word = word;
    }

    boolean covers(Protocol other) {
      return this == ALL || this == other;
    }

    @Override
    public String toString() {
      return word;
    }
  }

  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec command;

  @Option(names = "--protocol", description = "${COMPLETION-CANDIDATES}.")
  private Protocol protocol = Protocol.ALL;

  @Option(
      names = "--enrol",
      split = ",",
      paramLabel = "SAMPLES",
      description = "Identification: images enrolled of each identity.")
  private List<Integer> samples = List.of(1, 2, 5);

  @Option(names = "--splits", description = "Identification: random splits; at least 2.")
  private int splits = 10;

  @Option(names = "--ways", split = ",", description = "Few-shot: identities to choose among, n.")
  private List<Integer> ways = List.of(5, 20);

  @Option(names = "--shots", split = ",", description = "Few-shot: images of each, k.")
  private List<Integer> shots = List.of(1, 5);

  @Option(names = "--episodes", description = "Few-shot: episodes; at least 100.")
  private int episodes = 1_000;

  @Option(
      names = "--within-group",
      description =
          "Few-shot: all identities of an episode from one group, the folder around theirs.")
  private boolean withinGroup;

  @Option(names = "--seed", description = "Of all that is random.")
  private long seed = 1;

  /* Names what is out of range, before any image is read. */
  void check() {
    atLeast("--enrol", Collections.min(samples), 1);
    atLeast("--splits", splits, 2);
    atLeast("--ways", Collections.min(ways), 2);
    atLeast("--shots", Collections.min(shots), 1);
    atLeast("--episodes", episodes, 100);
  }

  private void atLeast(String option, int value, int least) {
    if (value < least) {
      throw new ParameterException(
          command.commandLine(),
          "%s: %d is not allowed; allowed: %d or more".formatted(option, value, least));
    }
  }

  Protocol protocol() {
    return protocol;
  }

  List<Integer> samples() {
    return samples.stream().distinct().sorted().toList();
  }

  int splits() {
    return splits;
  }

  List<Integer> ways() {
    return ways;
  }

  List<Integer> shots() {
    return shots;
  }

  int episodes() {
    return episodes;
  }

  boolean withinGroup() {
    return withinGroup;
  }

  long seed() {
    return seed;
  }
}
