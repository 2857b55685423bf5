package io.kith.server.api;

import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;

/**
 * A template.
 *
 * @param id its id
 * @param contentHash hash of the image or vector it was made from
 * @param quality norm of the vector before it was normalised: low for blurred or badly lit samples
 * @param created when it was enrolled
 * @param image whether the image that it was made from is kept
 */
@Serdeable
public record TemplateView(
    String id, String contentHash, double quality, Instant created, boolean image) {}
