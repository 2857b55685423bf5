import { path } from './api.js';
import { followed } from './job-progress.js';

/** Identities that a calibration needs at least. */
export const FEWEST = 20;

/**
 * Starts a calibration in the way of the one before, and shows its progress.
 *
 * @param {string} gallery
 * @param {?{cohort: ?string, suspectsLeftOut: boolean}} before
 * @param {HTMLElement} place where progress is shown
 * @param {AbortSignal} signal
 * @returns {Promise<boolean>} whether it succeeded
 * @throws {Problem} when it is refused
 */
export async function calibrate(gallery, before, place, signal) {
  const json = before ? { cohort: before.cohort, leaveOutSuspects: before.suspectsLeftOut } : {};
  const { state } = await followed(path('galleries', gallery, 'calibrations'), json, place, signal);
  return state === 'succeeded';
}
