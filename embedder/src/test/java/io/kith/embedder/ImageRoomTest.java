package io.kith.embedder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kith.config.LimitSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ImageRoomTest {

  /** For 100,000 pixels. */
  private final ImageRoom room =
      new ImageRoom(LimitSettings.DEFAULT, StageListener.NONE, 1_200_000);

  @Test
  void imagesThatFitAreInMemoryTogether() throws Exception {
    byte[] image = png(200, 200);
    CountDownLatch together = new CountDownLatch(2);

    inParallel(
        2,
        () ->
            room.decoded(
                image,
                _ -> {
                  together.countDown();
                  await(together);
                  return together;
                }));
  }

  @Test
  void imagesThatDoNotFitTogetherWaitForEachOther() throws Exception {
    byte[] image = png(300, 200);
    AtomicInteger inUse = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();

    inParallel(
        4,
        () -> {
          for (int i = 0; i < 50; i++) {
            room.decoded(
                image,
                _ -> {
                  most.accumulateAndGet(inUse.incrementAndGet(), Math::max);
                  Thread.yield();
                  return inUse.decrementAndGet();
                });
          }
        });

    assertThat(most).hasValue(1);
  }

  @Test
  void anImageLargerThanTheRoomHasItAlone() {
    assertThat(room.<Integer>decoded(png(500, 500), DecodedImage::width)).isEqualTo(500);
  }

  @Test
  void whatFailsLeavesItsPlace() {
    byte[] cut = ImageFiles.pngHeader(400, 400);
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> room.decoded(cut, DecodedImage::width))
          .isInstanceOf(ImageException.class);
    }

    assertThat(room.<Integer>decoded(png(400, 400), DecodedImage::width)).isEqualTo(400);
  }

  @Test
  void decodingIsTimed() {
    List<Stage> stages = new ArrayList<>();

    new ImageRoom(LimitSettings.DEFAULT, (stage, _) -> stages.add(stage))
        .decoded(png(40, 24), image -> image);

    assertThat(stages).containsExactly(Stage.DECODE);
  }

  private static byte[] png(int width, int height) {
    return ImageFiles.png(width, height, 8, 0, new byte[height * (1 + width)]);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void inParallel(int times, Runnable work) throws Exception {
    List<Future<?>> all = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(times)) {
      for (int i = 0; i < times; i++) {
        all.add(threads.submit(work));
      }
    }
    for (Future<?> each : all) {
      each.get();
    }
  }
}
