package io.kith.server.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kith.server.api.EnrolRequest;
import io.kith.server.api.GalleryRequest;
import io.kith.server.api.IdentityRequest;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
        .extracting(SymbolsDemoTest::template)
        .containsExactlyElementsOf(first.stream().map(SymbolsDemoTest::template).toList());
  }

  private static String template(Probe probe) {
    return Objects.requireNonNull(probe.result()).candidates().getFirst().template();
  }

  @Test
  void aGalleryOfSomebodyElsesStays() {
    FakeKith kith = new FakeKith(0.5);
    kith.putGallery("demo", GalleryRequest.ofModel("faces"));
    assertRefused(kith);

    kith.putIdentity("demo", "ada", new IdentityRequest("Ada", Map.of("team", "engines")));
    kith.enrol("demo", "ada", EnrolRequest.ofImages(List.of(new byte[] {1})));
    assertRefused(kith);

    assertThat(kith.enrolled("ada")).hasSize(1);
  }

  @Test
  void whatWasAddedToADemosSymbolStays() {
    FakeKith kith = new FakeKith(0.5);
    new SymbolsDemo(kith).run();
    String symbol = symbols.getFirst().name();
    kith.enrol("demo", symbol, EnrolRequest.ofImages(kith.enrolled(symbol)));

    assertRefused(kith);
  }

  private static void assertRefused(FakeKith kith) {
    assertThatThrownBy(() -> new SymbolsDemo(kith).run())
        .hasMessageContaining("gallery demo holds what no demo made")
        .hasMessageContaining("kith galleries delete demo");
  }

  @Test
  void anImageInWhichNoSubjectIsFoundIsAMiss() {
    FakeKith kith = new FakeKith(0.5);
    kith.lookAway();

    List<Probe> probes = new SymbolsDemo(kith).run();

    assertThat(probes)
        .hasSize(30)
        .allSatisfy(it -> assertThat(it.said()).isEqualTo("no subject"))
        .allSatisfy(it -> assertThat(it.verdict()).isEqualTo("missed"));
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
