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
import io.kith.server.api.ProblemException;
import io.kith.server.api.ProblemKind;
import io.kith.server.api.Progress;
import io.kith.server.api.PurgeView;
import io.kith.server.api.RebuildRequest;
import io.kith.server.api.RebuildView;
import io.kith.server.api.RollbackRequest;
import io.kith.server.api.ScoreRules;
import io.kith.server.api.VerifyAnswer;
import io.kith.server.api.VerifyImagesRequest;
import io.kith.server.api.Written;
import io.micronaut.json.tree.JsonNode;
import io.micronaut.serde.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Kith's operations through a server's REST API. Thread-safe. */
final class RemoteKith implements Kith, Keys {

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(300);
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final int CREATED = 201;
  private static final int ACCEPTED = 202;

  private final RemoteServer server;
  private final ObjectMapper json;

  RemoteKith(RemoteServer server, ObjectMapper json) {
    this.server = server;
    this.json = json;
  }

  /** Export and import through the same server. */
  RemoteTransfers transfers() {
    return new RemoteTransfers(server, json);
  }

  @Override
  public GalleryList galleries() {
    return body(get("/v1/galleries"), GalleryList.class);
  }

  @Override
  public GalleryView gallery(String gallery) {
    return body(get(path(gallery)), GalleryView.class);
  }

  @Override
  public Written<GalleryView> putGallery(String gallery, GalleryRequest request) {
    return written(put(path(gallery), request), GalleryView.class);
  }

  @Override
  public void deleteGallery(String gallery) {
    send(delete(path(gallery)));
  }

  @Override
  public IdentityPageView identities(
      String gallery, @Nullable String prefix, @Nullable String cursor, int limit) {
    String from = cursor == null ? "" : "&cursor=" + encode(cursor);
    String starting = prefix == null ? "" : "&prefix=" + encode(prefix);
    return body(
        get(path(gallery) + "/identities?limit=" + limit + from + starting),
        IdentityPageView.class);
  }

  @Override
  public IdentityView identity(String gallery, String identity) {
    return body(get(path(gallery, identity)), IdentityView.class);
  }

  @Override
  public Written<IdentityView> putIdentity(
      String gallery, String identity, IdentityRequest request) {
    return written(put(path(gallery, identity), request), IdentityView.class);
  }

  @Override
  public void deleteIdentity(String gallery, String identity) {
    send(delete(path(gallery, identity)));
  }

  @Override
  public boolean deleteIdentity(String gallery, String identity, String version) {
    try {
      send(delete(path(gallery, identity)).header("If-Match", "\"%s\"".formatted(version)));
      return true;
    } catch (ProblemException e) {
      if (e.is(ProblemKind.CONDITION_FAILED) || e.is(ProblemKind.IDENTITY_NOT_FOUND)) {
        return false;
      }
      throw e;
    }
  }

  @Override
  public IdentityView move(String gallery, String identity, MoveRequest request) {
    return body(post(path(gallery, identity) + "/move", request), IdentityView.class);
  }

  @Override
  public IdentityView merge(String gallery, String identity, MergeRequest request) {
    return body(post(path(gallery, identity) + "/merge", request), IdentityView.class);
  }

  @Override
  public EnrolAnswer enrol(String gallery, String identity, EnrolRequest request) {
    return body(post(path(gallery, identity) + "/templates", request), EnrolAnswer.class);
  }

  @Override
  public CalibrationView calibrate(String gallery, CalibrationRequest request, Progress progress) {
    return outcome(
        post(path(gallery) + "/calibrations", request).header("Prefer", "respond-async"),
        CalibrationView.class,
        progress);
  }

  @Override
  public CalibrationList calibrations(String gallery) {
    return body(get(path(gallery) + "/calibrations"), CalibrationList.class);
  }

  @Override
  public PurgeView purge(Progress progress) {
    return outcome(
        server.request("/v1/purge").POST(BodyPublishers.noBody()), PurgeView.class, progress);
  }

  @Override
  public void backup(OutputStream to) {
    transfers().backup(to);
  }

  @Override
  public ScoreRules scoreRules(String gallery) {
    return body(get(path(gallery) + "/score-rules"), ScoreRules.class);
  }

  @Override
  public RebuildView rebuild(String gallery, RebuildRequest request, Progress progress) {
    return outcome(post(path(gallery) + "/rebuild", request), RebuildView.class, progress);
  }

  @Override
  public RebuildView rollback(String gallery, RollbackRequest request, Progress progress) {
    HttpResponse<InputStream> answer = server.send(post(path(gallery) + "/rollback", request));
    return answer.statusCode() == ACCEPTED
        ? outcome(server.read(answer, JobView.class), RebuildView.class, progress)
        : server.read(answer, RebuildView.class);
  }

  @Override
  public IdentifyAnswer identify(String gallery, IdentifyRequest request) {
    return body(post(path(gallery) + "/identify", request), IdentifyAnswer.class);
  }

  @Override
  public VerifyAnswer verify(VerifyImagesRequest request) {
    return body(post("/v1/verify", request), VerifyAnswer.class);
  }

  @Override
  public EmbedAnswer embed(EmbedRequest request) {
    return body(post("/v1/embed", request), EmbedAnswer.class);
  }

  @Override
  public KeyList keys() {
    return body(get("/v1/keys"), KeyList.class);
  }

  @Override
  public NewKey createKey(KeyRequest request) {
    return body(post("/v1/keys", request), NewKey.class);
  }

  @Override
  public KeyView revokeKey(String id) {
    return body(delete("/v1/keys/" + encode(id)), KeyView.class);
  }

  private <T> T outcome(HttpRequest.Builder request, Class<T> type, Progress progress) {
    return outcome(body(request, JobView.class), type, progress);
  }

  /* Follows the job; it is cancelled when this process is told to end. */
  private <T> T outcome(JobView started, Class<T> type, Progress progress) {
    JobView job = started;
    String path = "/v1/jobs/" + job.id();
    try (AtExit _ = AtExit.run(() -> send(delete(path)))) {
      long heard = System.nanoTime();
      while (!job.state().ended()) {
        LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        try {
          job = body(get(path), JobView.class);
          heard = System.nanoTime();
        } catch (ProblemException e) {
          // The job goes on while the server has no time to tell of it, or cannot be reached.
          if (!passing(e) || System.nanoTime() - heard > PATIENCE.toNanos()) {
            throw e;
          }
        }
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

  private static boolean passing(ProblemException e) {
    return e.problem().status() >= 500 || e.is(ProblemKind.TOO_MANY_REQUESTS);
  }

  private <T> T read(JsonNode result, Class<T> type) {
    try {
      return Objects.requireNonNull(json.readValueFromTree(result, type));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private <T> Written<T> written(HttpRequest.Builder request, Class<T> type) {
    HttpResponse<InputStream> response = server.send(request);
    return new Written<>(response.statusCode() == CREATED, server.read(response, type));
  }

  private void send(HttpRequest.Builder request) {
    server.discard(server.send(request));
  }

  private <T> T body(HttpRequest.Builder request, Class<T> type) {
    return server.read(server.send(request), type);
  }

  private HttpRequest.Builder get(String path) {
    return server.request(path).GET();
  }

  private HttpRequest.Builder delete(String path) {
    return server.request(path).DELETE();
  }

  private HttpRequest.Builder put(String path, Object body) {
    return server.request(path, "PUT", body);
  }

  private HttpRequest.Builder post(String path, Object body) {
    return server.request(path, "POST", body);
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
