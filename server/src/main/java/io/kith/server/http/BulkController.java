package io.kith.server.http;

import io.kith.server.api.BatchResult;
import io.kith.server.api.BulkLine;
import io.kith.server.api.BulkResult;
import io.kith.server.api.IdentifyRequest;
import io.kith.server.api.Problem;
import io.kith.server.api.ProblemKind;
import io.kith.server.api.Scope;
import io.kith.server.service.BulkEnrolments;
import io.kith.server.service.BulkEnrolments.Prepared;
import io.kith.server.service.Identifications;
import io.kith.server.service.Jobs;
import io.kith.server.service.LocalKith;
import io.kith.server.service.Problems;
import io.kith.server.service.StreamImages;
import io.micronaut.context.annotation.Value;
import io.micronaut.core.convert.format.ReadableBytes;
import io.micronaut.core.propagation.PropagatedContext;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.serde.ObjectMapper;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.inject.Named;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Many enrolments or identifications in one request: a JSON document in each line of the body, and
 * one in each line of the answer, which begins before the body has ended. A line that is bad spoils
 * no other.
 */
@Tag(name = "bulk")
@MayAnswer.NotFound
@Controller("/v1/galleries/{gallery}")
class BulkController {

  static final String NDJSON = "application/x-ndjson";

  private static final int AT_ONCE = Runtime.getRuntime().availableProcessors();
  private static final int GROUP = 500;
  private static final Duration PATIENCE = Duration.ofMillis(10);

  /* Probes that are searched for together, and how long they wait for each other. */
  private static final int PROBES = 32;
  private static final Duration SHORT_PATIENCE = Duration.ofMillis(2);

  /* Each holds one of the store's eight readers for as long as its client takes. */
  private static final int MAX_EXPORTS = 2;

  private final BulkEnrolments enrolments;
  private final Identifications identifications;
  private final LocalKith kith;
  private final Jobs jobs;
  private final Guard guard;
  private final Admission admission;
  private final UploadRoom room;
  private final Optional<AuditLog> audit;
  private final ObjectMapper json;
  private final Scheduler blocking;
  private final int maxLine;
  private final Semaphore exports = new Semaphore(MAX_EXPORTS);

  BulkController(
      BulkEnrolments enrolments,
      Identifications identifications,
      LocalKith kith,
      Jobs jobs,
      Guard guard,
      Admission admission,
      UploadRoom room,
      Optional<AuditLog> audit,
      ObjectMapper json,
      @Named(TaskExecutors.IO) ExecutorService blocking,
      @Value("${micronaut.server.max-request-buffer-size}") @ReadableBytes int maxLine) {
    this.enrolments = enrolments;
    this.identifications = identifications;
    this.kith = kith;
    this.jobs = jobs;
    this.guard = guard;
    this.admission = admission;
    this.room = room;
    this.audit = audit;
    this.json = json;
    this.blocking = Schedulers.fromExecutorService(blocking);
    this.maxLine = maxLine;
  }

  /**
   * Enrols an image or vector a line, and creates identities that are missing. Lines sent again
   * change nothing, so there is no {@code Idempotency-Key}: a request with one is refused. While it
   * runs it is one of the jobs; cancelled there, it breaks off.
   */
  @NeedsScope(Scope.ENROL)
  @MayAnswer.BadBody
  @Post(value = "/templates:bulk", consumes = NDJSON, produces = NDJSON)
  @RequestBody(
      content = @Content(mediaType = NDJSON, schema = @Schema(implementation = BulkLine.class)))
  @ApiResponse(
      responseCode = "200",
      description = "One result a line, in the order of the lines",
      content = @Content(mediaType = NDJSON, schema = @Schema(implementation = BulkResult.class)))
  Publisher<byte[]> enrolInBulk(String gallery, @Body Publisher<byte[]> body, HttpRequest<?> http) {
    kith.checkGallery(gallery);
    if (http.getHeaders().contains(RepeatKey.HEADER)) {
      throw ProblemKind.INVALID_REQUEST.with(
          "%s: is not for bulk; leave it out, lines that are sent again change nothing"
              .formatted(RepeatKey.HEADER));
    }
    PropagatedContext request = PropagatedContext.getOrEmpty();
    BulkJob job = new BulkJob(jobs, gallery);
    StreamImages images = new StreamImages();
    Caller caller = Caller.of(http);
    Flux<BulkResult> results =
        eachLine(job.sent(body), line -> prepare(gallery, line, images, caller))
            .bufferTimeout(GROUP, PATIENCE, true)
            .concatMap(
                group -> blocking(request, () -> enrolments.write(gallery, group, images)), 1)
            .flatMapIterable(written -> written);
    return job.answered(results)
        .doOnNext(result -> note(http, result, result.line(), result.problem()))
        .map(this::line)
        .doFinally(_ -> blocking.schedule(images::close));
  }

  private Prepared prepare(String gallery, Lines.Line line, StreamImages images, Caller caller) {
    @Nullable String identity = null;
    try {
      guard.check(caller);
      BulkLine read = read(line, BulkLine.class);
      identity = read.identity();
      return admission.line(() -> enrolments.prepare(gallery, line.number(), read, images));
    } catch (RuntimeException e) {
      return new Prepared.Answered(BulkResult.refused(line.number(), identity, Problems.of(e)));
    }
  }

