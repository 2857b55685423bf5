/**
 * Galleries of unit vectors: kept in a store, searched through an index, answered with a decision.
 *
 * <p>Start at {@link io.kith.index.Galleries}, which opens a folder and is its only writer, and
 * {@link io.kith.index.Gallery}: identities, their templates, and the search among them. What
 * belongs to a gallery beside these has a class of its own: {@link
 * io.kith.index.CalibrationHistory}, {@link io.kith.index.Inbox}, {@link io.kith.index.Feedback},
 * {@link io.kith.index.Upkeep}.
 *
 * <pre>
 *   a change   Gallery -> EmbeddingStore: one thread writes for all callers (GroupCommit), in SQLite
 *                      -> Follower: after each transaction the index is brought up to date ...
 *                      -> GalleryProjection -> GalleryIndex: ... by the rows that ChangeFeed gives
 *   a search   Gallery -> GalleryProjection -> IdentitySearch, in each segment the cheapest of
 *                         ExactScan, CodeScan (sign codes of {@link io.kith.index.codes}) and GraphWalk
 *                      -> Identification: known or unknown, by a Threshold
 *   a rebuild  Upkeep  -> Rebuild: the next Generation, written from the store beside the live one
 *                      -> each Gate -> Switchover: one row says which is live; PreviousGeneration stays
 *   a new model        -> Upgrade: CarryOver embeds again, then as a rebuild
 *   a threshold        -> {@link io.kith.index.calibration}, in the background by Recalibration
 *   an erasure         -> Purge
 * </pre>
 *
 * <p>What to know before changing something here:
 *
 * <ul>
 *   <li>The store is the truth. Whatever an index holds can be made anew from it, and is, where an
 *       index is missing, damaged, or made by other settings. Nothing is written to an index that
 *       is not a row first.
 *   <li>A change has returned when it is durable and every later search sees it. An index commits
 *       to disk now and then only: what it lacks after a crash is replayed, by the sequence number
 *       that each change has.
 *   <li>A deleted template leaves a tombstone in the store, until neither a generation nor a
 *       calibration needs it.
 *   <li>Vectors are of one model, known by its fingerprint, and never compared with another's. What
 *       embeds, searches or enrols does so {@link io.kith.index.Gallery#steadily}, and a model
 *       changes only between two such pieces of work.
 *   <li>k means identities. Cosines in an answer are exact, however a template was found.
 *   <li>What runs in the background rests in between ({@code Pace}), and a fault of it is logged
 *       and tried again.
 * </ul>
 *
 * <p>Lucene, SQLite and JDBI are known to this module only. It must not know images, networks or
 * HTTP.
 */
@NullMarked
package io.kith.index;

import org.jspecify.annotations.NullMarked;
