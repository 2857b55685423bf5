package io.kith.index;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} at random moments of a process that enrols, and does other things beside it: what
 * it has acknowledged is there afterwards, each time.
 */
@SuppressWarnings("NullAway.Init") // JUnit sets the field
abstract class KillTestCase {

  private static final int A_CHILD = 1_000_000;

  @TempDir Path folder;
  private final Random random = new Random(Samples.seed());
  private final Set<Long> acknowledged = new HashSet<>();

  /** Looks whether all that was acknowledged is there, after a kill. */
  abstract void assertAllThere(Set<Long> acknowledged);

  /** Kills so many times, each within two seconds of the first enrolment. */
  final void killAfterAWhile(int kills, Class<?> main) throws IOException, InterruptedException {
    for (int kill = 0; kill < kills; kill++) {
      kill(main, kill, _ -> TimeUnit.MILLISECONDS.sleep(200 + random.nextInt(2_000)));
    }
  }

  /** Kills so many times, each within a hundred enrolments. */
  final void killAfterEnrolments(int kills, Class<?> main)
      throws IOException, InterruptedException {
    for (int kill = 0; kill < kills; kill++) {
      kill(
          main,
          kill,
          child -> {
            int more = 4 + random.nextInt(100);
            for (int i = 0; i < more; i++) {
              acknowledged.add(number(child.line()));
            }
          });
    }
  }

  private interface Wait {
    void beside(ChildProcess child) throws IOException, InterruptedException;
  }

  private void kill(Class<?> main, int number, Wait wait) throws IOException, InterruptedException {
    try (ChildProcess child = ChildProcess.start(main, folder.toString(), String.valueOf(number))) {
      acknowledged.add(number(child.line()));
      wait.beside(child);
      child.kill();
      // The kill may cut the last line short; a line is whole when its end mark is there.
      child.lines().stream()
          .filter(line -> line.endsWith("."))
          .forEach(line -> acknowledged.add(number(line)));
    }
    assertAllThere(acknowledged);
  }

  private static long number(String line) {
    return Long.parseLong(line.substring(0, line.length() - 1));
  }

  /**
   * In the process that is killed: enrols without end, and prints the number of each template that
   * was acknowledged.
   *
   * @param child the process's second argument
   * @param enrol enrols the template of a number
   */
  static void enrolAndTell(String child, LongConsumer enrol) {
    PrintStream acknowledged = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    for (long number = A_CHILD * Long.parseLong(child); ; number++) {
      enrol.accept(number);
      acknowledged.println(number + ".");
    }
  }

  /** The template of a number. */
  static UnitVector vector(long number) {
    return new Samples(number).vector();
  }
}
