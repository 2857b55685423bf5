package io.kith.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.it.client.KithClient;
import io.kith.server.api.IdentifyAnswer.Result;
import io.kith.server.api.IdentityRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gallery exported while it is written, and imported elsewhere. */
final class BackupTest {

  private static final long BEFORE = 300;
  private static final Pattern IDENTITY = Pattern.compile("\"identity\":\"i(\\d+)\"");

  @TempDir Path home;
  @TempDir Path elsewhere;
  @TempDir Path files;

  private final AtomicLong next = new AtomicLong(BEFORE);

  @Test
  void anExportUnderLoadIsOneMomentAndGivesTheSameAnswersElsewhere() throws Exception {
    Path export = files.resolve("g.ndjson");
    Path log = files.resolve("log");
    List<Result> before;
    Set<Long> exported;
    try (ServerProcess server = ServerProcess.start(home)) {
      KithClient kith = server.client();
      kith.putGallery("g", Vectors.GALLERY);
      LongStream.range(0, BEFORE).forEach(number -> enrol(kith, number));
      AtomicBoolean stop = new AtomicBoolean();
      try (ExecutorService writer = Executors.newSingleThreadExecutor()) {
        Future<?> writing = writer.submit(() -> enrolAndDelete(kith, stop));
        long begun = next.get();
        while (next.get() < begun + 20) {
          Thread.onSpinWait();
        }
        assertThat(ServerProcess.run(home, log, "galleries", "export", "g", export.toString()))
            .as(Files.readString(log))
            .isZero();
        stop.set(true);
        writing.get();
      }
      exported = numbers(export);
      // Back to that moment: what came later goes, and what went later comes back.
      LongStream.range(0, next.get())
          .filter(it -> !exported.contains(it))
          .forEach(it -> kith.deleteIdentity("g", "i" + it, null));
      exported.forEach(it -> enrol(kith, it));
      before = answers(kith);
    }
    assertOneMoment(exported);

    try (ServerProcess server = ServerProcess.start(elsewhere)) {
      server.client().putGallery("g", Vectors.GALLERY);
      assertThat(ServerProcess.run(elsewhere, log, "galleries", "import", "g", export.toString()))
          .as(Files.readString(log))
          .isZero();
      assertThat(server.client().gallery("g").orElseThrow().templates()).isEqualTo(exported.size());
      assertThat(decisions(answers(server.client()))).isEqualTo(decisions(before));
    }
  }

  /* One writer enrols the next number and then deletes the one that is BEFORE behind it. */
  private void enrolAndDelete(KithClient kith, AtomicBoolean stop) {
    while (!stop.get()) {
      long number = next.get();
      enrol(kith, number);
      kith.deleteIdentity("g", "i" + (number - BEFORE), null);
      next.incrementAndGet();
    }
  }

  /* So at each moment there are BEFORE numbers in a row, or one more. */
  private static void assertOneMoment(Set<Long> exported) {
    long first = exported.iterator().next();
    assertThat(exported)
        .hasSizeBetween((int) BEFORE, (int) BEFORE + 1)
        .containsExactlyElementsOf(
            LongStream.range(first, first + exported.size()).boxed().toList());
  }

  private static void enrol(KithClient kith, long number) {
    kith.putIdentity("g", "i" + number, new IdentityRequest(null, null));
    kith.enrol("g", "i" + number, null, Vectors.enrolment(number));
  }

  private static Set<Long> numbers(Path export) throws Exception {
    Set<Long> numbers = new TreeSet<>();
    for (String line : Files.readAllLines(export)) {
      Matcher identity = IDENTITY.matcher(line);
      assertThat(identity.find()).isTrue();
      if (line.contains("\"vector\":[")) {
        numbers.add(Long.valueOf(identity.group(1)));
      }
    }
    return numbers;
  }

  private static List<Result> answers(KithClient kith) {
    return LongStream.range(0, 2 * BEFORE)
        .mapToObj(number -> kith.identify("g", Vectors.probe(number)).results().getFirst())
        .toList();
  }

  /* A cosine is alike up to the rounding of float32 sums, whose order depends on where vectors lie. */
  private static List<String> decisions(List<Result> results) {
    return results.stream()
        .map(
            it ->
                "%s %s %.5f %s"
                    .formatted(
                        it.decision(),
                        it.identity(),
                        it.cosine(),
                        it.candidates().getFirst().identity()))
        .toList();
  }
}
