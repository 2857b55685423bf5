package io.kith.server.http;

import io.kith.config.ServingSettings;
import io.kith.server.api.ProblemException;
import io.kith.server.api.ProblemKind;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Value;
import io.micronaut.context.exceptions.ConfigurationException;
import io.micronaut.core.convert.format.ReadableBytes;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Room for the bodies of requests, from their arrival until they are answered: so many bytes over
 * all connections. Thread-safe.
 */
@Singleton
final class UploadRoom {

  private final long size;
  private final long largest;
  private final AtomicLong held = new AtomicLong();
  private final Counter refused;

  UploadRoom(
      ServingSettings settings,
      @Value("${micronaut.server.max-request-buffer-size}") @ReadableBytes long largest,
      MeterRegistry metrics) {
    size = settings.uploads();
    this.largest = largest;
    if (size < largest) {
      throw new ConfigurationException(
          "kith.serving.uploads: %d bytes are less than micronaut.server.max-request-buffer-size, %d; the largest request would never find room"
              .formatted(size, largest));
    }
    refused =
        Counter.builder("kith.uploads.refused")
            .description("Bodies and lines refused because those there already took all the room")
            .register(metrics);
    Gauge.builder("kith.uploads.held", held, AtomicLong::get)
        .description("Bytes of bodies that arrive or are worked on")
        .baseUnit("bytes")
        .register(metrics);
  }

  /** Bytes that one body may have. */
  long largest() {
    return largest;
  }

  /** What one request takes of the room; nothing yet. */
  Share share() {
    return new Share();
  }

  /** Tells a client that there is no room. */
  ProblemException refusal() {
    refused.increment();
    return ProblemKind.OVERLOADED.with("too much is being uploaded; try again in a second");
  }

  private boolean reserve(long bytes) {
    if (held.addAndGet(bytes) <= size) {
      return true;
    }
    held.addAndGet(-bytes);
    return false;
  }

  /** What one request takes of the room. Thread-safe. */
  final class Share implements AutoCloseable {

    private long taken;
    private boolean closed;

    /** Takes more; false, and nothing taken, where there is no room for it. */
    synchronized boolean take(long bytes) {
      if (closed || !reserve(bytes)) {
        return false;
      }
      taken += bytes;
      return true;
    }

    /** Bytes that are taken. */
    synchronized long taken() {
      return taken;
    }

    /** Gives some back. */
    synchronized void give(long bytes) {
      long given = Math.min(bytes, taken);
      taken -= given;
      held.addAndGet(-given);
    }

    /** Gives all back, and takes nothing any more. */
    @Override
    public synchronized void close() {
      closed = true;
      give(taken);
    }
  }
}
