package io.kith.server.http;

import io.kith.server.service.Problems;
import io.micronaut.core.annotation.Order;
import io.micronaut.core.order.Ordered;
import io.micronaut.core.propagation.MutablePropagatedContext;
import io.micronaut.core.propagation.ThreadPropagatedContextElement;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** Puts the request's {@link Trace} into every line that is logged on its behalf. */
@Order(Ordered.HIGHEST_PRECEDENCE)
@ServerFilter("/**")
final class TraceFilter {

  @RequestFilter
  void filter(HttpRequest<?> request, MutablePropagatedContext context) {
    context.add(new InLog(Trace.of(request)));
  }

  /* The framework's own copies all that is there, twice each time a thread takes up the request. */
  private record InLog(String trace) implements ThreadPropagatedContextElement<@Nullable String> {

    @Override
    public @Nullable String updateThreadContext() {
      String before = MDC.get(Problems.TRACE);
      MDC.put(Problems.TRACE, trace);
      return before;
    }

    @Override
    public void restoreThreadContext(@Nullable String before) {
      if (before == null) {
        MDC.remove(Problems.TRACE);
      } else {
        MDC.put(Problems.TRACE, before);
      }
    }
  }
}
