package io.kith.embedder;

import java.util.List;

/** Finds what is to be embedded in an image. Safe for concurrent use. */
interface SubjectFinder extends AutoCloseable {

  /** The subjects, most prominent first. */
  List<Sighting> find(Pyramid image, StageClock clock);

  @Override
  void close();
}
