package io.kith.server.http;

import io.kith.server.api.Written;
import io.micronaut.http.HttpResponse;

/** What several controllers answer alike. */
final class Answers {

  private Answers() {}

  /** 201 for what a PUT created, 200 for what it changed. */
  static <T> HttpResponse<T> written(Written<T> written) {
    return written.created()
        ? HttpResponse.created(written.value())
        : HttpResponse.ok(written.value());
  }
}
