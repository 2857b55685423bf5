/**
 * The embedder: image bytes to unit vectors.
 *
 * <pre>
 *   bytes -> {@link io.kith.embedder.DecodedImage}   decoded, upright, checked against limits
 *         -> detect    the detection network gives boxes, the weaker of two that overlap is dropped
 *         -> align     the landmark network gives five points, a similarity moves them to the template
 *         -> embed     the embedding network, several subjects in one batch
 *         -> normalise = {@link io.kith.embedder.Subject}: box, score, {@link io.kith.embedder.Embedding}
 * </pre>
 *
 * <p>Start at {@link io.kith.embedder.Models}, which lists, installs and opens models:
 *
 * <pre>{@code
 * Models models = new Models(home.models(), settings, StageListener.NONE);
 * models.install("faces", Optional.empty(), System.err::println);
 * try (Embedder embedder = models.open("faces")) {
 *   for (Subject subject : embedder.embed(DecodedImage.decode(bytes, limits))) {
 *     float[] vector = subject.embedding().vector();
 *   }
 * }
 * }</pre>
 *
 * <p>A model is data. Its {@link io.kith.config.ModelCard} names the files with their hashes and
 * says what each network expects; another model of the same kind needs another card and no code. A
 * card without detection embeds the whole image, with its proportions kept. To add a model of your
 * own, make a folder of its name in the folder of models, and put the network's file (ONNX or
 * TorchScript) and a {@code card.yml} into it.
 *
 * <p>What to know before changing something here:
 *
 * <ul>
 *   <li>Embeddings are comparable only when made alike. Whatever changes them for the same card
 *       must raise the version in {@code Fingerprint}, or galleries would mix two spaces without
 *       noticing.
 *   <li>Every file is hashed each time it is read. Files on disk stay as they were published; that
 *       a network takes a batch is an edit in memory ({@code OnnxBatch}), which must prove itself
 *       before it is used.
 *   <li>A call runs on its caller's thread with one engine thread, as many at once as {@code
 *       Turnstile} lets through: on a busy machine that gives the most images a second. All native
 *       memory of a call is freed when it returns.
 *   <li>Coordinates are continuous: the centre of the first pixel is at (0.5, 0.5).
 *   <li>An image that cannot be used is an {@link io.kith.embedder.ImageException}, a model that
 *       cannot be used is a {@link io.kith.embedder.ModelException}; both say what to change. That
 *       an image shows nobody is an empty list.
 * </ul>
 *
 * <p>Models are trained in {@link io.kith.embedder.training}, with heads of {@link
 * io.kith.embedder.margin} on networks of {@link io.kith.embedder.backbone}, at random weights or
 * at those of a {@link io.kith.embedder.BaseModel}.
 *
 * <p>DJL and its engines are known to this module only, and native values never leave it. It must
 * not know galleries, thresholds at work, or HTTP.
 */
@NullMarked
package io.kith.embedder;

import org.jspecify.annotations.NullMarked;
