package io.kith.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ImageWorkTest {

  private static final List<Integer> IMAGES = IntStream.range(0, 10_000).boxed().toList();

  private final Queue<Integer> done = new ConcurrentLinkedQueue<>();

  @Test
  void eachImageIsWorkedOnOnce() {
    ImageWork.each("test", IMAGES, () -> false, done::add);

    assertThat(done).containsExactlyInAnyOrderElementsOf(IMAGES);
  }

  @Test
  void anErrorEndsTheWorkAndIsThrown() {
    Error error = new OutOfMemoryError("made for a test");

    assertThatThrownBy(() -> ImageWork.each("test", IMAGES, () -> false, it -> fail(it, error)))
        .isSameAs(error);
    assertThat(done).hasSizeLessThan(IMAGES.size());
  }

  @Test
  void nothingIsBegunOnceStopped() {
    AtomicInteger asked = new AtomicInteger();

    ImageWork.each("test", IMAGES, () -> asked.incrementAndGet() > 100, done::add);

    assertThat(done).hasSizeLessThanOrEqualTo(100);
  }

  private void fail(int image, Error error) {
    if (image == 10) {
      throw error;
    }
    sleep();
    done.add(image);
  }

  private static void sleep() {
    try {
      Thread.sleep(1);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
