package io.kith.server.http;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * How long work has lately taken, by what it is for: an average in which the latest weighs a
 * sixteenth. Thread-safe.
 */
final class UsualTimes {

  /* What an event loop may be held up for: less than others wait for a core that is taken. */
  private static final double SHORT = Duration.ofMillis(3).toNanos();

  /* What is not known yet is taken for long until about ninety times have shown the contrary. */
  private static final double UNKNOWN = Duration.ofSeconds(1).toNanos();

  private static final double WEIGHT = 1.0 / 16;

  private final ConcurrentMap<String, Double> nanos = new ConcurrentHashMap<>();

  boolean isShort(String purpose) {
    return nanos.getOrDefault(purpose, UNKNOWN) < SHORT;
  }

  void add(String purpose, long took) {
    nanos.merge(purpose, average(UNKNOWN, took), (usual, _) -> average(usual, took));
  }

  private static double average(double usual, long took) {
    return usual + WEIGHT * (took - usual);
  }
}
