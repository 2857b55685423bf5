package io.kith.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Where {@code --json} may stand. */
final class OutputTest {

  @Command(name = "outer", subcommands = Inner.class)
  static final class Outer {
    @Mixin private final Output output = new Output();
  }

  @Command(name = "inner")
  static final class Inner implements Callable<Integer> {
    @Mixin private final Output output = new Output();

    @Override
    public Integer call() {
      return output.json() ? 1 : 0;
    }
  }

  @ParameterizedTest
  @CsvSource({"--json inner, 1", "inner --json, 1", "inner, 0"})
  void jsonMayBeAskedForBeforeASubcommandOrAfterIt(String line, int json) {
    assertThat(new CommandLine(new Outer()).execute(line.split(" "))).isEqualTo(json);
  }

  @Test
  void noTextReachesATerminalAsACommandToIt() {
    Table table = new Table("label");
    table.row("red \u001b[31m\u009b1m\nnext");

    assertThat(table.toString()).contains("red \ufffd[31m\ufffd1m next");
    assertThat(Output.plain("two\nlines\u0007\r")).isEqualTo("two\nlines\ufffd\ufffd");
  }
}
