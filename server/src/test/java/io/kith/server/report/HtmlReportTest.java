package io.kith.server.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.index.UnitVector;
import io.kith.index.evaluation.FewShotFigures;
import io.kith.index.evaluation.IdentificationFigures;
import io.kith.index.evaluation.IdentitySamples;
import io.kith.index.evaluation.Interval;
import io.kith.index.evaluation.Spread;
import io.kith.index.evaluation.VerificationFigures;
import io.kith.server.report.LinePlot.Axis;
import io.kith.server.report.LinePlot.Kind;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jfree.chart.axis.AxisState;
import org.jfree.chart.axis.Tick;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.data.xy.XYSeries;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page that is shown to others. */
final class HtmlReportTest {

  private static final String EVIL = "<script>alert(\"x\")</script>";

  static Evaluation evaluation(String name, int identities, int samples) {
    return evaluation(name, identities(identities, samples, 0.2));
  }

  private static Evaluation evaluation(String name, List<IdentitySamples> all) {
    int identities = all.size();
    int samples = all.getFirst().count();
    return new Evaluation(
        "all",
        name,
        "f00d",
        "./kith evaluate --data " + name,
        1,
        new Evaluation.Data(
            name,
            identities,
            0,
            identities * samples + 1,
            identities * samples,
            List.of(new Evaluation.NotEmbedded(name + ".jpg", "no subject"))),
        new Evaluation.Figures(
            IdentificationFigures.of(all, 1, 10, 1, () -> {}).stream().toList(),
            VerificationFigures.of(all, 1).orElse(null),
            FewShotFigures.of(all, 5, 1, 100, false, 1).stream().toList()),
        List.of());
  }

