package io.kith.config;

import java.util.List;

/**
 * Photographs that the demo shows Kith with.
 *
 * @param name short name, under which they are installed
 * @param licence the licence as their package states it
 * @param source the package that holds them
 * @param files the photographs in the order of showing
 */
public record Photographs(
    String name, String licence, ModelCard.Source source, List<ModelCard.File> files)
    implements Installable {

  public Photographs {
    files = List.copyOf(files);
  }

  @Override
  public String installCommand() {
    return "kith demo faces --photographs FILE";
  }
}
