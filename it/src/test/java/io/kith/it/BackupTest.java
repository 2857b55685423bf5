package io.kith.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.it.client.KithClient;
import io.kith.server.api.GalleryRequest;
import io.kith.server.api.IdentifyAnswer.Result;
import io.kith.server.api.IdentityRequest;
import java.io.IOException;
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
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gallery exported, and everything backed up, while it is written, and restored elsewhere. */
final class BackupTest {

  private static final long BEFORE = 100;
  private static final String GALLERY = "g";

  /* One that nobody changes, and whose threshold is measured. */
  private static final String CALIBRATED = "calibrated";

  private static final Pattern IDENTITY = Pattern.compile("\"identity\":\"i(\\d+)\"");

  @TempDir Path home;
  @TempDir Path elsewhere;
  @TempDir Path files;

  private final AtomicLong next = new AtomicLong(BEFORE);

  @Test
  void whatIsTakenUnderLoadIsOneMomentAndGivesTheSameAnswersElsewhere() throws Exception {
    Path export = files.resolve("g.ndjson");
    Path backup = files.resolve("kith.zip");
    Set<Long> exported;
    long first;
    List<String> afterExport;
    List<String> calibrated;
    try (ServerProcess server = ServerProcess.start(home)) {
      KithClient kith = server.client();
      kith.putGallery(GALLERY, Vectors.GALLERY);
      LongStream.range(0, BEFORE).forEach(number -> enrol(kith, GALLERY, number));
      calibrate(server);
      AtomicBoolean stop = new AtomicBoolean();
      try (ExecutorService writer = Executors.newSingleThreadExecutor()) {
        Future<?> writing = writer.submit(() -> enrolAndDelete(kith, stop));
        run(home, "galleries", "export", GALLERY, export.toString());
        run(home, "backup", backup.toString());
        stop.set(true);
        writing.get();
      }
      exported = numbers(export);
      first = Math.max(0, exported.iterator().next() - BEFORE);
      backTo(exported, lastWritten(), kith);
      afterExport = answers(kith, GALLERY, first);
      calibrated = answers(kith, CALIBRATED, 0);
    }
    assertOneMoment(exported);

    try (ServerProcess server = ServerProcess.start(elsewhere)) {
      server.client().putGallery(GALLERY, Vectors.GALLERY);
      run(elsewhere, "galleries", "import", GALLERY, export.toString());
      assertThat(server.client().gallery(GALLERY).orElseThrow().templates())
          .isEqualTo(exported.size());
      assertThat(answers(server.client(), GALLERY, first)).isEqualTo(afterExport);
    }

    Path restored = files.resolve("home");
    run(restored, "restore", backup.toString());
    run(restored, "check");
    Path held = files.resolve("held.ndjson");
    run(restored, "galleries", "export", GALLERY, held.toString());
    Set<Long> backedUp = numbers(held);
    assertOneMoment(backedUp);
    try (ServerProcess server = ServerProcess.start(restored)) {
      assertThat(answers(server.client(), CALIBRATED, 0)).isEqualTo(calibrated);
      backTo(exported, backedUp, server.client());
      assertThat(answers(server.client(), GALLERY, first)).isEqualTo(afterExport);
    }
  }

  private static void calibrate(ServerProcess server) throws IOException {
    server
        .client()
        .putGallery(CALIBRATED, new GalleryRequest("m", Vectors.DIMENSION, null, .05, null));
    LongStream.range(0, 30).forEach(number -> enrol(server.client(), CALIBRATED, number));
    assertThat(server.send("POST", "/v1/galleries/calibrated/calibrations", "{}").status())
        .isEqualTo(201);
  }

  private void run(Path at, String... command) throws Exception {
    Path log = files.resolve("log");
    assertThat(ServerProcess.run(at, log, command)).as(Files.readString(log)).isZero();
  }

  /* One writer enrols the next number and then deletes the one that is BEFORE behind it. */
  private void enrolAndDelete(KithClient kith, AtomicBoolean stop) {
    while (!stop.get()) {
      long number = next.get();
      enrol(kith, GALLERY, number);
      kith.deleteIdentity(GALLERY, "i" + (number - BEFORE), null);
      next.incrementAndGet();
    }
  }

  private Set<Long> lastWritten() {
    return LongStream.range(next.get() - BEFORE, next.get()).boxed().collect(Collectors.toSet());
  }

  /* So at each moment there are BEFORE numbers in a row, or one more. */
  private static void assertOneMoment(Set<Long> numbers) {
    long first = numbers.iterator().next();
    assertThat(first).as("the first, which moves while it is written").isPositive();
    assertThat(numbers)
        .hasSizeBetween((int) BEFORE, (int) BEFORE + 1)
        .containsExactlyElementsOf(
            LongStream.range(first, first + numbers.size()).boxed().toList());
  }

  /* What came later goes, and what went comes back. */
  private static void backTo(Set<Long> numbers, Set<Long> there, KithClient kith) {
    there.stream()
        .filter(it -> !numbers.contains(it))
        .forEach(it -> kith.deleteIdentity(GALLERY, "i" + it, null));
    numbers.stream().filter(it -> !there.contains(it)).forEach(it -> enrol(kith, GALLERY, it));
  }

  private static void enrol(KithClient kith, String gallery, long number) {
    kith.putIdentity(gallery, "i" + number, new IdentityRequest(null, null));
    kith.enrol(gallery, "i" + number, null, Vectors.enrolment(number));
  }

  private static Set<Long> numbers(Path export) throws IOException {
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

  /* To probes of some that were there, and some that were not. */
  private static List<String> answers(KithClient kith, String gallery, long first) {
    return LongStream.range(first, first + 3 * BEFORE)
        .mapToObj(number -> kith.identify(gallery, Vectors.probe(number)).results().getFirst())
        .map(BackupTest::decision)
        .toList();
  }

  /* A cosine is alike up to the rounding of float32 sums, whose order depends on where vectors lie. */
  private static String decision(Result it) {
    return "%s %s %.5f %s at %.5f of %s"
        .formatted(
            it.decision(),
            it.identity(),
            it.cosine(),
            it.candidates().getFirst().identity(),
            it.threshold(),
            it.calibration());
  }
}