  /** Identifies an image or vector a line; each line is the body of an identification. */
  @NeedsScope(Scope.IDENTIFY)
  @MayAnswer.BadBody
  @Post(value = "/identify:batch", consumes = NDJSON, produces = NDJSON)
  @RequestBody(
      content =
          @Content(mediaType = NDJSON, schema = @Schema(implementation = IdentifyRequest.class)))
  @ApiResponse(
      responseCode = "200",
      description = "One result a line, in the order of the lines",
      content = @Content(mediaType = NDJSON, schema = @Schema(implementation = BatchResult.class)))
  Publisher<byte[]> identifyBatch(
      String gallery, @Body Publisher<byte[]> body, HttpRequest<?> http) {
    kith.checkGallery(gallery);
    PropagatedContext request = PropagatedContext.getOrEmpty();
    Caller caller = Caller.of(http);
    return eachLine(body, line -> prepareProbe(gallery, line, caller))
        .bufferTimeout(PROBES, SHORT_PATIENCE, true)
        .flatMapSequential(group -> blocking(request, () -> answer(gallery, group)), AT_ONCE, 1)
        .flatMapIterable(results -> results)
        .doOnNext(result -> note(http, result.answer(), result.line(), result.problem()))
        .map(this::line);
  }

  private Identifications.Prepared prepareProbe(String gallery, Lines.Line line, Caller caller) {
    try {
      guard.check(caller);
      IdentifyRequest read = read(line, IdentifyRequest.class);
      return admission.line(() -> identifications.prepare(gallery, line.number(), read));
    } catch (RuntimeException e) {
      return new Identifications.Prepared.Answered(
          new BatchResult(line.number(), null, Problems.of(e)));
    }
  }

  private List<BatchResult> answer(String gallery, List<Identifications.Prepared> group) {
    try {
      return admission.line(() -> identifications.answer(gallery, group));
    } catch (RuntimeException e) {
      Problem problem = Problems.of(e);
      return group.stream().map(it -> new BatchResult(it.line(), null, problem)).toList();
    }
  }

  /**
   * Exports all identities and templates as they are at this moment, in lines that a bulk enrolment
   * takes. Two exports may run at the same time; a further one is refused.
   */
  @NeedsScope(Scope.ADMIN)
  @Get(value = "/export", produces = NDJSON, headRoute = false)
  @ApiResponse(
      responseCode = "200",
      description = "A line for each template, and for each identity without templates",
      content = @Content(mediaType = NDJSON, schema = @Schema(implementation = BulkLine.class)))
  Publisher<byte[]> exportGallery(String gallery, HttpRequest<?> http) {
    kith.checkGallery(gallery);
    Caller caller = Caller.of(http);
    // A place, given back when the answer ends; that to a HEAD would not begin, so there is none.
    if (!exports.tryAcquire()) {
      throw ProblemKind.OVERLOADED.with(
          "%d exports run already; try again when one has ended".formatted(MAX_EXPORTS));
    }
    return Flux.fromStream(() -> enrolments.export(gallery))
        .doOnNext(_ -> guard.check(caller))
        .map(this::line)
        .subscribeOn(blocking)
        .doFinally(_ -> exports.release());
  }

  private void note(
      HttpRequest<?> http, @Nullable Object answer, long line, @Nullable Problem problem) {
    int status = problem == null ? HttpStatus.OK.getCode() : problem.status();
    audit.ifPresent(it -> it.write(AuditFilter.entry(http, answer, line, status)));
  }

  /* The whole stream is one request of its key. */
  private <T> Flux<T> eachLine(Publisher<byte[]> body, Function<Lines.Line, T> work) {
    PropagatedContext request = PropagatedContext.getOrEmpty();
    Runnable leave = admission.enter();
    UploadRoom.Share share = room.share();
    Lines lines = new Lines(maxLine, room, share);
    return Flux.from(body)
        .concatMapIterable(lines::add, 1)
        .concatWith(Flux.defer(() -> Flux.fromIterable(lines.rest())))
        .flatMapSequential(line -> blocking(request, () -> done(line, work, share)), 2 * AT_ONCE, 1)
        .doFinally(
            _ -> {
              share.close();
              leave.run();
            });
  }

  private static <T> T done(Lines.Line line, Function<Lines.Line, T> work, UploadRoom.Share share) {
    try {
      return work.apply(line);
    } finally {
      share.give(line.bytes().length);
    }
  }

  private <T> Mono<T> blocking(PropagatedContext request, Callable<T> work) {
    return Mono.fromCallable(request.wrap(work)).subscribeOn(blocking);
  }

  private <T> T read(Lines.Line line, Class<T> type) {
    try {
      T read = json.readValue(line.content(), type);
      if (read != null) {
        return read;
      }
    } catch (IOException e) {
      throw ProblemKind.INVALID_REQUEST.with(
          "the line cannot be read: " + ProblemDocuments.plain(String.valueOf(e.getMessage())));
    }
    throw ProblemKind.INVALID_REQUEST.with("the line is null; send an object");
  }

  private byte[] line(Object result) {
    try {
      byte[] written = json.writeValueAsBytes(result);
      byte[] line = Arrays.copyOf(written, written.length + 1);
      line[written.length] = '\n';
      return line;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
