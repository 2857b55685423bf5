package io.kith.embedder;

import io.kith.config.ModelCard;
import io.kith.embedder.ModelException.Problem;
import io.kith.embedder.backbone.OnnxMobileFaceNet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A model to train on from: what finds its subjects, and its embedding network in the form in which
 * Kith trains networks. Safe for concurrent use.
 */
public final class BaseModel implements AutoCloseable {

  /** Largest difference of an answer of the two forms, relative to the vector's norm. */
  private static final double TOLERANCE = 1e-4;

  private final ModelCard card;
  private final ModelFiles files;
  private final SubjectFinder finder;
  private final byte[] file;
  private final ModelCard.Backbone backbone;

  private BaseModel(
      ModelCard card,
      ModelFiles files,
      SubjectFinder finder,
      byte[] file,
      ModelCard.Backbone backbone) {
    this.card = card;
    this.files = files;
    this.finder = finder;
    this.file = file;
    this.backbone = backbone;
  }

  /**
   * Opens a model; its finder is closed with it.
   *
   * @throws ModelException when its network is none that can be trained
   */
  static BaseModel open(ModelCard card, ModelFiles files, SubjectFinder finder) {
    byte[] file = files.read(card.embedding());
    ModelCard.Backbone own = card.embedding().backbone();
    ModelCard.Backbone backbone =
        own != null
            ? own
            : OnnxMobileFaceNet.read(file)
                .map(OnnxMobileFaceNet::backbone)
                .orElseThrow(() -> notTrainable(card));
    return new BaseModel(card, files, finder, file, backbone);
  }

  private static ModelException notTrainable(ModelCard card) {
    return new ModelException(
        Problem.NOT_TRAINABLE,
        "model %s cannot be trained on: its network %s is neither one of Kith's own nor a MobileFaceNet in an ONNX file"
            .formatted(card.name(), card.embedding().file()));
  }

  public ModelCard card() {
    return card;
  }

  /** The backbone of {@link #network}. */
  public ModelCard.Backbone backbone() {
    return backbone;
  }

  /** See {@link Embedder#fingerprint}. */
  public String fingerprint() {
    return Fingerprint.of(card);
  }

  /**
   * The embedding network in the form in which it is trained.
   *
   * @param name of the file that will hold its weights
   */
  public ModelCard.Network network(String name) {
    ModelCard.Network network = card.embedding();
    return new ModelCard.Network(
        name,
        ModelCard.Engine.KITH,
        network.width(),
        network.height(),
        network.colour(),
        network.mean(),
        network.scale(),
        backbone,
        network.frame());
  }

  /**
   * Its weights in that form; they answer as the model does.
   *
   * @throws ModelException when they do not
   */
  public byte[] weights() {
    if (card.embedding().backbone() != null) {
      return file.clone();
    }
    byte[] weights =
        OnnxMobileFaceNet.read(file)
            .flatMap(onnx -> onnx.weights(network(card.embedding().file())))
            .orElseThrow(() -> notTrainable(card));
    if (!answersAlike(weights)) {
      throw notTrainable(card);
    }
    return weights;
  }

  private boolean answersAlike(byte[] weights) {
    ModelCard.Network network = network(card.embedding().file());
    Random random = new Random(1);
    float[] noise = new float[network.channels() * network.height() * network.width()];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = 2 * random.nextFloat() - 1;
    }
    try (OpenNetwork theirs = OpenNetwork.load(card.embedding(), file);
        OpenNetwork ours = OpenNetwork.load(network, weights)) {
      return Answers.agree(
          theirs.run(noise, 1).getFirst(), ours.run(noise, 1).getFirst(), TOLERANCE);
    }
  }

  /** Cuts an input of any size out of images as this model sees them. */
  public SubjectInput input(ModelCard.Network input) {
    return new SubjectInput(finder, card.embedding(), input);
  }

  /**
   * Copies the files that find its subjects into another model's folder.
   *
   * @return their entries for that model's card
   */
  public List<ModelCard.File> copyDetection(Path folder) throws IOException {
    ModelCard.Detection detection = card.detection();
    if (detection == null) {
      return List.of();
    }
    List<ModelCard.File> copied = new ArrayList<>();
    for (ModelCard.Network network : List.of(detection.detector(), detection.landmarks())) {
      byte[] bytes = files.read(network);
      Path next = Files.write(folder.resolve(network.file() + ".next"), bytes);
      Files.move(
          next,
          folder.resolve(network.file()),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
      copied.add(new ModelCard.File(network.file(), null, Sha256.hex(bytes)));
    }
    return copied;
  }

  @Override
  public void close() {
    finder.close();
  }
}
