package io.kith.server.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The demo's symbols as a folder of images, a folder a symbol, for training. */
public final class SymbolFolder {

  private SymbolFolder() {}

  /**
   * Draws symbols, each by every drawer.
   *
   * @param folder where they go
   * @param symbols number of symbols, from the first on
   * @param drawers number of drawers
   */
  public static void write(Path folder, int symbols, int drawers) {
    List<Symbol> all = SymbolFile.read();
    try {
      for (Symbol symbol : all.subList(0, Math.min(symbols, all.size()))) {
        Path own = Files.createDirectories(folder.resolve(symbol.name()));
        for (int drawer = 0; drawer < drawers; drawer++) {
          Files.write(
              own.resolve("drawer%03d.png".formatted(drawer)),
              new Drawer(1000L + drawer).draw(symbol, 0).png());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
