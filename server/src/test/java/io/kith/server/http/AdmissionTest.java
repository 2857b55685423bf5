package io.kith.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kith.config.ServingSettings;
import io.kith.server.api.ProblemException;
import io.kith.server.api.ProblemKind;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class AdmissionTest {

  private static final int UNTIL_KNOWN = 200;

  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final Loops loops = new Loops();
  private final EventLoop loop = loop();

  @AfterEach
  void stop() {
    var _ = loop.shutdownGracefully(0, 0, TimeUnit.SECONDS);
  }

  @Test
  void whatFindsNoPlaceIsRefusedAtOnceAndWhatFoundOneIsDone() throws Exception {
    Admission admission = admission(2, 1, Duration.ofSeconds(30));
    CountDownLatch held = new CountDownLatch(1);
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> admitted = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        admitted.add(clients.submit(() -> admission.search(() -> waiting(held))));
      }
      while (metrics.get("kith.requests.waiting").gauge().value() < 2) {
        Thread.onSpinWait();
      }

      assertThatThrownBy(() -> admission.search(() -> "late"))
          .isInstanceOfSatisfying(
              ProblemException.class, e -> assertThat(e.is(ProblemKind.OVERLOADED)).isTrue());
      assertThat(metrics.get("kith.requests.refused").counter().count()).isEqualTo(1);

      held.countDown();
      for (Future<String> it : admitted) {
        assertThat(it.get()).isEqualTo("done");
      }
      assertThat(admission.search(() -> "again")).isEqualTo("again");
    }
  }

  @Test
  void aQueueThatWasFullIsShortForAWhile() throws Exception {
    Admission admission = admission(1, 3, Duration.ofSeconds(30));
    CountDownLatch first = new CountDownLatch(1);
    List<CompletableFuture<String>> admitted = admittedUntilRefused(admission, first);
    assertThat(admitted).hasSize(1 + 3);
    first.countDown();
    for (CompletableFuture<String> it : admitted) {
      assertThat(it.get()).isEqualTo("done");
    }

    CountDownLatch second = new CountDownLatch(1);
    CountDownLatch working = new CountDownLatch(1);
    CompletableFuture<String> _ =
        admission.searching(
            () -> {
              working.countDown();
              return waiting(second);
            });
    working.await();
    assertThat(admittedUntilRefused(admission, second)).hasSize(1);

    List<CompletableFuture<String>> later = new ArrayList<>();
    while (later.size() < 3 - 1) {
      Thread.sleep(10);
      later.addAll(admittedUntilRefused(admission, second));
    }
    assertThat(later).hasSize(3 - 1);
    second.countDown();
  }

  private static List<CompletableFuture<String>> admittedUntilRefused(
      Admission admission, CountDownLatch held) {
    List<CompletableFuture<String>> admitted = new ArrayList<>();
    while (admission.refusal().isEmpty()) {
      admitted.add(admission.searching(() -> waiting(held)));
    }
    assertThat(admission.refusal().orElseThrow().type())
        .isEqualTo(ProblemKind.OVERLOADED.problem(null).type());
    return admitted;
  }

  @Test
  void whatHasBeenShortIsDoneByTheEventLoopUntilItIsNot() throws Exception {
    Admission admission = admission(1, 1, Duration.ofSeconds(30));
    assertThat(onLoop(() -> admission.searching("g", Thread::currentThread)))
        .isNotEqualTo(thread(loop));

    known(admission, "g");
    assertThat(onLoop(() -> admission.searching("g", Thread::currentThread)))
        .isEqualTo(thread(loop));
    assertThat(onLoop(() -> admission.searching("other", Thread::currentThread)))
        .isNotEqualTo(thread(loop));
    assertThat(onLoop(() -> admission.searching(Thread::currentThread))).isNotEqualTo(thread(loop));
    assertThat(admission.searching("g", Thread::currentThread).get()).isNotEqualTo(thread(loop));

    assertThat(onLoop(() -> admission.searching("g", AdmissionTest::sleeping)))
        .isEqualTo(thread(loop));
    assertThat(onLoop(() -> admission.searching("g", Thread::currentThread)))
        .isNotEqualTo(thread(loop));
  }

  @Test
  void whatWaitsForAnEventLoopWaits() throws Exception {
    Admission admission = admission(1, 3, Duration.ofSeconds(30));
    known(admission, "g");
    CountDownLatch held = new CountDownLatch(1);

    loop.submit(
            () -> {
              for (int i = 0; i < 3; i++) {
                var _ = admission.searching("g", () -> waiting(held));
              }
            })
        .get();

    assertThat(metrics.get("kith.requests.waiting").gauge().value()).isEqualTo(2);
    held.countDown();
  }

  @Test
  void whatAnEventLoopThrowsIsThrown() throws Exception {
    Admission admission = admission(1, 1, Duration.ofSeconds(30));
    known(admission, "g");

    assertThatThrownBy(
            () ->
                onLoop(
                    () ->
                        admission.searching(
                            "g",
                            () -> {
                              throw new IllegalArgumentException("no");
                            })))
        .hasCauseInstanceOf(IllegalArgumentException.class);
    assertThat(onLoop(() -> admission.searching("g", () -> "next"))).isEqualTo("next");
  }

  @Test
  void anIdleEventLoopHelpsOneThatHasWork() throws Exception {
    Admission admission = admission(1, 1, Duration.ofSeconds(30));
    EventLoop idle = loop();
    known(admission, "g");

    List<CompletableFuture<Thread>> both =
        loop.submit(
                () ->
                    List.of(
                        admission.searching("g", Thread::currentThread),
                        admission.searching("g", Thread::currentThread)))
            .get();
    assertThat(both.get(0).get()).isEqualTo(thread(loop));
    assertThat(both.get(1).get()).isEqualTo(thread(idle));
    var _ = idle.shutdownGracefully(0, 0, TimeUnit.SECONDS);
  }

  @Test
  void anEventLoopThatWasFullTakesOneARoundForAWhile() throws Exception {
    Admission admission = admission(1, 3, Duration.ofSeconds(30));
    known(admission, "g");

    assertThat(admittedInOneRound(admission)).isEqualTo(1 + 3);
    assertThat(admittedInOneRound(admission)).isEqualTo(1);
    int later = 1;
    while (later == 1) {
      Thread.sleep(10);
      later = admittedInOneRound(admission);
    }
    assertThat(later).isEqualTo(1 + 3);
  }

  private int admittedInOneRound(Admission admission) throws Exception {
    return loop.submit(
            () -> {
              int admitted = 0;
              while (admission.refusal().isEmpty()) {
                CompletableFuture<String> _ = admission.searching("g", () -> "done");
                admitted++;
              }
              return admitted;
            })
        .get();
  }

  /* Some will do, since what is not known yet counts as long. */
  private void known(Admission admission, String purpose) throws Exception {
    for (int i = 0; i < UNTIL_KNOWN; i++) {
      assertThat(onLoop(() -> admission.searching(purpose, () -> "done"))).isEqualTo("done");
    }
  }

  private <T> T onLoop(Callable<CompletableFuture<T>> work) throws Exception {
    return loop.submit(work).get().get();
  }

  private EventLoop loop() {
    EventLoop made = new DefaultEventLoop();
    made.submit(() -> loops.enter(made)).syncUninterruptibly();
    return made;
  }

  private static Thread thread(EventLoop loop) throws Exception {
    return loop.submit(Thread::currentThread).get();
  }

  private static Thread sleeping() {
    try {
      Thread.sleep(200);
      return Thread.currentThread();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void linesWaitForTheirPlaceAndLeaveOthersTheirs() throws Exception {
    Admission admission = admission(2, 1, Duration.ofSeconds(30));
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch working = new CountDownLatch(2);
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> lines = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        lines.add(
            clients.submit(
                () ->
                    admission.line(
                        () -> {
                          working.countDown();
                          return waiting(held);
                        })));
      }
      working.await();
      Future<String> single = clients.submit(() -> admission.search(() -> "single"));
      while (metrics.get("kith.requests.waiting").gauge().value() < 1) {
        Thread.onSpinWait();
      }
      assertThat(metrics.get("kith.requests.refused").counter().count()).isZero();

      held.countDown();
      assertThat(single.get()).isEqualTo("single");
      for (Future<String> it : lines) {
        assertThat(it.get()).isEqualTo("done");
      }
    }
  }

  @Test
  void linesAreRefusedWhenNoPlaceComesInTime() {
    Admission admission = admission(1, 0, Duration.ofMillis(50));
    CountDownLatch held = new CountDownLatch(1);
    // The worker is taken when this returns, and stays so after the search is given up.
    CompletableFuture<String> _ = admission.searching(() -> waiting(held));

    assertThatThrownBy(() -> admission.line(() -> "line"))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.is(ProblemKind.OVERLOADED)).isTrue());

    held.countDown();
  }

  @Test
  void whatTakesTooLongIsGivenUp() {
    Admission admission = admission(1, 0, Duration.ofMillis(20));
    CountDownLatch held = new CountDownLatch(1);

    assertThatThrownBy(() -> admission.search(() -> waiting(held)))
        .hasMessageContaining("it takes longer than PT0.02S");

    held.countDown();
  }

  @Test
  void whatTheWorkThrowsIsThrown() {
    Admission admission = admission(1, 0, Duration.ofSeconds(30));

    assertThatThrownBy(
            () ->
                admission.write(
                    () -> {
                      throw new IllegalArgumentException("no");
                    }))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () ->
                admission.search(
                    () -> {
                      throw new StackOverflowError();
                    }))
        .isInstanceOf(StackOverflowError.class);
  }

  @Test
  void searchesDoNotWaitForWrites() {
    Admission admission = admission(1, 0, Duration.ofSeconds(30));
    CountDownLatch held = new CountDownLatch(1);
    CompletableFuture<String> write =
        CompletableFuture.supplyAsync(() -> admission.write(() -> waiting(held)));

    assertThat(admission.search(() -> "found")).isEqualTo("found");

    held.countDown();
    assertThat(write.join()).isEqualTo("done");
  }

  private Admission admission(int workers, int queue, Duration timeout) {
    ServingSettings settings = new ServingSettings(workers, queue, 16, 1 << 20, timeout, 0, 0);
    return new Admission(settings, loops, metrics);
  }

  private static String waiting(CountDownLatch held) {
    try {
      held.await();
      return "done";
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
