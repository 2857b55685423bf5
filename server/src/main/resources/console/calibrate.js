import { path, send } from './api.js';
import { fill } from './dom.js';
import { followed } from './job-progress.js';
import { failure } from './notice.js';

/** Identities that a calibration needs at least. */
export const FEWEST = 20;

/**
 * Starts a calibration in the way of the one before, and shows its progress.
 *
 * @param {string} gallery
 * @param {?{cohort: ?string, suspectsLeftOut: boolean}} before
 * @param {HTMLElement} place where progress and problems are shown
 * @param {AbortSignal} signal
 * @returns {Promise<boolean>} whether it succeeded
 */
export async function calibrate(gallery, before, place, signal) {
  const json = before ? { cohort: before.cohort, leaveOutSuspects: before.suspectsLeftOut } : {};
  try {
    const job = await send('POST', path('galleries', gallery, 'calibrations'), { json, headers: { Prefer: 'respond-async' }, signal });
    return (await followed(job, place, signal)).state === 'succeeded';
  } catch (problem) {
    if (problem.name !== 'AbortError') {
      fill(place, failure(problem));
    }
    return false;
  }
}
