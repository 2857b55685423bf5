package io.kith.index;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A second Java process that runs a class of these tests, to be killed or asked. */
final class ChildProcess implements AutoCloseable {

  private final Process process;
  private final BufferedReader output;

  private ChildProcess(Process process) {
    this.process = process;
    this.output = process.inputReader();
  }

  static ChildProcess start(Class<?> main, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    return new ChildProcess(process);
  }

  /** Ends it as {@code kill -9} does. */
  void kill() throws InterruptedException {
    process
        .toHandle()
        .destroyForcibly(); // unlike the process's own method, leaves its output to read
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      throw new IllegalStateException("the child process does not end");
    }
  }

  /** The lines it has printed, up to its end. */
  List<String> lines() throws IOException {
    List<String> lines = new ArrayList<>();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      lines.add(line);
    }
    return lines;
  }

  /** Waits for a line. */
  String line() throws IOException {
    String line = output.readLine();
    if (line == null) {
      throw new IllegalStateException("the child process ended with " + process.onExit().join());
    }
    return line;
  }

  @Override
  public void close() throws InterruptedException {
    kill();
  }
}
