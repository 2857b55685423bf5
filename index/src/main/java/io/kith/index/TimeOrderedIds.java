package io.kith.index;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Random ids in the order of their creation: UUID version 7 (RFC 9562), 48 bits of milliseconds
 * before 74 random bits.
 *
 * <p>Ids never run backwards, not even when the clock does; those of one millisecond are ordered by
 * a counter in the 12 bits after the time. Safe for concurrent use.
 */
final class TimeOrderedIds {

  private static final long COUNTER_LIMIT = 1L << 12;

  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();
  private long millis;
  private long counter;

  /**
   * @param last the last id that there is, which those to come sort behind; null for none
   */
  TimeOrderedIds(InstantSource clock, @Nullable String last) {
    this.clock = clock;
    if (last != null) {
      long high = UUID.fromString(last).getMostSignificantBits();
      millis = high >>> 16;
      counter = high & (COUNTER_LIMIT - 1);
    }
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
