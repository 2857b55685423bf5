package io.kith.embedder;

import io.kith.config.ModelCard;
import java.util.ArrayList;
import java.util.List;

/** A model whose networks are loaded. Safe for concurrent use. */
final class OpenModel implements Embedder {

  private final ModelCard card;
  private final String fingerprint;
  private final SubjectFinder finder;
  private final EmbeddingNetwork network;
  private final Turnstile turnstile;
  private final StageListener listener;

  OpenModel(
      ModelCard card,
      SubjectFinder finder,
      EmbeddingNetwork network,
      Turnstile turnstile,
      StageListener listener) {
    this.card = card;
    this.fingerprint = Fingerprint.of(card);
    this.finder = finder;
    this.network = network;
    this.turnstile = turnstile;
    this.listener = listener;
  }

  @Override
  public ModelCard card() {
    return card;
  }

  @Override
  public String fingerprint() {
    return fingerprint;
  }

  @Override
  public int dimension() {
    return card.dimension();
  }

  @Override
  public List<Subject> embed(DecodedImage image) {
    StageClock clock = new StageClock();
    clock.run(Stage.WAIT, turnstile::enter);
    try {
      List<Subject> subjects = embed(new Pyramid(image), clock);
      clock.report(listener);
      return subjects;
    } finally {
      turnstile.leave();
    }
  }

  private List<Subject> embed(Pyramid image, StageClock clock) {
    List<Sighting> sightings = finder.find(image, clock);
    List<Embedding> embeddings = network.embed(image, sightings, clock);
    List<Subject> subjects = new ArrayList<>();
    for (int i = 0; i < sightings.size(); i++) {
      Sighting sighting = sightings.get(i);
      subjects.add(new Subject(sighting.box(), sighting.score(), embeddings.get(i)));
    }
    return List.copyOf(subjects);
  }

  @Override
  public void close() {
    if (turnstile.shut()) {
      finder.close();
      network.close();
    }
  }
}
