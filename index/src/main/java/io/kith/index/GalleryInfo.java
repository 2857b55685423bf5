package io.kith.index;

import java.time.Instant;

/**
 * What a gallery is and how much it holds.
 *
 * @param name its name
 * @param model the model whose embeddings it holds
 * @param rule how it finds its threshold
 * @param keepsImages whether the images that templates are made from are kept
 * @param identities number of identities, with or without templates
 * @param templates number of templates
 * @param generation number of the live index generation, from 1; rises when the index is rebuilt
 * @param structure what that is to be built of: {@code auto}, {@code graph} or {@code scan}
 * @param walked whether searches of the whole gallery walk a graph of it
 * @param created when it was created
 */
public record GalleryInfo(
    String name,
    GalleryModel model,
    ThresholdRule rule,
    boolean keepsImages,
    long identities,
    long templates,
    long generation,
    String structure,
    boolean walked,
    Instant created) {}
