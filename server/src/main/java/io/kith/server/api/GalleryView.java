package io.kith.server.api;

import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A gallery.
 *
 * @param name its name
 * @param model model of its embeddings
 * @param threshold smallest cosine accepted as Known where a request gives none; null when neither
 *     gallery nor model card has one, and every identification must give its own
 * @param thresholdSource where it comes from: {@code model card}, {@code calibration} or {@code
 *     gallery}
 * @param targetFpir share of searches for strangers that may return an identity, as it is set; null
 *     when the gallery sets a threshold
 * @param fpir share of searches for strangers that is expected to return an identity at the
 *     threshold, by the latest calibration; null before the first. Above the target where that is
 *     smaller than the calibration supports
 * @param calibration id of the latest calibration; null before the first
 * @param keepImages whether the images that templates are made from are kept
 * @param identities number of identities
 * @param templates number of templates
 * @param generation generation of its index
 * @param structure what the index is to be built of: {@code auto}, {@code graph} or {@code scan}
 * @param searched what searches of the whole gallery use now: {@code scan} or {@code graph}
 * @param agreement how far its searches find what is there; null until that was measured
 * @param created when it was created
 */
@Serdeable
public record GalleryView(
    String name,
    ModelView model,
    @Nullable Double threshold,
    @Nullable String thresholdSource,
    @Nullable Double targetFpir,
    @Nullable Double fpir,
    @Nullable String calibration,
    boolean keepImages,
    long identities,
    long templates,
    long generation,
    String structure,
    String searched,
    @Nullable AgreementView agreement,
    Instant created) {}
