package io.kith.server.cli;

import io.kith.config.ModelCard;
import io.kith.embedder.Models;
import io.micronaut.serde.annotation.Serdeable;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Models: list, install, show. */
@Command(
    name = "models",
    description = "List, install and show models.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class ModelsCommand {

  /** One model in the JSON documents. */
  @Serdeable
  record Model(
      String name,
      boolean installed,
      int dimension,
      String summary,
      String licence,
      String source,
      double threshold,
      double verificationThreshold,
      String thresholdSource) {

    static Model of(Models models, ModelCard card) {
      return new Model(
          card.name(),
          models.installed(card.name()),
          card.dimension(),
          card.summary(),
          card.licence(),
          origin(card.source()),
          card.threshold(),
          card.verificationThreshold(),
          card.thresholdSource());
    }
  }

  private static String origin(ModelCard.@Nullable Source source) {
    return source == null ? "its own files" : source.npm() + "@" + source.version();
  }

  /** JSON document of the list. */
  @Serdeable
  record Document(List<Model> models) {}

  @Command(name = "list", description = "List all models.", mixinStandardHelpOptions = true)
  int list(@Mixin Output output) {
    try (Session session = Session.open()) {
      Models models = session.context().getBean(Models.class);
      List<Model> all = models.cards().stream().map(card -> Model.of(models, card)).toList();
      output.document(session.json(), new Document(all));
      Table table = new Table("model", "installed", "dimension", "summary");
      all.forEach(
          it -> table.row(it.name(), it.installed() ? "yes" : "no", it.dimension(), it.summary()));
      output.table(table);
      return 0;
    }
  }

  @Command(name = "show", description = "Show one model's card.", mixinStandardHelpOptions = true)
  int show(@Mixin Output output, @Parameters(paramLabel = "MODEL") String name) {
    try (Session session = Session.open()) {
      Models models = session.context().getBean(Models.class);
      Model model = Model.of(models, models.card(name));
      output.document(session.json(), model);
      output.text("%s: %s", model.name(), model.summary());
      output.text(
          "  installed   %s", model.installed() ? "yes" : "no; run: kith models install " + name);
      output.text("  dimension   %d", model.dimension());
      output.text("  licence     %s", model.licence());
      output.text("  source      %s", model.source());
      output.text(
          "  thresholds  %.2f to identify, %.2f to verify (%s)",
          model.threshold(), model.verificationThreshold(), model.thresholdSource());
      return 0;
    }
  }

  @Command(
      name = "install",
      description = "Fetch a model's files, verify them and install them.",
      mixinStandardHelpOptions = true)
  int install(
      @Mixin Output output,
      @Parameters(paramLabel = "MODEL") String name,
      @Option(names = "--from", description = "The model's package, fetched by hand.")
          @Nullable Path from) {
    try (Session session = Session.open()) {
      Models models = session.context().getBean(Models.class);
      models.install(name, Optional.ofNullable(from), step -> output.message("kith: %s", step));
      output.document(session.json(), Model.of(models, models.card(name)));
      output.text("model %s is installed", name);
      return 0;
    }
  }
}
