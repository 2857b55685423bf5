package io.kith.config;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.convert.format.ReadableBytes;
import java.time.Duration;

/**
 * How much work the server takes on at a time; what is more, it refuses at once.
 *
 * @param parallelism searches and embeddings that threads work on at the same time, beside short
 *     searches, which are done by the event loops, one for each core; 0 means one per core
 * @param queue requests that may wait for each of them; once so many have, one at most for some
 *     seconds
 * @param writes enrolments and changes of identities at the same time
 * @param uploads bytes of request bodies held at the same time, over all connections
 * @param timeout time that a search or an enrolment may take
 * @param requestsPerSecond requests a second that each key may make; 0 means any number
 * @param concurrentPerKey searches and enrolments that each key may have at the same time, a bulk
 *     request counting as one; 0 means any number
 */
@ConfigurationProperties("kith.serving")
public record ServingSettings(
    int parallelism,
    int queue,
    int writes,
    @ReadableBytes long uploads,
    Duration timeout,
    int requestsPerSecond,
    int concurrentPerKey) {

  public ServingSettings {
    InvalidSettingException.check("kith.serving.parallelism", parallelism, 0, 1_024);
    InvalidSettingException.check("kith.serving.queue", queue, 0, 1_000);
    InvalidSettingException.check("kith.serving.writes", writes, 1, 10_000);
    InvalidSettingException.check("kith.serving.uploads", uploads, 1 << 20, 1L << 40);
    InvalidSettingException.check(
        "kith.serving.requests-per-second", requestsPerSecond, 0, 1_000_000);
    InvalidSettingException.check(
        "kith.serving.concurrent-per-key", concurrentPerKey, 0, 1_000_000);
    if (!timeout.isPositive()) {
      throw new InvalidSettingException("kith.serving.timeout", timeout, "a time above 0");
    }
  }
}
