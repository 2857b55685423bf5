package io.kith.server.api;

import io.micronaut.serde.annotation.Serdeable;
import java.util.List;

/** Jobs, the latest first. */
@Serdeable
public record JobList(List<JobView> jobs) {}
