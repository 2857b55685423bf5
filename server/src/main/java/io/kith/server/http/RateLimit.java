package io.kith.server.http;

import io.github.bucket4j.Bucket;
import io.kith.config.ServingSettings;
import io.kith.server.api.Problem;
import io.kith.server.api.ProblemKind;
import io.micronaut.core.annotation.Order;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Refuses what a key asks beyond its requests a second; bursts of a second's worth pass.
 * Thread-safe.
 */
@Order(RateLimit.AFTER_SECURITY)
@ServerFilter("/v1/**")
final class RateLimit {

  static final int AFTER_SECURITY = 39_500;

  /* Subjects of tokens may be many; whoever was not heard of for longest starts anew. */
  private static final int MAX_CALLERS = 10_000;

  private final int perSecond;
  private final Guard guard;
  private final Map<String, Bucket> buckets =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
          return size() > MAX_CALLERS;
        }
      };

  RateLimit(ServingSettings settings, Guard guard) {
    this.perSecond = settings.requestsPerSecond();
    this.guard = guard;
  }

  @RequestFilter
  @Nullable HttpResponse<Problem> filter(HttpRequest<?> request) {
    if (perSecond == 0 || !guard.isUp() || bucket(Caller.of(request).name()).tryConsume(1)) {
      return null;
    }
    return ProblemDocuments.answer(
        ProblemKind.TOO_MANY_REQUESTS.problem(
            "this key may make %d requests a second; try again in a second".formatted(perSecond)),
        request);
  }

  private Bucket bucket(String caller) {
    synchronized (buckets) {
      return buckets.computeIfAbsent(
          caller,
          _ ->
              Bucket.builder()
                  .addLimit(
                      limit ->
                          limit.capacity(perSecond).refillGreedy(perSecond, Duration.ofSeconds(1)))
                  .build());
    }
  }
}
