package io.kith.server.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kith.server.api.JobState;
import io.kith.server.api.JobView;
import io.kith.server.api.Problem;
import io.kith.server.api.ProblemException;
import io.kith.server.api.ProblemKind;
import io.micronaut.json.tree.JsonNode;
import io.micronaut.serde.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class JobsTest {

  private final Jobs jobs = new Jobs(ObjectMapper.getDefault());

  @AfterEach
  void close() {
    jobs.close();
  }

  private JobView ended(JobView job) {
    JobView now = jobs.get(job.id());
    while (!now.state().ended()) {
      LockSupport.parkNanos(1_000_000);
      now = jobs.get(job.id());
    }
    return now;
  }

  private static Object untilInterrupted(CountDownLatch running) {
    running.countDown();
    while (!Thread.currentThread().isInterrupted()) {
      LockSupport.park();
    }
    throw new IllegalStateException("interrupted");
  }

  @Test
  void aJobTellsHowFarItIsAndWhatCameOfIt() {
    JobView job =
        ended(
            jobs.start(
                "count",
                "faces",
                progress -> {
                  progress.at(3, 4);
                  return Map.of("counted", 3);
                }));

    assertThat(job.state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(job.done()).isEqualTo(3);
    assertThat(job.all()).isEqualTo(4);
    assertThat(job.result()).isEqualTo(JsonNode.from(Map.of("counted", 3)));
  }

  @Test
  void aJobThatFailsSaysWhy() {
    JobView job =
        ended(
            jobs.start(
                "fail",
                null,
                _ -> {
                  throw ProblemKind.INSUFFICIENT_DATA.with("enrol more");
                }));

    assertThat(job.state()).isEqualTo(JobState.FAILED);
    assertThat(job.problem()).extracting(Problem::detail).isEqualTo("enrol more");
    assertThat(job.result()).isNull();
  }

  @Test
  void cancellingEndsWhatRunsAndWhatWaits() throws InterruptedException {
    CountDownLatch running = new CountDownLatch(1);
    JobView first = jobs.start("wait", null, _ -> untilInterrupted(running));
    JobView second = jobs.start("wait", null, _ -> "never");
    running.await();

    assertThat(jobs.cancel(second.id()).state()).isEqualTo(JobState.CANCELLED);
    jobs.cancel(first.id());

    assertThat(ended(first).state()).isEqualTo(JobState.CANCELLED);
    assertThat(ended(second).result()).isNull();
  }

  @Test
  void anInterruptDoesNotReachTheNextJob() throws InterruptedException {
    CountDownLatch running = new CountDownLatch(1);
    JobView first = jobs.start("wait", null, _ -> untilInterrupted(running));
    JobView second = jobs.start("look", null, _ -> List.of(Thread.currentThread().isInterrupted()));
    running.await();
    jobs.cancel(first.id());

    assertThat(ended(second).result()).isEqualTo(JsonNode.from(List.of(false)));
  }

  @Test
  void jobsThatEndedAreForgottenAfterAHundredLaterOnesOfTheirKind() {
    JobView first = ended(jobs.start("often", null, _ -> "done"));
    JobView other = ended(jobs.start("once", null, _ -> "done"));
    for (int i = 0; i < 101; i++) {
      var _ = ended(jobs.start("often", null, _ -> "done"));
    }
    assertThat(jobs.list().jobs()).hasSize(102);
    assertThatThrownBy(() -> jobs.get(first.id())).isInstanceOf(ProblemException.class);
    assertThat(jobs.get(other.id()).state()).isEqualTo(JobState.SUCCEEDED);
  }

  @Test
  void workThatIsWatchedWaitsForNoOtherAndIsToldWhenItIsCancelled() throws InterruptedException {
    CountDownLatch running = new CountDownLatch(1);
    jobs.start("wait", null, _ -> untilInterrupted(running));
    running.await();
    CountDownLatch told = new CountDownLatch(1);
    Jobs.Watched watched = jobs.watch("stream", "faces", told::countDown);
    watched.at(7, 0);

    JobView job = jobs.list().jobs().getFirst();
    assertThat(job.state()).isEqualTo(JobState.RUNNING);
    assertThat(job.done()).isEqualTo(7);
    jobs.cancel(job.id());
    assertThat(told.getCount()).isZero();
    assertThat(jobs.get(job.id()).state()).isEqualTo(JobState.RUNNING);

    watched.fail(new CancellationException());
    watched.succeed("too late");
    assertThat(jobs.get(job.id()).state()).isEqualTo(JobState.CANCELLED);
    assertThat(jobs.get(job.id()).result()).isNull();
    assertThat(jobs.get(job.id()).problem()).isNull();
  }

  @Test
  void tooManyWaitingJobsAreRefused() throws InterruptedException {
    CountDownLatch running = new CountDownLatch(1);
    jobs.start("wait", null, _ -> untilInterrupted(running));
    running.await();
    for (int i = 0; i < 100; i++) {
      jobs.start("waiting", null, _ -> "done");
    }
    assertThatThrownBy(() -> jobs.start("one too many", null, _ -> "done"))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("100 jobs are waiting");
  }

  @Test
  void aGalleryLeavesOthersPlacesToWaitIn() throws InterruptedException {
    CountDownLatch running = new CountDownLatch(1);
    jobs.start("wait", "faces", _ -> untilInterrupted(running));
    running.await();
    for (int i = 0; i < 10; i++) {
      jobs.start("waiting", "faces", _ -> "done");
    }
    assertThatThrownBy(() -> jobs.start("one too many", "faces", _ -> "done"))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("10 jobs of gallery faces are waiting");

    assertThat(jobs.start("waiting", "plants", _ -> "done").state()).isEqualTo(JobState.WAITING);
    assertThat(jobs.start("waiting", null, _ -> "done").state()).isEqualTo(JobState.WAITING);
  }
}
