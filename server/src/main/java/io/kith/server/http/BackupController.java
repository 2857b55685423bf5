package io.kith.server.http;

import io.kith.server.api.Scope;
import io.kith.server.service.Backup;
import io.kith.server.service.Backups;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.inject.Named;
import java.util.concurrent.ExecutorService;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** A backup of everything. */
@Tag(name = "backup")
@Controller("/v1/backup")
class BackupController {

  private static final String ZIP = "application/zip";

  private final Backups backups;
  private final Guard guard;
  private final Scheduler blocking;

  BackupController(
      Backups backups, Guard guard, @Named(TaskExecutors.IO) ExecutorService blocking) {
    this.backups = backups;
    this.guard = guard;
    this.blocking = Schedulers.fromExecutorService(blocking);
  }

  /**
   * A Kith home as it is at this moment, as a zip file: galleries with everything in them, keys and
   * models. {@code kith restore} makes a home of it. One is made at a time; a further one is
   * refused.
   */
  @NeedsScope(Scope.ADMIN)
  @MayAnswer.StorageFull
  @ExecuteOn(TaskExecutors.IO)
  @Get(produces = ZIP, headRoute = false)
  @ApiResponse(
      responseCode = "200",
      description = "Whole when the answer ends as it should",
      content =
          @Content(
              mediaType = ZIP,
              schema = @Schema(implementation = String.class, format = "binary")))
  HttpResponse<Flux<byte[]>> backup(HttpRequest<?> request) {
    Caller caller = Caller.of(request);
    Backup backup = backups.begin();
    Flux<byte[]> pieces =
        Flux.<byte[], Backup>generate(
                () -> backup,
                (state, sink) -> {
                  state.next().ifPresentOrElse(sink::next, sink::complete);
                  return state;
                },
                Backup::close)
            .doOnNext(_ -> guard.check(caller))
            .subscribeOn(blocking);
    return HttpResponse.ok(pieces)
        .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"kith-backup.zip\"");
  }
}
