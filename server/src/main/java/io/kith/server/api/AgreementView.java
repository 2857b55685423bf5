package io.kith.server.api;

import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;

/**
 * How far searches found what measuring all templates finds, when that was last tried in the
 * background.
 *
 * @param searches how many were made
 * @param right how many of them did
 * @param rebuild whether the index should be built anew
 * @param measured when
 */
@Serdeable
public record AgreementView(int searches, int right, boolean rebuild, Instant measured) {}