  private static List<IdentitySamples> identities(int count, int samples, double noise) {
    Random random = new Random(3);
    List<IdentitySamples> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      float[] centre = {
        (float) random.nextGaussian(), (float) random.nextGaussian(), (float) random.nextGaussian()
      };
      List<UnitVector> embeddings = new ArrayList<>();
      for (int j = 0; j < samples; j++) {
        float[] near = centre.clone();
        near[j % 3] += (float) (noise * random.nextGaussian());
        embeddings.add(UnitVector.of(near));
      }
      all.add(new IdentitySamples("%04d".formatted(i), "", embeddings));
    }
    return all;
  }

  private static String page(Evaluation evaluation) {
    return HtmlReport.of(evaluation, evaluation.sections());
  }

  @Test
  void holdsEverythingAndLoadsNothing() {
    String page = page(evaluation("mine", 60, 6));

    assertThat(page)
        .contains("<h2>Identification</h2>", "<h2>Verification</h2>", "<h2>Few-shot</h2>")
        .contains("./kith evaluate --data mine", "f00d", "<dt>seed</dt><dd>1</dd>")
        .doesNotContain("{{", "http://", "https://", "<script", "<link");
    assertThat(
            Pattern.compile("(src|srcset|href)=\"(?!data:image/png;base64,|#)")
                .matcher(page)
                .find())
        .isFalse();
    // Histogram, DET and CMC of searches, histogram, ROC and DET of comparisons, each light and
    // dark.
    assertThat(Pattern.compile("data:image/png;base64,iVBOR").matcher(page).results().count())
        .isEqualTo(2 * 6);
  }

  @Test
  void escapesWhatComesFromOutside() {
    assertThat(page(evaluation(EVIL, 10, 4)))
        .doesNotContain("<script")
        .contains("&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;.jpg: no subject");
  }

  @Test
  void showsAlsoWhatIsPerfect() {
    String page = page(evaluation("mine", identities(60, 6, 0)));

    // 30 enrolled with 5 images left to search with: 3 / 150.
    assertThat(page)
        .contains("&lt; 2.00", "&gt; 98.00")
        .contains("Misses against false positives (DET)");
  }

  @Test
  void claimsNoMoreOfWhatIsPerfectThanItsInterval() {
    Evaluation evaluation = evaluation("mine", identities(60, 6, 0));
    Map<String, Section> sections = evaluation.sections();

    // 60 identities: 3 / 60, however often they are drawn.
    assertThat(Objects.requireNonNull(sections.get("fewShot")).headline()).isEqualTo("> 95.00 %");
    VerificationFigures figures = Objects.requireNonNull(evaluation.figures().verification());
    Interval tar = Objects.requireNonNull(figures.atFar().getFirst().interval());
    Section verification = Objects.requireNonNull(sections.get("verification"));
    assertThat(verification.headline())
        .isEqualTo("< %s %%", Percent.number(figures.eerInterval().high()));
    assertThat(verification.rows())
        .anySatisfy(row -> assertThat(row).contains("> " + Percent.number(tar.low())));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.2})
  void axesHaveTicksThatDiffer(double noise) {
    Graphics2D graphics = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
    Rectangle area = new Rectangle(Picture.WIDTH, Picture.HEIGHT);
    for (Picture picture : pictures(noise)) {
      XYPlot plot = plot(picture);
      assertThat(ticks(plot.getDomainAxis(), graphics, area, RectangleEdge.BOTTOM))
          .as(picture.name())
          .hasSizeGreaterThan(1)
          .doesNotHaveDuplicates();
      assertThat(ticks(plot.getRangeAxis(), graphics, area, RectangleEdge.LEFT))
          .as(picture.name())
          .hasSizeGreaterThan(1)
          .doesNotHaveDuplicates();
    }
  }

  private static List<String> ticks(
      ValueAxis axis, Graphics2D graphics, Rectangle area, RectangleEdge edge) {
    return Stream.of(axis.refreshTicks(graphics, new AxisState(), area, edge).toArray())
        .map(it -> ((Tick) it).getText())
        .filter(it -> !it.isEmpty())
        .toList();
  }

  @Test
  void aPlotOfWhatWasFoundEndsAtAHundred() {
    assertThat(pictures(0))
        .filteredOn(it -> it.name().endsWith("-cmc") || it.name().endsWith("-roc"))
        .hasSize(2)
        .allSatisfy(
            it ->
                assertThat(plot(it).getRangeAxis().getRange().getUpperBound())
                    .isBetween(100.0, 100.1));
  }

  @Test
  void aRateThatChangesLittleIsOnADecadeUpToAHundred() {
    LinePlot plot =
        new LinePlot(new Axis("FAR, %", Kind.LOGARITHMIC), new Axis("FRR, %", Kind.LOGARITHMIC));
    XYSeries line = plot.line("FRR");
    line.add(1, 90);
    line.add(100, 60);
    line.add(1_000, 60);

    XYPlot drawn = plot.apply(Theme.LIGHT).getXYPlot();
    assertThat(drawn.getRangeAxis().getRange().getLowerBound()).isBetween(9.0, 11.0);
    assertThat(drawn.getRangeAxis().getRange().getUpperBound()).isBetween(90.0, 110.0);
  }

  @Test
  void whatIsNoMeasurementIsDrawnOnItsOwn() {
    assertThat(pictures(0))
        .filteredOn(it -> it.name().endsWith("-det"))
        .hasSize(2)
        .allSatisfy(
            it -> {
              assertThat(plot(it).getDataset(0).getItemCount(0)).isZero();
              assertThat(plot(it).getDataset(1).getItemCount(0)).isPositive();
            });
  }

  private static List<Picture> pictures(double noise) {
    return evaluation("mine", identities(60, 6, noise)).sections().values().stream()
        .flatMap(it -> it.pictures().stream())
        .toList();
  }

  private static XYPlot plot(Picture picture) {
    return picture.plot().apply(Theme.LIGHT).getXYPlot();
  }

  @Test
  void aMachineWithoutFontsStillHasTables() {
    Evaluation evaluation = evaluation("mine", 10, 4);
    var sections = evaluation.sections();
    sections.replaceAll((_, section) -> section.plain());

    assertThat(HtmlReport.of(evaluation, sections))
        .contains("<h2>Verification</h2>", "EER %")
        .doesNotContain("<figure>");
  }

  @Test
  void whatTheTrialsDoNotSupportIsNotANumber() {
    assertThat(evaluation("mine", 20, 5).sections().firstEntry().getValue().rows().getFirst())
        .endsWith(Section.NEEDS_MORE, Section.NEEDS_MORE, Section.NEEDS_MORE);
    assertThat(Percent.error(0, 300)).isEqualTo("< 1.00");
    assertThat(Percent.error(new Spread(0, 0), 3_000)).isEqualTo("< 0.10");
    assertThat(Percent.success(1, 300)).isEqualTo("> 99.00");
    assertThat(Percent.error(0.0123, 300)).isEqualTo("1.23");
    assertThat(Percent.exact(0.003)).isEqualTo("0.3");
    assertThat(Percent.exact(0.1)).isEqualTo("10");
    assertThat(Percent.interval(new Interval(0.5, 1))).isEqualTo("50.00 to 100.00");
  }
}
