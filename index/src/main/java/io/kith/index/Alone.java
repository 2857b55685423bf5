package io.kith.index;

import java.util.function.Supplier;

/** Does work while nothing else uses a gallery; afterwards the gallery is as the store says. */
interface Alone {

  /** Does it. */
  <T> T with(Supplier<T> work);
}
