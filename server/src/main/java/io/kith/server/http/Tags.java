package io.kith.server.http;

import io.kith.index.Condition;
import io.kith.server.api.IdentityView;
import io.kith.server.api.ProblemKind;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Entity tags of identities, and the headers that make a request depend on them (RFC 9110). */
final class Tags {

  private static final Pattern TAG = Pattern.compile("\\G\\s*(W/)?\"([^\"]*)\"\\s*(?:,|$)");

  private Tags() {}

  /** An answer with the tag of what it shows. */
  static <R extends MutableHttpResponse<IdentityView>> R tagged(R response) {
    IdentityView shown = response.body();
    if (shown != null) {
      response.header(HttpHeaders.ETAG, "\"" + shown.version() + "\"");
    }
    return response;
  }

  /** Whether {@code If-None-Match} of a GET names what the client would get. */
  static boolean known(@Nullable String ifNoneMatch, IdentityView shown) {
    return ifNoneMatch != null
        && (ifNoneMatch.strip().equals("*")
            || tags(HttpHeaders.IF_NONE_MATCH, ifNoneMatch, true).contains(shown.version()));
  }

  /** What a change depends on. */
  static Condition condition(@Nullable String ifMatch, @Nullable String ifNoneMatch) {
    if (ifMatch != null && ifNoneMatch != null) {
      throw ProblemKind.INVALID_REQUEST.with("send one of If-Match and If-None-Match");
    }
    if (ifNoneMatch != null) {
      if (!ifNoneMatch.strip().equals("*")) {
        throw ProblemKind.INVALID_REQUEST.with(
            "If-None-Match: use * here, which creates and never replaces");
      }
      return new Condition.Absent();
    }
    if (ifMatch == null) {
      return Condition.NONE;
    }
    return ifMatch.strip().equals("*")
        ? new Condition.Present()
        : new Condition.Version(tags(HttpHeaders.IF_MATCH, ifMatch, false));
  }

  /** Refuses a change that is to depend on something where none can. */
  static void checkUnconditional(HttpRequest<?> request) {
    for (CharSequence header : List.of(HttpHeaders.IF_MATCH, HttpHeaders.IF_NONE_MATCH)) {
      if (request.getHeaders().contains(header)) {
        throw ProblemKind.INVALID_REQUEST.with(
            "%s: is not for this; leave it out".formatted(header));
      }
    }
  }

  /* A change needs a strong tag; one that is weak matches nothing. */
  private static Set<String> tags(String header, String value, boolean weakToo) {
    Set<String> tags = new HashSet<>();
    Matcher matcher = TAG.matcher(value);
    int end = 0;
    while (matcher.find()) {
      end = matcher.end();
      if (weakToo || matcher.group(1) == null) {
        tags.add(matcher.group(2));
      }
    }
    if (end == 0 || end < value.length()) {
      throw ProblemKind.INVALID_REQUEST.with(
          "%s: is not a list of entity tags; send the ETag of an answer as it is, with its quotes"
              .formatted(header));
    }
    return tags;
  }
}
