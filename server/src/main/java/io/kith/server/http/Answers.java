package io.kith.server.http;

import io.kith.server.api.JobView;
import io.kith.server.api.Written;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MutableHttpResponse;
import java.net.URI;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What several controllers answer alike. */
final class Answers {

  private static final Pattern RESPOND_ASYNC =
      Pattern.compile("(^|.*,)\\s*respond-async\\s*(,.*|$)", Pattern.CASE_INSENSITIVE);

  private Answers() {}

  /** Whether a {@code Prefer} header (RFC 7240) asks for an answer before the work is done. */
  static boolean mayComeLater(@Nullable String prefer) {
    return prefer != null && RESPOND_ASYNC.matcher(prefer).matches();
  }

  /** 202 with a job, and its address. */
  static HttpResponse<JobView> accepted(JobView job) {
    return HttpResponse.accepted(URI.create("/v1/jobs/" + job.id())).body(job);
  }

  /** 201 for what a PUT created, 200 for what it changed. */
  static <T> MutableHttpResponse<T> written(Written<T> written) {
    return written.created()
        ? HttpResponse.created(written.value())
        : HttpResponse.ok(written.value());
  }
}
