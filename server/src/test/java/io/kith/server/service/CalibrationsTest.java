package io.kith.server.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.config.CalibrationSettings;
import io.kith.config.IndexSettings;
import io.kith.config.IndexSettings.Structure;
import io.kith.index.BulkTemplate;
import io.kith.index.Galleries;
import io.kith.index.Gallery;
import io.kith.index.GalleryModel;
import io.kith.index.NewTemplate;
import io.kith.index.ThresholdRule;
import io.kith.index.UnitVector;
import io.kith.server.api.CalibrationRequest;
import io.kith.server.api.ProblemException;
import io.kith.server.api.Progress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
@SuppressWarnings("NullAway.Init") // JUnit sets the fields
final class CalibrationsTest {

  private static final CalibrationSettings SETTINGS =
      new CalibrationSettings(.01, 20_000, .2, Duration.ofHours(1), .1);
  private static final CalibrationRequest USUAL =
      new CalibrationRequest(null, null, null, null, null);

  @TempDir Path folder;
  private Galleries galleries;
  private Gallery gallery;
  private Calibrations calibrations;

  @BeforeEach
  void enrol() {
    galleries =
        Galleries.open(
            folder,
            new IndexSettings(
                Structure.AUTO, 16, 100, 50, 1e-6, Duration.ofSeconds(30), Duration.ZERO, 0),
            SETTINGS);
    var _ = galleries.put("g", new GalleryModel("leaves", "print", 8), new ThresholdRule.Usual());
    gallery = galleries.find("g").orElseThrow();
    Random random = new Random(1);
    List<BulkTemplate> batch = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      float[] values = new float[8];
      for (int j = 0; j < values.length; j++) {
        values[j] = (float) random.nextGaussian();
      }
      NewTemplate template = new NewTemplate(UnitVector.of(values), "print", "image " + i, 1);
      batch.add(new BulkTemplate("i" + i, null, Map.of(), template));
    }
    var _ = gallery.enrolAll(batch);
    calibrations = new Calibrations(galleries, SETTINGS);
  }

  @AfterEach
  void close() {
    galleries.close();
  }

  /* On its first step it waits, as a long one would, until it may go on. */
  private Thread calibrating(CountDownLatch mayGoOn) throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    Progress waiting =
        (_, _) -> {
          begun.countDown();
          try {
            mayGoOn.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        };
    Thread first = Thread.ofPlatform().start(() -> calibrations.calibrate(gallery, USUAL, waiting));
    begun.await();
    return first;
  }

  private static void awaitWaiting(Thread thread) {
    while (thread.getState() != Thread.State.WAITING) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  @Test
  void whoWaitsForAnotherCanBeStopped() throws InterruptedException {
    CountDownLatch mayGoOn = new CountDownLatch(1);
    Thread first = calibrating(mayGoOn);
    AtomicReference<Throwable> ended = new AtomicReference<>();
    Thread second =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    calibrations.calibrate(gallery, USUAL, Progress.NONE);
                  } catch (ProblemException e) {
                    ended.set(e);
                  }
                });
    awaitWaiting(second);

    second.interrupt();
    second.join();

    assertThat(ended.get()).hasMessageContaining("was stopped");
    mayGoOn.countDown();
    first.join();
    assertThat(calibrations.list(gallery).calibrations()).hasSize(1);
  }

  @Test
  void whatIsDueWaitsForAnotherAndIsDueNoLonger() throws InterruptedException {
    CountDownLatch mayGoOn = new CountDownLatch(1);
    Thread first = calibrating(mayGoOn);
    AtomicBoolean done = new AtomicBoolean();
    Thread second =
        Thread.ofPlatform()
            .start(() -> done.set(calibrations.recalibrate(gallery, Progress.NONE).isEmpty()));
    awaitWaiting(second);

    mayGoOn.countDown();
    second.join();
    first.join();

    assertThat(done).isTrue();
    assertThat(calibrations.list(gallery).calibrations()).hasSize(1);
  }
}
