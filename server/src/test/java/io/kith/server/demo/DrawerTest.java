package io.kith.server.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Drawings of all symbols by made-up people. */
final class DrawerTest {

  private static final int WHITE = 255;
  private static final int DRAWERS = 40;

  private final List<Symbol> symbols = SymbolFile.read();

  @Test
  void theSameDrawerSymbolAndAttemptGiveTheSameDrawing() {
    for (Symbol symbol : symbols) {
      assertThat(new Drawer(7).draw(symbol, 2).png())
          .isEqualTo(new Drawer(7).draw(symbol, 2).png());
    }
  }

  @Test
  void drawersAndAttemptsDiffer() {
    Symbol symbol = symbols.getFirst();
    List<byte[]> drawings =
        List.of(
            new Drawer(1).draw(symbol, 0).png(),
            new Drawer(1).draw(symbol, 1).png(),
            new Drawer(2).draw(symbol, 0).png());

    assertThat(drawings).doesNotHaveDuplicates();
  }

  @Test
  void aDrawersAttemptsAreMoreAlikeThanTheDrawingsOfOthers() {
    double own = 0;
    double others = 0;
    for (Symbol symbol : symbols) {
      for (int drawer = 1; drawer <= 10; drawer++) {
        BufferedImage image = new Drawer(drawer).draw(symbol, 0).image();
        own += difference(image, new Drawer(drawer).draw(symbol, 1).image());
        others += difference(image, new Drawer(drawer + 10).draw(symbol, 1).image());
      }
    }
    assertThat(own).isLessThan(others);
  }

  @Test
  void everyDrawingHasInkAndStaysWithinThePaper() {
    for (Symbol symbol : symbols) {
      for (int seed = 0; seed < DRAWERS; seed++) {
        BufferedImage image = new Drawer(seed).draw(symbol, 0).image();
        String name = "%s by drawer %d".formatted(symbol.name(), seed);

        assertThat(image.getWidth()).isEqualTo(Drawing.SIDE);
        assertThat(image.getHeight()).isEqualTo(Drawing.SIDE);
        assertThat(dark(image)).as(name).isBetween(80, Drawing.SIDE * Drawing.SIDE / 4);
        assertThat(borderIsWhite(image)).as(name).isTrue();
      }
    }
  }

  private static int dark(BufferedImage image) {
    return (int)
        IntStream.range(0, Drawing.SIDE * Drawing.SIDE)
            .filter(i -> grey(image, i % Drawing.SIDE, i / Drawing.SIDE) < WHITE / 2)
            .count();
  }

  private static boolean borderIsWhite(BufferedImage image) {
    return IntStream.range(0, Drawing.SIDE * Drawing.SIDE)
        .filter(i -> border(i % Drawing.SIDE) || border(i / Drawing.SIDE))
        .allMatch(i -> grey(image, i % Drawing.SIDE, i / Drawing.SIDE) == WHITE);
  }

  private static boolean border(int at) {
    return at < Drawing.MARGIN || at >= Drawing.SIDE - Drawing.MARGIN;
  }

  private static double difference(BufferedImage one, BufferedImage other) {
    return IntStream.range(0, Drawing.SIDE * Drawing.SIDE)
        .mapToDouble(
            i ->
                Math.abs(
                    grey(one, i % Drawing.SIDE, i / Drawing.SIDE)
                        - grey(other, i % Drawing.SIDE, i / Drawing.SIDE)))
        .sum();
  }

  private static int grey(BufferedImage image, int x, int y) {
    return image.getRaster().getSample(x, y, 0);
  }
}
