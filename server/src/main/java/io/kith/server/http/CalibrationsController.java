package io.kith.server.http;

import io.kith.server.api.CalibrationList;
import io.kith.server.api.CalibrationRequest;
import io.kith.server.api.CalibrationView;
import io.kith.server.api.Progress;
import io.kith.server.api.ScoreRules;
import io.kith.server.service.LocalKith;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import org.jspecify.annotations.Nullable;

/** Calibrations of a gallery. */
@Tag(name = "calibrations")
@Controller("/v1/galleries/{gallery}")
@ExecuteOn(TaskExecutors.BLOCKING)
class CalibrationsController {

  private final LocalKith kith;

  CalibrationsController(LocalKith kith) {
    this.kith = kith;
  }

  /** Compares rules by which the score of an identity could come from its templates. */
  @Get("/score-rules")
  ScoreRules scoreRules(String gallery) {
    return kith.scoreRules(gallery);
  }

  /** Lists the last 20 calibrations, the latest first. */
  @Get("/calibrations")
  CalibrationList list(String gallery) {
    return kith.calibrations(gallery);
  }

  /** Gets a calibration with its curve and its suspects. */
  @Get("/calibrations/{calibration}")
  CalibrationView get(String gallery, String calibration) {
    return kith.calibration(gallery, calibration);
  }

  /**
   * Measures the gallery's error rates on its own templates, or a cohort's; answers when it is
   * done, and thresholds come from it then.
   */
  @Post("/calibrations")
  @Status(HttpStatus.CREATED)
  CalibrationView calibrate(String gallery, @Body @Valid @Nullable CalibrationRequest request) {
    return kith.calibrate(
        gallery,
        request == null ? new CalibrationRequest(null, null, null, null, null) : request,
        Progress.NONE);
  }
}
