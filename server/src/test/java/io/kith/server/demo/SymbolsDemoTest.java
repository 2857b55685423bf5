package io.kith.server.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo on symbols, with a Kith that compares pixels. */
final class SymbolsDemoTest {

  private static final double ALL_KNOWN = -1;
  private static final double ALL_UNKNOWN = 2;

  private final List<Symbol> symbols = SymbolFile.read();

  @Test
  void twentySymbolsAreEnrolledFromOneToThreeDifferentDrawings() {
    FakeKith kith = new FakeKith(ALL_KNOWN);

    new SymbolsDemo(kith).run();

    assertThat(kith.model("demo")).isEqualTo("glyphs");
    assertThat(symbols.subList(0, 20))
        .allSatisfy(
            it ->
                assertThat(kith.enrolled(it.name())).hasSizeBetween(1, 3).doesNotHaveDuplicates());
    assertThat(symbols.subList(20, 30))
        .allSatisfy(it -> assertThat(kith.enrolled(it.name())).isEmpty());
  }

  @Test
  void everyEnrolledSymbolAndTenOthersAreIdentified() {
    List<Probe> probes = new SymbolsDemo(new FakeKith(ALL_UNKNOWN)).run();

    assertThat(probes).extracting(Probe::subject).containsExactlyElementsOf(names());
    assertThat(probes).filteredOn(it -> it.truth().equals("unknown")).hasSize(10);
    assertThat(probes).filteredOn(Probe::correct).hasSize(10);
    assertThat(probes.getFirst().verdict()).isEqualTo("missed");
    assertThat(probes.getLast().verdict()).isEqualTo("right");
  }

  @Test
  void aStrangerTakenForSomebodyIsMistaken() {
    List<Probe> probes = new SymbolsDemo(new FakeKith(ALL_KNOWN)).run();

    assertThat(probes.subList(20, 30))
        .allSatisfy(it -> assertThat(it.verdict()).isEqualTo("MISTAKEN"));
  }

  @Test
  void aSecondRunGivesTheSameInAGalleryMadeAnew() {
    FakeKith kith = new FakeKith(0.5);
    List<Probe> first = new SymbolsDemo(kith).run();

    List<Probe> second = new SymbolsDemo(kith).run();

    assertThat(second)
        .extracting(it -> it.result().candidates().getFirst().template())
        .containsExactlyElementsOf(
            first.stream().map(it -> it.result().candidates().getFirst().template()).toList());
  }

  @Test
  void theSheetShowsEachProbeBesideTheNearestEnrolledDrawing(@TempDir Path folder)
      throws IOException {
    List<Probe> probes = new SymbolsDemo(new FakeKith(0.5)).run();
    Path file = folder.resolve("demo.png");

    ContactSheet.write(probes, file);

    assertThat(probes).extracting(Probe::nearest).doesNotContainNull();
    BufferedImage sheet = ImageIO.read(file.toFile());
    assertThat(sheet.getWidth()).isGreaterThan(5 * 2 * Drawing.SIDE);
    assertThat(sheet.getHeight()).isGreaterThan(6 * Drawing.SIDE);
  }

  private List<String> names() {
    return symbols.stream().map(Symbol::name).toList();
  }
}
