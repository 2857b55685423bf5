package io.kith.index;

import org.jspecify.annotations.Nullable;

/**
 * An identity that a search returned.
 *
 * @param identity its id
 * @param label its label, if any
 * @param cosine float32 cosine of the probe and the identity's best template, in [-1, 1] up to
 *     rounding
 * @param template id of that template
 */
public record Candidate(String identity, @Nullable String label, double cosine, String template) {}
