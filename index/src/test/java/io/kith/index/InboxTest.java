package io.kith.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kith.index.calibration.Progress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Unknown probes that are kept for a while. */
@SuppressWarnings("NullAway.Init") // JUnit sets the fields
final class InboxTest {

  private static final double THRESHOLD = 0.7;
  private static final Duration WEEK = Duration.ofDays(7);

  @TempDir Path folder;
  private final Samples samples = new Samples(Samples.seed());
  private Galleries galleries;
  private Gallery gallery;
  private int added;

  @BeforeEach
  void open() {
    galleries = Galleries.open(folder, Samples.SETTINGS, Samples.CALIBRATION);
    gallery = Samples.gallery(galleries);
    gallery.inbox().turnOn(WEEK);
  }

  @AfterEach
  void close() {
    galleries.close();
  }

  private void see(UnitVector subject, int times) {
    for (int i = 0; i < times; i++) {
      add(samples.near(subject, .05), "content " + added++);
    }
  }

  private void add(UnitVector vector, String hash) {
    gallery.inbox().add(new NewTemplate(vector, Samples.MODEL.fingerprint(), hash, 1));
  }

  private List<Integer> sizes() {
    return gallery.inbox().groups(THRESHOLD).stream().map(it -> it.probes().size()).toList();
  }

  @Test
  void probesOfOneSubjectAreOneGroup() {
    UnitVector often = samples.vector();
    UnitVector twice = samples.vector();
    see(twice, 1);
    see(often, 5);
    see(samples.vector(), 1);
    see(twice, 1);

    List<UnknownGroup> groups = gallery.inbox().groups(THRESHOLD);

    assertThat(sizes()).containsExactly(5, 2, 1);
    assertThat(groups).extracting(UnknownGroup::id).doesNotHaveDuplicates();
    assertThat(groups.get(1).first()).isBeforeOrEqualTo(groups.get(1).last());
  }

  @Test
  void aGroupBecomesAnIdentityAndLeaves() {
    UnitVector subject = samples.vector();
    see(subject, 3);
    see(samples.vector(), 1);
    String group = gallery.inbox().groups(THRESHOLD).getFirst().id();

    assertThat(gallery.inbox().enrol(group, THRESHOLD, "ada", "Ada"))
        .hasValueSatisfying(outcomes -> assertThat(outcomes).hasSize(3));

    assertThat(gallery.search(subject, 1, Filter.none()).getFirst().identity()).isEqualTo("ada");
    assertThat(gallery.identity("ada").orElseThrow().label()).isEqualTo("Ada");
    assertThat(gallery.enrolled()).isEqualTo(1);
    assertThat(sizes()).containsExactly(1);
    assertThat(gallery.inbox().enrol(group, THRESHOLD, "bob", null)).isEmpty();
    assertThat(gallery.identity("bob")).isEmpty();
  }

  @Test
  void probesOfAClockThatWasAheadAreKeptFromNowOn() {
    see(samples.vector(), 1);
    galleries
        .store()
        .write(
            Follower.NONE,
            handle -> handle.execute("UPDATE unknown_probe SET created = ?", Long.MAX_VALUE / 2));
    Instant before = Instant.now().minusMillis(1);

    List<UnknownGroup> groups = gallery.inbox().groups(THRESHOLD);

    assertThat(groups.getFirst().last()).isBetween(before, Instant.now());
  }

  @Test
  void aGroupThatHasGrownSinceItWasLookedAtIsNeitherEnrolledNorDropped() {
    UnitVector subject = samples.vector();
    see(subject, 2);
    String seen = gallery.inbox().groups(THRESHOLD).getFirst().id();
    see(subject, 1);

    assertThat(gallery.inbox().enrol(seen, THRESHOLD, "ada", null)).isEmpty();
    assertThat(gallery.identity("ada")).isEmpty();
    assertThat(gallery.inbox().drop(seen, THRESHOLD)).isFalse();
    String now = gallery.inbox().groups(THRESHOLD).getFirst().id();
    assertThat(gallery.inbox().enrol(now, THRESHOLD, "ada", null)).isPresent();
  }

