package io.kith.server.cli;

import io.kith.config.FileFailure;
import io.kith.config.LimitSettings;
import io.kith.embedder.Embedder;
import io.kith.embedder.Models;
import io.kith.embedder.training.TrainingImages;
import io.kith.embedder.training.TrainingImages.ImageClass;
import io.kith.index.UnitVector;
import io.kith.index.evaluation.IdentitySamples;
import io.kith.server.api.ProblemKind;
import io.kith.server.report.Counted;
import io.kith.server.report.Evaluation;
import io.kith.server.report.ReportFolder;
import io.kith.server.report.Section;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures a model on a folder of images. */
@Command(
    name = "evaluate",
    description = {
      "Measure how well a model tells apart what the images of a folder show, a folder per identity.",
      "Prints tables, and writes a page to show to others, with its plots, as CSV and as JSON."
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class EvaluateCommand implements Callable<Integer> {

  @Mixin private final Output output = new Output();
  @Mixin private final EvaluationOptions options = new EvaluationOptions();

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec command;

  @Option(names = "--model", description = "The model.")
  private String model = "faces";

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description = "Folder of folders of images, one per identity, in groups or not.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private Path folder;

  @Option(
      names = "--pairs",
      paramLabel = "FILE",
      showDefaultValue = Visibility.NEVER,
      description =
          "Verification: pairs to compare, in the form of Labelled Faces in the Wild (default: all pairs, or a million of a kind drawn at random).")
  private @Nullable Path pairsFile;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where the report goes, and the embeddings, so that a second run is quick.")
  private Path out = Path.of("evaluation");

  @Override
  public Integer call() {
    options.check();
    if (out.toAbsolutePath().normalize().startsWith(folder.toAbsolutePath().normalize())) {
      throw ProblemKind.INVALID_REQUEST.with(
          "--out: %s lies in %s, so that its plots would be images to evaluate; choose another folder"
              .formatted(out, folder));
    }
    TrainingImages images = TrainingImages.in(folder);
    images.remarks().forEach(it -> output.message("%s", it));
    List<ImageClass> classes = images.classes();
    if (classes.size() < 2) {
      throw ProblemKind.INVALID_REQUEST.with(
          "%s holds images of %s; two or more are needed, as DIR/ada/1.jpg and DIR/grace/1.jpg"
              .formatted(folder, Counted.of(classes.size(), "identity", "identities")));
    }
    PairsFile pairs = pairsFile == null ? null : new PairsFile(pairsFile, classes);
    try (Interruption interruption = Interruption.open();
        Session session = Session.open()) {
      return evaluateAndReport(session, classes, pairs, interruption);
    }
  }

  private int evaluateAndReport(
      Session session,
      List<ImageClass> classes,
      @Nullable PairsFile pairs,
      Interruption interruption) {
    try {
      report(session, evaluate(session, classes, pairs, interruption));
      return 0;
    } catch (CancellationException e) {
      output.message("kith: stopped before the end; run the same command again to go on");
      return 1;
    } catch (IOException | UncheckedIOException e) {
      throw ProblemKind.INVALID_REQUEST.with("--out: " + FileFailure.unwritable(out, e));
    }
  }

  private Evaluation evaluate(
      Session session,
      List<ImageClass> classes,
      @Nullable PairsFile pairs,
      Interruption interruption)
      throws IOException {
    List<Path> files = files(classes, pairs);
    try (Embedder embedder = session.context().getBean(Models.class).open(model)) {
      Files.createDirectories(out);
      FolderEmbedding.Result embedding = embed(session, embedder, files, interruption);
      List<IdentitySamples> identities = identities(classes, embedding.embedded());
      EvaluationRun run = new EvaluationRun(options, interruption::requested);
      Evaluation.Figures figures =
          run.run(identities, pairs == null ? null : pairs.compared(embedding.embedded()));
      if (figures.none()) {
        throw ProblemKind.INVALID_REQUEST.with(
            "nothing could be measured. " + String.join(" ", run.notes()));
      }
      return new Evaluation(
          options.protocol().toString(),
          model,
          embedder.fingerprint(),
          command(),
          options.seed(),
          data(identities, files, embedding),
          figures,
          run.notes());
    }
  }

  /* Verification by a pairs file needs no other images. */
  private List<Path> files(List<ImageClass> classes, @Nullable PairsFile pairs) {
    return pairs != null && options.protocol() == EvaluationOptions.Protocol.VERIFICATION
        ? pairs.images()
        : classes.stream().flatMap(it -> it.files().stream()).toList();
  }

  private FolderEmbedding.Result embed(
      Session session, Embedder embedder, List<Path> files, Interruption interruption) {
    FolderEmbedding.Result result;
    try (EmbeddingCache cache =
        EmbeddingCache.open(out.resolve("embeddings.bin"), embedder.fingerprint())) {
      LimitSettings limits = session.context().getBean(LimitSettings.class);
      result =
          new FolderEmbedding(embedder, limits, cache, interruption::requested).run(folder, files);
    }
    if (interruption.requested()) {
      throw new CancellationException("stopped");
    }
    if (result.embedded().isEmpty()) {
      Evaluation.NotEmbedded first = result.refused().getFirst();
      throw ProblemKind.INVALID_REQUEST.with(
          "none of the %d images in %s could be embedded; %s: %s"
              .formatted(files.size(), folder, first.file(), first.reason()));
    }
    return result;
  }

  private static List<IdentitySamples> identities(
      List<ImageClass> classes, Map<Path, UnitVector> embedded) {
    return classes.stream()
        .filter(it -> it.files().stream().anyMatch(embedded::containsKey))
        .map(
            it ->
                new IdentitySamples(
                    it.name(),
                    it.group(),
                    it.files().stream()
                        .flatMap(file -> Stream.ofNullable(embedded.get(file)))
                        .toList()))
        .toList();
  }

  private Evaluation.Data data(
      List<IdentitySamples> identities, List<Path> files, FolderEmbedding.Result embedding) {
    return new Evaluation.Data(
        folder.toString(),
        identities.size(),
        (int) identities.stream().filter(it -> it.count() == 1).count(),
        files.size(),
        embedding.embedded().size(),
        embedding.refused());
  }

  private String command() {
    return "./kith "
        + command.root().commandLine().getParseResult().originalArgs().stream()
            .map(it -> it.matches("[\\w./,:=@%+-]+") ? it : "'" + it.replace("'", "'\\''") + "'")
            .collect(Collectors.joining(" "));
  }

  private void report(Session session, Evaluation evaluation) {
    Evaluation.Data data = evaluation.data();
    output.document(session.json(), evaluation);
    output.text(
        "%s on %s: %,d identities, %,d of %,d images embedded",
        evaluation.model(), data.folder(), data.identities(), data.embedded(), data.images());
    data.notEmbedded()
        .forEach(it -> output.message("not embedded: %s: %s", it.file(), it.reason()));
    for (Section section : evaluation.sections().values()) {
      output.text("");
      output.text("%s: %s", section.title(), section.setting());
      Table table = new Table(section.header().toArray(String[]::new));
      section.rows().forEach(row -> table.row(row.toArray()));
      output.table(table);
      section.notes().forEach(it -> output.text("%s", it));
    }
    output.text("");
    evaluation.notes().forEach(it -> output.text("%s", it));
    write(evaluation, new ReportFolder(out, session.json()));
  }

  private void write(Evaluation evaluation, ReportFolder report) {
    boolean drawn = report.write(evaluation);
    output.text(
        drawn
            ? "The same with plots, to show to others: %s"
            : "The same without plots, which take fonts, to show to others: %s",
        report.page());
  }
}
