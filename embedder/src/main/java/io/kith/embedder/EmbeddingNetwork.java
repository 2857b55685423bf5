package io.kith.embedder;

import io.kith.config.ModelCard;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Embeds aligned subjects, several in one run where the network takes a batch. Safe for concurrent
 * use.
 */
final class EmbeddingNetwork implements AutoCloseable {

  /** Most subjects in one run: bounds memory, and on one thread a larger batch is no faster. */
  private static final int MAX_BATCH = 16;

  /** Largest difference of a value computed alone and in a batch, relative to the vector's norm. */
  private static final double TOLERANCE = 1e-3;

  private final ModelCard card;
  private final OpenNetwork network;
  private final Sampler sampler;
  private final int maxBatch;

  private EmbeddingNetwork(ModelCard card, OpenNetwork network, int maxBatch) {
    this.card = card;
    this.network = network;
    this.sampler = new Sampler(card.embedding());
    this.maxBatch = maxBatch;
  }

  /**
   * Loads the network, ready for batches if it answers them as it answers single inputs.
   *
   * @param file bytes of the embedding network's file
   * @throws ModelException when it cannot be loaded, or gives another dimension than the card says
   */
  static EmbeddingNetwork load(ModelCard card, byte[] file) {
    EmbeddingNetwork loaded =
        batched(card, file)
            .orElseGet(
                () -> new EmbeddingNetwork(card, OpenNetwork.load(card.embedding(), file), 1));
    try {
      loaded.run(loaded.noise(1), 1);
      return loaded;
    } catch (Throwable e) {
      loaded.close();
      throw e;
    }
  }

  private static Optional<EmbeddingNetwork> batched(ModelCard card, byte[] file) {
    Optional<byte[]> dynamic =
        switch (card.embedding().engine()) {
          case ONNX_RUNTIME -> OnnxBatch.dynamic(file);
          case PYTORCH, KITH -> Optional.of(file);
        };
    if (dynamic.isEmpty()) {
      return Optional.empty();
    }
    try {
      OpenNetwork network = OpenNetwork.load(card.embedding(), dynamic.get());
      EmbeddingNetwork loaded = new EmbeddingNetwork(card, network, MAX_BATCH);
      if (loaded.answersBatches()) {
        return Optional.of(loaded);
      }
      loaded.close();
    } catch (ModelException e) {
      // The network as it is in its file is loaded instead, and says what is wrong if that fails
      // too.
    }
    return Optional.empty();
  }

  private boolean answersBatches() {
    try {
      float[] inputs = noise(2);
      List<float[]> together = run(inputs, 2);
      for (int i = 0; i < 2; i++) {
        int from = i * sampler.size();
        float[] alone = run(Arrays.copyOfRange(inputs, from, from + sampler.size()), 1).getFirst();
        if (!Answers.agree(alone, together.get(i), TOLERANCE)) {
          return false;
        }
      }
      return true;
    } catch (ModelException e) {
      return false;
    }
  }

  /** Embeds subjects of one image, in their order. */
  List<Embedding> embed(Pyramid image, List<Sighting> subjects, StageClock clock) {
    List<Embedding> embeddings = new ArrayList<>();
    for (int from = 0; from < subjects.size(); from += maxBatch) {
      List<Sighting> batch = subjects.subList(from, Math.min(from + maxBatch, subjects.size()));
      float[] inputs = new float[batch.size() * sampler.size()];
      for (int i = 0; i < batch.size(); i++) {
        sampler.sample(image, batch.get(i).toImage(), inputs, i * sampler.size());
      }
      clock.time(Stage.EMBED, () -> run(inputs, batch.size())).stream()
          .map(Embedding::normalised)
          .forEach(embeddings::add);
    }
    return embeddings;
  }

  /** Vectors, one an input, as the network gives them. */
  private List<float[]> run(float[] inputs, int batch) {
    float[] output = network.run(inputs, batch).getFirst();
    int dimension = card.dimension();
    if (output.length != batch * dimension) {
      throw new ModelException(
          ModelException.Problem.BAD_CARD,
          "model %s: the card says dimension: %d, network %s gives: %d; correct the card"
              .formatted(card.name(), dimension, card.embedding().file(), output.length / batch));
    }
    List<float[]> rows = new ArrayList<>();
    for (int i = 0; i < batch; i++) {
      rows.add(Arrays.copyOfRange(output, i * dimension, (i + 1) * dimension));
    }
    return rows;
  }

  private float[] noise(int batch) {
    Random random = new Random(1);
    float[] values = new float[batch * sampler.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = 2 * random.nextFloat() - 1;
    }
    return values;
  }

  @Override
  public void close() {
    network.close();
  }
}
