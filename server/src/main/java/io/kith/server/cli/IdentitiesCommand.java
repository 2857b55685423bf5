package io.kith.server.cli;

import io.kith.server.api.IdentityPageView;
import io.kith.server.api.IdentitySummary;
import io.kith.server.api.IdentityView;
import io.kith.server.api.Kith;
import io.kith.server.api.MergeRequest;
import io.kith.server.api.MoveRequest;
import io.kith.server.report.Counted;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Identities of a gallery: list, show, delete, merge, move. */
@Command(
    name = "identities",
    description = "List, show, delete, merge and move the identities of a gallery.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class IdentitiesCommand {

  private static final int PAGE = 1_000;

  @Command(
      name = "list",
      description = "List all identities of a gallery.",
      mixinStandardHelpOptions = true)
  int list(
      @Mixin Output output,
      @Option(names = "--gallery", required = true, description = "Their gallery.")
          String gallery) {
    try (Session session = Session.existing()) {
      List<IdentitySummary> identities = all(session.kith(), gallery);
      output.document(session.json(), new IdentityPageView(identities, null));
      Table table = new Table("identity", "label", "templates", "created");
      identities.forEach(
          it -> table.row(it.id(), Table.orDash(it.label()), it.templates(), it.created()));
      output.table(table);
      return 0;
    }
  }

  @Command(
      name = "show",
      description = "Show one identity and its templates.",
      mixinStandardHelpOptions = true)
  int show(
      @Mixin Output output,
      @Option(names = "--gallery", required = true, description = "Their gallery.") String gallery,
      @Parameters(paramLabel = "IDENTITY") String identity) {
    try (Session session = Session.existing()) {
      IdentityView view = session.kith().identity(gallery, identity);
      output.document(session.json(), view);
      output.text(
          "%s: label %s, metadata %s", view.id(), Table.orDash(view.label()), view.metadata());
      Table table = new Table("template", "quality", "created", "content");
      view.templates()
          .forEach(
              it ->
                  table.row(
                      it.id(), "%.1f".formatted(it.quality()), it.created(), it.contentHash()));
      output.table(table);
      return 0;
    }
  }

  @Command(
      name = "delete",
      description = "Delete an identity and its templates.",
      mixinStandardHelpOptions = true)
  int delete(
      @Mixin Output output,
      @Option(names = "--gallery", required = true, description = "Their gallery.") String gallery,
      @Parameters(paramLabel = "IDENTITY") String identity) {
    try (Session session = Session.existing()) {
      session.kith().deleteIdentity(gallery, identity);
      output.document(session.json(), new Deleted(identity));
      output.text("deleted identity %s of gallery %s", identity, gallery);
      return 0;
    }
  }

  @Command(
      name = "merge",
      description = "Merge identities that are one subject; the first is left.",
      mixinStandardHelpOptions = true)
  int merge(
      @Mixin Output output,
      @Option(names = "--gallery", required = true, description = "Their gallery.") String gallery,
      @Parameters(index = "0", paramLabel = "INTO") String into,
      @Parameters(index = "1..*", arity = "1..*", paramLabel = "IDENTITY") List<String> others) {
    try (Session session = Session.existing()) {
      IdentityView merged = session.kith().merge(gallery, into, new MergeRequest(others));
      return moved(session, output, merged);
    }
  }

  @Command(
      name = "move",
      description = "Give templates of an identity to another, or to a new one.",
      mixinStandardHelpOptions = true)
  int move(
      @Mixin Output output,
      @Option(names = "--gallery", required = true, description = "Their gallery.") String gallery,
      @Option(names = "--to", description = "Identity that they show (default: a new one).")
          @Nullable String to,
      @Parameters(index = "0", paramLabel = "IDENTITY") String from,
      @Parameters(index = "1..*", arity = "1..*", paramLabel = "TEMPLATE") List<String> templates) {
    try (Session session = Session.existing()) {
      IdentityView view = session.kith().move(gallery, from, new MoveRequest(templates, to));
      return moved(session, output, view);
    }
  }

  private static int moved(Session session, Output output, IdentityView view) {
    output.document(session.json(), view);
    output.text(
        "identity %s has %s now", view.id(), Counted.of(view.templates().size(), "template"));
    return 0;
  }

  private static List<IdentitySummary> all(Kith kith, String gallery) {
    List<IdentitySummary> all = new ArrayList<>();
    @Nullable String cursor = null;
    do {
      IdentityPageView page = kith.identities(gallery, null, cursor, PAGE);
      all.addAll(page.identities());
      cursor = page.next();
    } while (cursor != null);
    return all;
  }
}
