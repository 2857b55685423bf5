package io.kith.server.cli;

import io.kith.server.api.CalibrationList;
import io.kith.server.api.CalibrationRequest;
import io.kith.server.api.CalibrationView;
import io.kith.server.api.EmbedAnswer;
import io.kith.server.api.EmbedRequest;
import io.kith.server.api.EnrolAnswer;
import io.kith.server.api.EnrolRequest;
import io.kith.server.api.GalleryList;
import io.kith.server.api.GalleryRequest;
import io.kith.server.api.GalleryView;
import io.kith.server.api.IdentifyAnswer;
import io.kith.server.api.IdentifyRequest;
import io.kith.server.api.IdentityPageView;
import io.kith.server.api.IdentityRequest;
import io.kith.server.api.IdentityView;
import io.kith.server.api.JobView;
import io.kith.server.api.KeyList;
import io.kith.server.api.KeyRequest;
import io.kith.server.api.KeyView;
import io.kith.server.api.Keys;
import io.kith.server.api.Kith;
import io.kith.server.api.MergeRequest;
import io.kith.server.api.MoveRequest;
import io.kith.server.api.NewKey;
import io.kith.server.api.Problem;
import io.kith.server.api.ProblemException;
import io.kith.server.api.ProblemKind;
import io.kith.server.api.Progress;
import io.kith.server.api.PurgeView;
import io.kith.server.api.RebuildRequest;
import io.kith.server.api.RebuildView;
import io.kith.server.api.RollbackRequest;
import io.kith.server.api.ScoreRules;
import io.kith.server.api.TemplateView;
import io.kith.server.api.VerifyAnswer;
import io.kith.server.api.VerifyImagesRequest;
import io.kith.server.api.VerifyRequest;
import io.kith.server.api.Written;
import io.micronaut.context.ApplicationContext;
import io.micronaut.core.type.Argument;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpRequest;
import io.micronaut.http.client.BlockingHttpClient;
import io.micronaut.http.client.HttpClient;
import io.micronaut.http.client.exceptions.HttpClientException;
import io.micronaut.http.client.exceptions.HttpClientResponseException;
import io.micronaut.json.tree.JsonNode;
import io.micronaut.serde.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Kith's operations through a server's REST API. Thread-safe. */
final class RemoteKith implements Kith, Keys {

  private static final Argument<Problem> PROBLEM = Argument.of(Problem.class);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(300);

  private final URI server;
  private final @Nullable String key;
  private final BlockingHttpClient http;
  private final ObjectMapper json;

  RemoteKith(ApplicationContext context, URI server, @Nullable String key) {
    this.server = server;
    this.key = key;
    this.http = context.createBean(HttpClient.class, server).toBlocking();
    this.json = context.getBean(ObjectMapper.class);
  }

  /** Export and import through the same server. */
  RemoteTransfers transfers() {
    return new RemoteTransfers(server, key, json);
  }

  /** Whether a server answers at the address. */
  boolean reachable() {
    try {
      http.exchange(HttpRequest.GET("/health/liveness"));
      return true;
    } catch (HttpClientException e) {
      return false;
    }
  }

  @Override
  public GalleryList galleries() {
    return body(HttpRequest.GET("/v1/galleries"), GalleryList.class);
  }

  @Override
  public GalleryView gallery(String gallery) {
    return body(HttpRequest.GET(path(gallery)), GalleryView.class);
  }

  @Override
  public Written<GalleryView> putGallery(String gallery, GalleryRequest request) {
    return written(HttpRequest.PUT(path(gallery), request), GalleryView.class);
  }

  @Override
  public void deleteGallery(String gallery) {
    exchange(HttpRequest.DELETE(path(gallery)), Void.class);
  }

  @Override
  public IdentityPageView identities(
      String gallery, @Nullable String prefix, @Nullable String cursor, int limit) {
    String from = cursor == null ? "" : "&cursor=" + encode(cursor);
    String starting = prefix == null ? "" : "&prefix=" + encode(prefix);
    return body(
        HttpRequest.GET(path(gallery) + "/identities?limit=" + limit + from + starting),
        IdentityPageView.class);
  }

