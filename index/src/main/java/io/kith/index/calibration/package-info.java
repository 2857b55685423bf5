/**
 * Where "unknown" begins: the threshold that gives a chosen false-positive identification rate,
 * measured on a gallery's own templates with each identity hidden in turn.
 *
 * <p>{@link io.kith.index.calibration.Calibrator} is the way in. It knows vectors and keys, nothing
 * of store and index. Terms follow ISO/IEC 19795-1:
 *
 * <ul>
 *   <li>FPIR(N, T): share of non-mated searches among N identities whose best cosine is at or above
 *       T
 *   <li>FNIR(N, 1, T): share of mated searches whose own identity is not first, or below T
 * </ul>
 */
@NullMarked
package io.kith.index.calibration;

import org.jspecify.annotations.NullMarked;
