package io.kith.index;

import io.kith.index.calibration.Calibrator;

/**
 * How a gallery shall be moved to another model.
 *
 * @param model the other model
 * @param leaveBehind whether it is moved even where templates cannot be carried over: they stay
 *     with the model that was live, and are gone when that is removed
 * @param acceptWorse whether it is moved even where the other model misses more
 * @param dryRun whether both models are only compared, and nothing is changed
 * @param targetFpir the FPIR at which misses of both are compared
 * @param build how the index of the other model is built
 * @param calibrator measures both models
 */
public record UpgradePlan(
    GalleryModel model,
    boolean leaveBehind,
    boolean acceptWorse,
    boolean dryRun,
    double targetFpir,
    RebuildPlan build,
    Calibrator calibrator) {}