  @Override
  public IdentityView identity(String gallery, String identity) {
    return body(HttpRequest.GET(path(gallery, identity)), IdentityView.class);
  }

  @Override
  public IdentityView addIdentity(String gallery, IdentityRequest request) {
    return body(HttpRequest.POST(path(gallery) + "/identities", request), IdentityView.class);
  }

  @Override
  public Written<IdentityView> putIdentity(
      String gallery, String identity, IdentityRequest request) {
    return written(HttpRequest.PUT(path(gallery, identity), request), IdentityView.class);
  }

  @Override
  public IdentityView patchIdentity(String gallery, String identity, Map<String, Object> patch) {
    return body(HttpRequest.PATCH(path(gallery, identity), patch), IdentityView.class);
  }

  @Override
  public void deleteIdentity(String gallery, String identity) {
    exchange(HttpRequest.DELETE(path(gallery, identity)), Void.class);
  }

  @Override
  public IdentityView move(String gallery, String identity, MoveRequest request) {
    return body(HttpRequest.POST(path(gallery, identity) + "/move", request), IdentityView.class);
  }

  @Override
  public IdentityView merge(String gallery, String identity, MergeRequest request) {
    return body(HttpRequest.POST(path(gallery, identity) + "/merge", request), IdentityView.class);
  }

  @Override
  public EnrolAnswer enrol(String gallery, String identity, EnrolRequest request) {
    return body(
        HttpRequest.POST(path(gallery, identity) + "/templates", request), EnrolAnswer.class);
  }

  @Override
  public TemplateView template(String gallery, String identity, String template) {
    return body(
        HttpRequest.GET(path(gallery, identity) + "/templates/" + encode(template)),
        TemplateView.class);
  }

  @Override
  public void deleteTemplate(String gallery, String identity, String template) {
    exchange(
        HttpRequest.DELETE(path(gallery, identity) + "/templates/" + encode(template)), Void.class);
  }

  @Override
  public CalibrationView calibrate(String gallery, CalibrationRequest request, Progress progress) {
    return outcome(
        HttpRequest.POST(path(gallery) + "/calibrations", request)
            .header("Prefer", "respond-async"),
        CalibrationView.class,
        progress);
  }

  @Override
  public CalibrationList calibrations(String gallery) {
    return body(HttpRequest.GET(path(gallery) + "/calibrations"), CalibrationList.class);
  }

  @Override
  public CalibrationView calibration(String gallery, String calibration) {
    return body(
        HttpRequest.GET(path(gallery) + "/calibrations/" + encode(calibration)),
        CalibrationView.class);
  }

  @Override
  public PurgeView purge(Progress progress) {
    return outcome(HttpRequest.POST("/v1/purge", ""), PurgeView.class, progress);
  }

  @Override
  public void backup(OutputStream to) {
    transfers().backup(to);
  }

  @Override
  public ScoreRules scoreRules(String gallery) {
    return body(HttpRequest.GET(path(gallery) + "/score-rules"), ScoreRules.class);
  }

  @Override
  public RebuildView rebuild(String gallery, RebuildRequest request, Progress progress) {
    return outcome(
        HttpRequest.POST(path(gallery) + "/rebuild", request), RebuildView.class, progress);
  }

  @Override
  public RebuildView rollback(String gallery, RollbackRequest request, Progress progress) {
    HttpResponse<JsonNode> answer =
        exchange(HttpRequest.POST(path(gallery) + "/rollback", request), JsonNode.class);
    JsonNode body = answer.getBody().orElseThrow();
    return answer.getStatus() == HttpStatus.ACCEPTED
        ? outcome(read(body, JobView.class), RebuildView.class, progress)
        : read(body, RebuildView.class);
  }

  @Override
  public IdentifyAnswer identify(String gallery, IdentifyRequest request) {
    return body(HttpRequest.POST(path(gallery) + "/identify", request), IdentifyAnswer.class);
  }

