package io.kith.server.cli;

import io.kith.config.InvalidSettingException;
import io.kith.embedder.training.TrainingException;
import io.kith.server.api.Problem;
import io.kith.server.api.Subjects;
import io.kith.server.service.Problems;
import io.micronaut.context.exceptions.ConfigurationException;
import java.net.BindException;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Says on stderr, in one line, what went wrong and what to change. */
final class Failures implements IExecutionExceptionHandler {

  private static final Pattern NO_SUCH_VALUE =
      Pattern.compile(
          "property value \\[(.+?)]\\. Unable to convert value \\[(.*?)] to target type \\[(.+?)]");

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
    command.getErr().println("kith: " + Output.plain(reason(e)));
    return CommandLine.ExitCode.SOFTWARE;
  }

  /** One line for a person. */
  static String reason(Throwable thrown) {
    return ofStart(thrown).orElseGet(() -> Problems.of(cause(thrown)).reason());
  }

  /** The same of what an option {@code --subjects} could have changed. */
  static String ofSubjects(Problem problem) {
    return problem.reason().replace(Subjects.SET_LARGEST, "--subjects largest");
  }

  /** What keeps Kith from starting; empty when something else failed. */
  private static Optional<String> ofStart(Throwable thrown) {
    return chain(thrown)
        .flatMap(
            it ->
                switch (it) {
                  case InvalidSettingException e -> Stream.of(String.valueOf(e.getMessage()));
                  case ConfigurationException e -> Stream.of(String.valueOf(e.getMessage()));
                  case TrainingException e -> Stream.of(String.valueOf(e.getMessage()));
                  case BindException _ ->
                      Stream.of(
                          "the address is in use; stop what uses it, or choose another --port");
                  default ->
                      it.getClass().getPackageName().startsWith("org.yaml.snakeyaml")
                          ? Stream.of(noYaml(it))
                          : noSuchValue(it);
                })
        .findFirst();
  }

  private static String noYaml(Throwable thrown) {
    return "a file of MICRONAUT_CONFIG_FILES is no YAML: "
        + String.valueOf(thrown.getMessage()).strip().replaceAll("\\s+", " ");
  }

  private static Stream<String> noSuchValue(Throwable thrown) {
    Matcher found = NO_SUCH_VALUE.matcher(String.valueOf(thrown.getMessage()));
    return found.find()
        ? Stream.of(
            "%s: %s is not allowed; allowed: a value of type %s"
                .formatted(found.group(1), found.group(2), found.group(3)))
        : Stream.empty();
  }

  /**
   * The exception of Kith's own parts that a framework's exception wraps; itself when there is
   * none.
   */
  static Throwable cause(Throwable thrown) {
    Predicate<Throwable> own = it -> it.getClass().getPackageName().startsWith("io.kith");
    return chain(thrown).filter(own).findFirst().orElse(thrown);
  }

  private static Stream<Throwable> chain(Throwable thrown) {
    return Stream.iterate(thrown, it -> it != null, Throwable::getCause);
  }
}
