package io.kith.server.http;

import io.kith.server.api.CalibrationList;
import io.kith.server.api.CalibrationRequest;
import io.kith.server.api.CalibrationView;
import io.kith.server.api.JobView;
import io.kith.server.api.ProblemException;
import io.kith.server.api.ProblemKind;
import io.kith.server.api.Scope;
import io.kith.server.api.ScoreRules;
import io.kith.server.service.Jobs;
import io.kith.server.service.LocalKith;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Calibrations of a gallery. */
@Tag(name = "calibrations")
@MayAnswer.NotFound
@Controller("/v1/galleries/{gallery}")
@ExecuteOn(TaskExecutors.BLOCKING)
class CalibrationsController {

  /* A client, or what stands between, would give a connection up that is silent for long. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final LocalKith kith;
  private final Jobs jobs;

  CalibrationsController(LocalKith kith, Jobs jobs) {
    this.kith = kith;
    this.jobs = jobs;
  }

  /** Compares rules by which the score of an identity could come from its templates. */
  @NeedsScope(Scope.ADMIN)
  @MayAnswer.Conflict
  @Get("/score-rules")
  ScoreRules scoreRules(String gallery) {
    return kith.scoreRules(gallery);
  }

  /** Lists the last 20 calibrations, the latest first. */
  @NeedsScope({Scope.IDENTIFY, Scope.ENROL})
  @Get("/calibrations")
  CalibrationList listCalibrations(String gallery) {
    return kith.calibrations(gallery);
  }

  /** Gets a calibration with its curve and its suspects. */
  @NeedsScope(Scope.ADMIN)
  @Get("/calibrations/{calibration}")
  CalibrationView getCalibration(String gallery, String calibration) {
    return kith.calibration(gallery, calibration);
  }

  /**
   * Measures the gallery's error rates on its own templates, or a cohort's; thresholds come from it
   * when that is done. Answers then, or with the job that does it: when it takes more than a
   * minute, or at once with {@code Prefer: respond-async}.
   */
  @NeedsScope(Scope.ADMIN)
  @MayAnswer.Job
  @MayAnswer.Conflict
  @MayAnswer.BadBody
  @MayAnswer.StorageFull
  @Post("/calibrations")
  @ApiResponse(
      responseCode = "201",
      description = "The calibration",
      content = @Content(schema = @Schema(implementation = CalibrationView.class)))
  HttpResponse<?> calibrate(
      String gallery,
      @Header("Prefer") @Nullable String prefer,
      @Body @Valid @Nullable CalibrationRequest request,
      HttpRequest<?> http) {
    CalibrationRequest how =
        request == null ? new CalibrationRequest(null, null, null, null, null) : request;
    if (how.cohort() != null) {
      Caller.of(http).require(Scope.ADMIN, how.cohort());
    }
    kith.checkGallery(gallery);
    JobView started =
        jobs.start("calibration", gallery, progress -> kith.calibrate(gallery, how, progress));
    AuditFilter.names(http, "job", started.id());
    AuditFilter.names(http, "cohort", how.cohort());
    if (Answers.mayComeLater(prefer)) {
      return Answers.accepted(started);
    }
    JobView job = jobs.await(started.id(), PATIENCE);
    return switch (job.state()) {
      case SUCCEEDED -> HttpResponse.created(job.result());
      case FAILED -> throw new ProblemException(Objects.requireNonNull(job.problem()));
      case CANCELLED -> throw ProblemKind.UNAVAILABLE.with("it was cancelled");
      case WAITING, RUNNING -> Answers.accepted(job);
    };
  }
}
