package io.kith.server.cli;

import io.kith.embedder.Models;
import io.kith.server.api.ModelList;
import io.kith.server.api.ModelSummary;
import io.kith.server.service.ModelViews;
import java.nio.file.Path;
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

  @Command(name = "list", description = "List all models.", mixinStandardHelpOptions = true)
  int list(@Mixin Output output) {
    try (Session session = Session.ofHome()) {
      Models models = session.context().getBean(Models.class);
      ModelList all = ModelViews.all(models);
      output.document(session.json(), all);
      Table table = new Table("model", "installed", "dimension", "summary");
      all.models()
          .forEach(
              it ->
                  table.row(
                      it.name(), it.installed() ? "yes" : "no", it.dimension(), it.summary()));
      output.table(table);
      return 0;
    }
  }

  @Command(name = "show", description = "Show one model's card.", mixinStandardHelpOptions = true)
  int show(@Mixin Output output, @Parameters(paramLabel = "MODEL") String name) {
    try (Session session = Session.ofHome()) {
      Models models = session.context().getBean(Models.class);
      ModelSummary model = ModelViews.summary(models, models.card(name));
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
    try (Session session = Session.ofHome()) {
      session.makeHome();
      Models models = session.context().getBean(Models.class);
      models.install(name, Optional.ofNullable(from), step -> output.message("kith: %s", step));
      output.document(session.json(), ModelViews.summary(models, models.card(name)));
      output.text("model %s is installed", name);
      return 0;
    }
  }
}
