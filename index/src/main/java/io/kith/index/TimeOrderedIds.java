package io.kith.index;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.UUID;

/**
 * Random ids in the order of their creation: UUID version 7 (RFC 9562), 48 bits of milliseconds
 * before 74 random bits.
 *
 * <p>Ids of one generator never run backwards, not even when the clock does; those of one
 * millisecond are ordered by a counter in the 12 bits after the time. Safe for concurrent use.
 */
final class TimeOrderedIds {

  private static final long COUNTER_LIMIT = 1L << 12;

  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();
  private long millis;
  private long counter;

  TimeOrderedIds(InstantSource clock) {
    this.clock = clock;
  }

  synchronized String next() {
    long now = clock.millis();
    if (now > millis) {
      millis = now;
      counter = 0;
    } else if (++counter == COUNTER_LIMIT) {
      millis++;
      counter = 0;
    }
    long high = millis << 16 | 7L << 12 | counter;
    long low = 1L << 63 | random.nextLong() >>> 2;
    return new UUID(high, low).toString();
  }
}
