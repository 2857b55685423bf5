/**
 * Trains models on a folder of images, a folder per class, so that the cosine of their embeddings
 * also tells classes apart that they never saw.
 *
 * <pre>
 *   folder -> {@link io.kith.embedder.training.TrainingImages}   classes, and what cannot be used
 *          -> split by class, never by image: some classes are held out to validate
 *          -> prepare   each image once to twice the input's size
 *          -> batches   drawn, turned, warped on a thread of their own
 *          -> backbone -> head -> loss -> step
 *          -> epoch     validate on the classes held out, checkpoint
 *          -> bundle    weights and card.yml, a model like any other
 * </pre>
 *
 * <p>A training that starts from a model ({@link io.kith.embedder.BaseModel}) takes its subjects
 * for whole images, its weights for random ones and its detection into the bundle; the rest is the
 * same.
 *
 * <p>What it makes of the classes held out is measured by a {@link
 * io.kith.embedder.training.OpenSetFigures.Measure} that the caller has; here are only its figures.
 *
 * <p>Entry type: {@link io.kith.embedder.training.Trainer}. The same plan, images and number of
 * engine threads give the same weights: everything random comes from the plan's seed and the number
 * of the epoch and batch, so that a run that is resumed goes on as if it had not stopped.
 */
@NullMarked
package io.kith.embedder.training;

import org.jspecify.annotations.NullMarked;
