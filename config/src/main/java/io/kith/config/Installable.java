package io.kith.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Files of a registry package that Kith installs into a folder of their name. */
public sealed interface Installable permits ModelCard, Photographs {

  /** Short name: letters, digits and hyphens. */
  String name();

  /** Where the files come from; null when their owner puts them into the folder. */
  ModelCard.@Nullable Source source();

  /** The files, with their hashes. */
  List<ModelCard.File> files();

  /** Command that installs them from a package fetched by hand, {@code FILE}. */
  String installCommand();
}
