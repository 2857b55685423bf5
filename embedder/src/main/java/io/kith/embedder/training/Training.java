package io.kith.embedder.training;

import org.jspecify.annotations.Nullable;

/**
 * How a training ended.
 *
 * @param epochs whole epochs behind the model, those of earlier runs included
 * @param whole whether these are all that the plan asks for
 * @param last the last epoch of this run; null when it trained none
 * @param heldOut how the model does on the classes held out; null where none are
 * @param before how the model that it started from does on them; null where it started from none
 */
public record Training(
    int epochs,
    boolean whole,
    @Nullable EpochFigures last,
    @Nullable OpenSetFigures heldOut,
    @Nullable OpenSetFigures before) {}
