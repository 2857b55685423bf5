package io.kith.embedder;

import io.kith.config.LimitSettings;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/**
 * Room in memory for decoded images: as many at once as fit into half of the heap, the others wait
 * in the order they came. One that does not fit has all of it to itself. Safe for concurrent use.
 */
public final class ImageRoom {

  /* Most take half as much, such as JPEG; of 16 bits with transparency a pixel takes 8, and 3 more as it is copied. */
  private static final int BYTES_PER_PIXEL = 12;

  private static final int PIXELS_PER_PLACE = 10_000;

  private final LimitSettings limits;
  private final StageListener listener;
  private final int size;
  private final Semaphore places;

  /**
   * @param limits bounds on an image's size
   * @param listener told how long decoding took
   */
  public ImageRoom(LimitSettings limits, StageListener listener) {
    this(limits, listener, Runtime.getRuntime().maxMemory() / 2);
  }

  ImageRoom(LimitSettings limits, StageListener listener, long bytes) {
    this.limits = limits;
    this.listener = listener;
    this.size = Math.clamp(bytes / BYTES_PER_PIXEL / PIXELS_PER_PLACE, 1, Integer.MAX_VALUE);
    this.places = new Semaphore(size, true);
  }

  /**
   * Decodes an image file once there is room, and makes something of it; the image is not to be
   * kept.
   *
   * @throws ImageException as {@link DecodedImage#decode}
   */
  public <T> T decoded(byte[] encoded, Function<DecodedImage, T> use) {
    ImageDecoder decoder = new ImageDecoder(encoded, limits);
    int taken = (int) Math.min(size, decoder.pixels() / PIXELS_PER_PLACE + 1);
    places.acquireUninterruptibly(taken);
    try {
      long start = System.nanoTime();
      DecodedImage image = decoder.decode();
      listener.on(Stage.DECODE, Duration.ofNanos(System.nanoTime() - start));
      return use.apply(image);
    } finally {
      places.release(taken);
    }
  }
}
