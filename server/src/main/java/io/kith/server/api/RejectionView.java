package io.kith.server.api;

import io.micronaut.serde.annotation.Serdeable;

/**
 * What was noted of a probe that was rejected.
 *
 * @param identity the identity that it is not of
 * @param template the template of that identity that it comes nearest to
 * @param cosine how near
 */
@Serdeable
public record RejectionView(String identity, String template, double cosine) {}
