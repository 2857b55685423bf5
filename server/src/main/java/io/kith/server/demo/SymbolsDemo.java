package io.kith.server.demo;

import io.kith.server.api.Kith;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Enrols the first symbols of {@code symbols.txt} from one to three drawings each; then identifies
 * a drawing of each by somebody whose hand Kith has not seen, and of every other symbol, which was
 * never enrolled.
 */
public final class SymbolsDemo {

  /** The model that the demo shows; it comes with Kith. */
  public static final String MODEL = "glyphs";

  private static final int ENROLLED = 20;
  private static final int MAX_SAMPLES = 3;

  /* Drawers with seeds from 1 up enrol; those from 101 up draw the probes. */
  private static final int ENROLLING_DRAWERS = 12;
  private static final int FIRST_PROBE_DRAWER = 101;

  private final Kith kith;
  private final List<Symbol> symbols = SymbolFile.read();

  /** A demo. */
  public SymbolsDemo(Kith kith) {
    this.kith = kith;
  }

  /** Runs the demo; what it enrolled stays in the gallery {@code demo}. */
  public List<Probe> run() {
    DemoGallery gallery = DemoGallery.make(kith, MODEL, image -> new Drawing(image).png());
    for (int i = 0; i < ENROLLED; i++) {
      gallery.enrol(symbols.get(i).name(), samples(i));
    }
    List<Probe> probes = new ArrayList<>();
    for (int i = 0; i < symbols.size(); i++) {
      Symbol symbol = symbols.get(i);
      boolean enrolled = i < ENROLLED;
      BufferedImage image = new Drawer(FIRST_PROBE_DRAWER + i).draw(symbol, 0).image();
      String change = enrolled ? "%s enrolled".formatted(count(i)) : "never enrolled";
      String truth = enrolled ? symbol.name() : Probe.UNKNOWN;
      probes.add(gallery.identify(image, symbol.name(), change, truth));
    }
    return probes;
  }

  /** Drawings of a symbol to enrol, each by another drawer. */
  private List<BufferedImage> samples(int symbol) {
    return IntStream.range(0, number(symbol))
        .map(sample -> 1 + (MAX_SAMPLES * symbol + sample) % ENROLLING_DRAWERS)
        .mapToObj(drawer -> new Drawer(drawer).draw(symbols.get(symbol), 0).image())
        .toList();
  }

  private static int number(int symbol) {
    return 1 + symbol % MAX_SAMPLES;
  }

  private static String count(int symbol) {
    int number = number(symbol);
    return number == 1 ? "1 drawing" : number + " drawings";
  }
}
