package io.kith.server.cli;

import io.micronaut.serde.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Where answers go: text for people, or with {@code --json} one JSON document and nothing else on
 * stdout.
 */
final class Output {

  private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}&&[^\\n\\t]]");

  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec command;

  @Option(names = "--json", description = "Print one JSON document on stdout.")
  private boolean json;

  /** Whether JSON was asked for, of this command or of one that it belongs to. */
  boolean json() {
    for (CommandSpec each = command; each != null; each = each.parent()) {
      if (each.mixins().values().stream()
          .anyMatch(mixin -> mixin.userObject() instanceof Output output && output.json)) {
        return true;
      }
    }
    return false;
  }

  /** Prints text for people, unless JSON was asked for. */
  void text(String format, Object... arguments) {
    if (!json()) {
      out().println(plain(format.formatted(arguments)));
    }
  }

  /** Prints a table for people, unless JSON was asked for. */
  void table(Table table) {
    if (!json()) {
      out().print(table);
      out().flush();
    }
  }

  /** Prints the JSON document, if JSON was asked for. */
  void document(ObjectMapper mapper, Object value) {
    if (json()) {
      try {
        out().println(mapper.writeValueAsString(value));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Says something about the work itself, on stderr. */
  void message(String format, Object... arguments) {
    PrintWriter err = command.root().commandLine().getErr();
    err.println(plain(format.formatted(arguments)));
    err.flush();
  }

  /** Whether all that was printed went somewhere; a full disk, for one, takes nothing. */
  boolean arrived() {
    return arrived(command.root().commandLine());
  }

  /** The same of what a command printed. */
  static boolean arrived(CommandLine root) {
    // Both, as the writer does not see the stream's errors.
    boolean lost = root.getOut().checkError() | System.out.checkError();
    return !lost;
  }

  /** Text without the control characters by which a terminal can be made to show something else. */
  static String plain(String text) {
    return CONTROL.matcher(text).replaceAll("\ufffd");
  }

  private PrintWriter out() {
    return command.root().commandLine().getOut();
  }
}