  @Override
  public VerifyAnswer verify(String gallery, VerifyRequest request) {
    return body(HttpRequest.POST(path(gallery) + "/verify", request), VerifyAnswer.class);
  }

  @Override
  public VerifyAnswer verify(VerifyImagesRequest request) {
    return body(HttpRequest.POST("/v1/verify", request), VerifyAnswer.class);
  }

  @Override
  public EmbedAnswer embed(EmbedRequest request) {
    return body(HttpRequest.POST("/v1/embed", request), EmbedAnswer.class);
  }

  @Override
  public KeyList keys() {
    return body(HttpRequest.GET("/v1/keys"), KeyList.class);
  }

  @Override
  public NewKey createKey(KeyRequest request) {
    return body(HttpRequest.POST("/v1/keys", request), NewKey.class);
  }

  @Override
  public KeyView revokeKey(String id) {
    return body(HttpRequest.DELETE("/v1/keys/" + encode(id)), KeyView.class);
  }

  private <T> T outcome(MutableHttpRequest<?> request, Class<T> type, Progress progress) {
    return outcome(body(request, JobView.class), type, progress);
  }

  /* Follows the job; it is cancelled when this process is told to end. */
  private <T> T outcome(JobView started, Class<T> type, Progress progress) {
    JobView job = started;
    String path = "/v1/jobs/" + job.id();
    try (AtExit _ = AtExit.run(() -> exchange(HttpRequest.DELETE(path), Void.class))) {
      while (!job.state().ended()) {
        LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        job = body(HttpRequest.GET(path), JobView.class);
        if (job.all() > 0) {
          progress.at(job.done(), job.all());
        }
      }
    }
    return switch (job.state()) {
      case FAILED -> throw new ProblemException(Objects.requireNonNull(job.problem()));
      case CANCELLED -> throw ProblemKind.UNAVAILABLE.with("it was cancelled; nothing was changed");
      default -> read(Objects.requireNonNull(job.result()), type);
    };
  }

  private <T> T read(JsonNode result, Class<T> type) {
    try {
      return Objects.requireNonNull(json.readValueFromTree(result, type));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private <T> Written<T> written(MutableHttpRequest<?> request, Class<T> type) {
    HttpResponse<T> response = exchange(request, type);
    return new Written<>(
        response.getStatus() == HttpStatus.CREATED, response.getBody().orElseThrow());
  }

  private <T> T body(MutableHttpRequest<?> request, Class<T> type) {
    return exchange(request, type).getBody().orElseThrow();
  }

  private <T> HttpResponse<T> exchange(MutableHttpRequest<?> request, Class<T> type) {
    try {
      return http.exchange(withKey(request), Argument.of(type), PROBLEM);
    } catch (HttpClientResponseException e) {
      if (e.getStatus() == HttpStatus.UNAUTHORIZED) {
        throw unauthorized();
      }
      throw new ProblemException(
          e.getResponse()
              .getBody(PROBLEM)
              .orElseGet(
                  () -> ProblemKind.UNAVAILABLE.problem("the server answered " + e.getStatus())));
    } catch (HttpClientException e) {
      throw ProblemKind.UNAVAILABLE.with("the server at %s: %s".formatted(server, e.getMessage()));
    }
  }

  private HttpRequest<?> withKey(MutableHttpRequest<?> request) {
    return key == null ? request : request.bearerAuth(key);
  }

  private ProblemException unauthorized() {
    return ProblemKind.UNAUTHORIZED.with(
        key == null
            ? "the server at %s wants a key; set KITH_KEY to it, or name a file that holds it with --key-file"
                .formatted(server)
            : "the server at %s refuses the key that KITH_KEY or --key-file gives: it is wrong, has expired or was revoked"
                .formatted(server));
  }

  private static String path(String gallery) {
    return "/v1/galleries/" + encode(gallery);
  }

  private static String path(String gallery, String identity) {
    return path(gallery) + "/identities/" + encode(identity);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
