package io.kith.index;

import java.time.Instant;
import java.util.OptionalDouble;

/**
 * What a gallery is and how much it holds.
 *
 * @param name its name
 * @param model the model whose embeddings it holds
 * @param threshold smallest cosine accepted as Known, in [-1, 1], where the gallery sets one
 * @param identities number of identities, with or without templates
 * @param templates number of templates
 * @param generation number of the live index generation, from 1; rises when the index is rebuilt
 * @param created when it was created
 */
public record GalleryInfo(
    String name,
    GalleryModel model,
    OptionalDouble threshold,
    long identities,
    long templates,
    long generation,
    Instant created) {}
