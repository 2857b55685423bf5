package io.kith.server.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.index.UnitVector;
import io.kith.index.evaluation.FewShotFigures;
import io.kith.index.evaluation.IdentificationFigures;
import io.kith.index.evaluation.IdentitySamples;
import io.kith.index.evaluation.Interval;
import io.kith.index.evaluation.Spread;
import io.kith.index.evaluation.VerificationFigures;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page that is shown to others. */
final class HtmlReportTest {

  private static final String EVIL = "<script>alert(\"x\")</script>";

  private static Evaluation evaluation(String name, int identities, int samples) {
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
