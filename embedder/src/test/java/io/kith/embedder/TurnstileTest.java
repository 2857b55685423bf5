package io.kith.embedder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TurnstileTest {

  private final Turnstile turnstile = new Turnstile(3);

  @Test
  void letsNoMoreThroughThanItsWidth() throws Exception {
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    try (ExecutorService threads = Executors.newFixedThreadPool(12)) {
      List<Future<?>> calls = new ArrayList<>();
      for (int i = 0; i < 300; i++) {
        calls.add(
            threads.submit(
                () -> {
                  turnstile.enter();
                  most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                  Thread.onSpinWait();
                  inside.decrementAndGet();
                  turnstile.leave();
                }));
      }
      for (Future<?> call : calls) {
        call.get();
      }
    }

    assertThat(most.get()).isBetween(1, 3);
  }

  @Test
  void shutsOnlyOnceThoseInsideHaveLeft() throws Exception {
    turnstile.enter();
    CountDownLatch shut = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
      threads.execute(
          () -> {
            turnstile.shut();
            shut.countDown();
          });
      assertThat(shut.await(100, TimeUnit.MILLISECONDS)).isFalse();
      turnstile.leave();
      assertThat(shut.await(10, TimeUnit.SECONDS)).isTrue();
    }

    assertThat(turnstile.shut()).isFalse();
    assertThatThrownBy(turnstile::enter).isInstanceOf(IllegalStateException.class);
  }
}
