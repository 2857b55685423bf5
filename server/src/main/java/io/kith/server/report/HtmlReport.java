package io.kith.server.report;

import com.github.mustachejava.DefaultMustacheFactory;
import io.kith.index.evaluation.Resolution;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * The page of an evaluation: one file that loads nothing, for light and dark, wide and narrow
 * screens. What stands in it is in the template; the template engine escapes all values.
 */
final class HtmlReport {

  private static final String TEMPLATE = "report/report.html";

  private HtmlReport() {}

  static String of(Evaluation evaluation, SequencedMap<String, Section> all) {
    Evaluation.Data data = evaluation.data();
    List<DrawnSection> sections = new ArrayList<>();
    Map<String, Object> values = new HashMap<>();
    all.forEach(
        (protocol, section) -> {
          DrawnSection drawn = DrawnSection.of(protocol, section);
          values.put(protocol, drawn);
          sections.add(drawn);
        });
    values.put("sections", sections);
    values.put("evaluation", evaluation);
    values.put("images", Percent.count(data.images()));
    values.put("embedded", Percent.count(data.embedded()));
    values.put("missing", data.notEmbedded());
    values.put("incomplete", !data.notEmbedded().isEmpty());
    values.put("missingCount", Counted.of(data.notEmbedded().size(), "image"));
    values.put("identities", Percent.count(data.identities()));
    values.put("single", Percent.count(data.single()));
    values.put("leastErrors", Resolution.LEAST_ERRORS);
    StringWriter page = new StringWriter();
    new DefaultMustacheFactory().compile(TEMPLATE).execute(page, values);
    return page.toString();
  }
}
