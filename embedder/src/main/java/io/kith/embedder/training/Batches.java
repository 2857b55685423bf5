package io.kith.embedder.training;

import java.util.SplittableRandom;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The batches of one epoch, made ahead by a thread of their own. One reader.
 *
 * <p>What is in a batch comes from the seed, the epoch and the batch's number alone.
 */
final class Batches implements AutoCloseable {

  private static final int AHEAD = 4;

  /**
   * One batch.
   *
   * @param values {@code [batch, channels, height, width]}
   * @param labels {@code [batch]}
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
  record Batch(float[] values, long[] labels) {}

  private final BatchSampler sampler;
  private final PreparedImages images;
  private final Augmenter augmenter;
  private final int sides;
  private final int classes;
  private final BlockingQueue<Batch> ready = new ArrayBlockingQueue<>(AHEAD);
  private final Thread producer;
  private volatile @Nullable Throwable failure;

  Batches(
      BatchSampler sampler,
      PreparedImages images,
      Augmenter augmenter,
      int sides,
      int classes,
      int epoch) {
    this.sampler = sampler;
    this.images = images;
    this.augmenter = augmenter;
    this.sides = sides;
    this.classes = classes;
    this.producer = Thread.ofPlatform().name("batches").daemon().start(() -> produce(epoch));
  }

  private void produce(int epoch) {
    try {
      int[][] batches = sampler.epoch(epoch);
      for (int i = 0; i < batches.length; i++) {
        ready.put(batch(batches[i], sampler.random(epoch, i)));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      failure = e;
    }
  }

  private Batch batch(int[] chosen, SplittableRandom random) {
    float[] values = new float[chosen.length * augmenter.size()];
    long[] labels = new long[chosen.length];
    byte[] planes = new byte[images.size()];
    for (int i = 0; i < chosen.length; i++) {
      images.copy(chosen[i], planes);
      int side = sides == 1 ? 0 : random.nextInt(sides);
      labels[i] = images.label(chosen[i]) + (long) side * classes;
      augmenter.apply(planes, side, random, values, i * augmenter.size());
    }
    return new Batch(values, labels);
  }

  /** The next batch; waits for it. */
  Batch next() {
    try {
      Batch next;
      do {
        Throwable failed = failure;
        if (failed != null) {
          throw new IllegalStateException("batches cannot be made", failed);
        }
        next = ready.poll(1, TimeUnit.SECONDS);
      } while (next == null);
      return next;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TrainingException("interrupted", e);
    }
  }

  @Override
  public void close() {
    producer.interrupt();
  }
}
