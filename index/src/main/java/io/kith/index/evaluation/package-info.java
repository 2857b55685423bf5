/**
 * How well embeddings tell identities apart: the statistics behind {@code kith evaluate} and the
 * figures that {@code kith train} prints, in the terms of ISO/IEC 19795-1.
 *
 * <pre>
 *   {@link io.kith.index.evaluation.IdentitySamples}   embeddings of each identity's samples
 *     -> {@link io.kith.index.evaluation.IdentificationFigures}   open-set 1:N over random splits: FNIR(N, R, T) at a FPIR, CMC
 *     -> {@link io.kith.index.evaluation.VerificationFigures}     1:1: ROC, AUC, EER, TAR@FAR, accuracy over folds
 *     -> {@link io.kith.index.evaluation.FewShotFigures}          closed-set episodes of n ways and k shots
 * </pre>
 *
 * <p>{@link io.kith.index.evaluation.Searches} and {@link io.kith.index.evaluation.Comparisons} are
 * for those who have cosines already. Searches are exact: no graph is walked, so that the figures
 * are those of the model.
 *
 * <p>A rate is stated only where the number of trials supports it; {@link
 * io.kith.index.evaluation.Resolution} says when that is.
 *
 * <p>It knows vectors and names of identities only: no model, no image, no gallery.
 */
@NullMarked
package io.kith.index.evaluation;

import org.jspecify.annotations.NullMarked;
