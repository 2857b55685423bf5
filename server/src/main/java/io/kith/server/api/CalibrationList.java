package io.kith.server.api;

import io.micronaut.serde.annotation.Serdeable;
import java.util.List;

/** A gallery's calibrations, the latest first. */
@Serdeable
public record CalibrationList(List<CalibrationSummary> calibrations) {}
