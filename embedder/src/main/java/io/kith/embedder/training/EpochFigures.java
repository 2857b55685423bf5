package io.kith.embedder.training;

import org.jspecify.annotations.Nullable;

/**
 * Where a training stands after an epoch.
 *
 * @param epoch number, from 1
 * @param loss mean cross-entropy of its steps, nats
 * @param learningRate at its end
 * @param concentration how near all classes' directions are to one, 0 to 1
 * @param imagesPerSecond trained, over the epoch
 * @param cpuSeconds of the whole process so far
 * @param validation on the classes held out; null where none are, or after an epoch between those
 *     that are measured
 */
public record EpochFigures(
    int epoch,
    double loss,
    double learningRate,
    double concentration,
    double imagesPerSecond,
    double cpuSeconds,
    @Nullable OpenSetFigures validation) {}