  @Test
  void aGroupOfAsManyOtherProbesIsNotTheOneThatWasLookedAt() {
    add(at(0), "first");
    add(at(53), "second");
    String seen = gallery.inbox().groups(.55).getFirst().id();
    add(at(-25), "third");
    assertThat(gallery.inbox().groups(.7).getFirst().probes()).hasSize(2);

    assertThat(gallery.inbox().enrol(seen, .7, "ada", null)).isEmpty();
    assertThat(gallery.inbox().drop(seen, .7)).isFalse();
    assertThat(gallery.identity("ada")).isEmpty();
  }

  private static UnitVector at(double degrees) {
    float[] vector = new float[Samples.DIMENSION];
    vector[0] = (float) Math.cos(Math.toRadians(degrees));
    vector[1] = (float) Math.sin(Math.toRadians(degrees));
    return UnitVector.of(vector);
  }

  @Test
  void aGroupIsEnrolledOnceHoweverManyAsk() throws Exception {
    see(samples.vector(), 20);
    String group = gallery.inbox().groups(THRESHOLD).getFirst().id();
    List<Callable<Boolean>> asks = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      String identity = "i" + i;
      asks.add(() -> gallery.inbox().enrol(group, THRESHOLD, identity, null).isPresent());
    }
    List<Boolean> done = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (var each : threads.invokeAll(asks)) {
        done.add(each.get());
      }
    }

    assertThat(done).containsOnlyOnce(true);
    assertThat(gallery.info().identities()).isEqualTo(1);
    assertThat(gallery.info().templates()).isEqualTo(20);
  }

  @Test
  void itIsOnUntilTurningItOffIsWritten() {
    gallery.inbox().turnOn(Duration.ofDays(1));
    Inbox inbox = gallery.inbox();
    galleries.close();

    assertThatThrownBy(inbox::turnOff).isInstanceOf(IndexException.class);

    assertThat(inbox.keep()).contains(Duration.ofDays(1));
  }

  @Test
  void nothingIsKeptWhileItIsOff() {
    see(samples.vector(), 2);
    gallery.inbox().turnOff();
    see(samples.vector(), 2);
    gallery.inbox().turnOn(WEEK);

    assertThat(sizes()).isEmpty();
  }

  @Test
  void whatIsOldGoes() throws InterruptedException {
    see(samples.vector(), 2);
    Thread.sleep(20);
    gallery.inbox().turnOn(Duration.ofMillis(10));

    assertThat(sizes()).isEmpty();
    gallery.inbox().turnOn(WEEK);
    assertThat(sizes()).isEmpty();
  }

  @Test
  void theSameProbeIsKeptOnceAndTheOldestGoesWhenItIsFull() {
    UnitVector vector = samples.vector();
    add(vector, "same");
    String first = gallery.inbox().groups(THRESHOLD).getFirst().probes().getFirst();
    for (int i = 0; i < InboxTable.MOST; i++) {
      add(vector, "same");
      add(vector, "other " + i);
    }

    UnknownGroup all = gallery.inbox().groups(THRESHOLD).getFirst();
    assertThat(all.probes()).hasSize(InboxTable.MOST).doesNotContain(first);
  }

  @Test
  void itOutlivesARestartAndGoesWithTheGallery() {
    see(samples.vector(), 2);
    galleries.close();
    galleries = Galleries.open(folder, Samples.SETTINGS, Samples.CALIBRATION);
    gallery = galleries.find("g").orElseThrow();
    assertThat(gallery.inbox().keep()).contains(WEEK);
    assertThat(sizes()).containsExactly(2);

    galleries.delete("g");
    gallery = Samples.gallery(galleries);

    assertThat(gallery.inbox().keep()).isEmpty();
    gallery.inbox().turnOn(WEEK);
    assertThat(sizes()).isEmpty();
  }

  @Test
  void aPurgeRemovesTheBytesOfWhatWasDeleted() throws Exception {
    UnitVector vector = samples.vector();
    add(vector, "content");
    byte[] bytes = Arrays.copyOf(VectorBytes.encode(vector), 64);
    assertThat(isOnDisk(bytes)).isTrue();

    gallery.inbox().clear();
    var _ = galleries.purge(Progress.NONE);

    assertThat(isOnDisk(bytes)).isFalse();
  }

  private boolean isOnDisk(byte[] bytes) throws Exception {
    String wanted = new String(bytes, StandardCharsets.ISO_8859_1);
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (Files.readString(file, StandardCharsets.ISO_8859_1).contains(wanted)) {
          return true;
        }
      }
    }
    return false;
  }
}
