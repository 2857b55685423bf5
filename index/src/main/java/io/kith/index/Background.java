package io.kith.index;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Work that is done again and again in the background, whatever becomes of it once. */
final class Background {

  private static final Logger log = LoggerFactory.getLogger(Background.class);

  private Background() {}

  /**
   * Does a piece of work. What it throws is logged, errors too: an executor does not run again what
   * threw, and memory that ran out comes back.
   *
   * @param failure what is not done then
   */
  static void attempt(String failure, Runnable work) {
    try {
      work.run();
    } catch (Throwable e) {
      log.warn("{}: {}; cause: {}", failure, e.toString(), String.valueOf(e.getCause()));
    }
  }
}
