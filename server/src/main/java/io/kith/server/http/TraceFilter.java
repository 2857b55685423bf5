package io.kith.server.http;

import io.micronaut.context.propagation.slf4j.MdcPropagationContext;
import io.micronaut.core.annotation.Order;
import io.micronaut.core.order.Ordered;
import io.micronaut.core.propagation.MutablePropagatedContext;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import java.util.Map;

/** Puts the request's {@link Trace} into every line that is logged on its behalf. */
@Order(Ordered.HIGHEST_PRECEDENCE)
@ServerFilter("/**")
final class TraceFilter {

  @RequestFilter
  void filter(HttpRequest<?> request, MutablePropagatedContext context) {
    context.add(new MdcPropagationContext(Map.of("trace", Trace.of(request))));
  }
}
