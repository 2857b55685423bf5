package io.kith.index;

import java.util.Optional;

/** The last step of making a generation. */
@FunctionalInterface
interface Switching {

  /**
   * Brings a generation up to date and makes it live.
   *
   * @param from the generation that has to be live until then
   * @return the gate that was not passed after all; empty when it is live
   */
  Optional<Gate> to(Generation next, GalleryIndex index, Generation from);
}
