package io.kith.server.http;

import com.fasterxml.jackson.core.StreamReadConstraints;
import io.micronaut.context.ApplicationContextBuilder;
import io.micronaut.context.ApplicationContextConfigurer;
import io.micronaut.context.annotation.ContextConfigurer;

/**
 * Bounds how many values a JSON document may hold: bodies are read by the event loops, which others
 * wait for, and a value in memory takes many times the bytes that are sent.
 *
 * <p>The framework makes its readers by Jackson's defaults, so it is these that are set, before it
 * does.
 */
@ContextConfigurer
public final class JsonLimits implements ApplicationContextConfigurer {

  /** Several times what the largest enrolment holds. */
  static final int MAX_VALUES = 500_000;

  @Override
  public void configure(ApplicationContextBuilder builder) {
    StreamReadConstraints.overrideDefaultStreamReadConstraints(
        StreamReadConstraints.builder().maxTokenCount(MAX_VALUES).build());
  }
}
