package io.kith.server.cli;

import io.kith.server.api.KeyRequest;
import io.kith.server.api.KeyView;
import io.kith.server.api.NewKey;
import io.kith.server.api.Scope;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Keys of the REST API: list, create, revoke. */
@Command(
    name = "keys",
    description = "List, create and revoke the keys of the REST API.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class KeysCommand {

  @Command(
      name = "list",
      description = "List all keys, without their secrets.",
      mixinStandardHelpOptions = true)
  int list(@Mixin Output output) {
    try (Session session = Session.existing()) {
      var keys = session.keys().keys();
      output.document(session.json(), keys);
      output.table(table(keys.keys()));
      return 0;
    }
  }

  @Command(
      name = "create",
      description =
          "Create a key, and print it this once. From the first key on, nobody uses the REST API without one.",
      mixinStandardHelpOptions = true)
  int create(
      @Mixin Output output,
      @Option(
              names = "--scope",
              required = true,
              split = ",",
              description =
                  "What it allows: identify (search, verify), enrol (identities and templates), admin (everything).")
          List<Scope> scopes,
      @Option(
              names = "--gallery",
              split = ",",
              description = "Galleries that it opens (default: all).")
          @Nullable List<String> galleries,
      @Option(names = "--label", description = "Whom or what it is for.") @Nullable String label,
      @Option(
              names = "--expires",
              converter = Expiry.class,
              description =
                  "When it stops to be valid: after days (90d), or at the start of a day in UTC (2030-01-31) (default: never).")
          @Nullable Instant expires) {
    try (Session session = Session.open()) {
      NewKey created = session.keys().createKey(new KeyRequest(scopes, galleries, label, expires));
      output.document(session.json(), created);
      output.text("%s", created.secret());
      if (!output.arrived()) {
        session.keys().revokeKey(created.key().id());
        output.message("kith: stdout cannot be written; the key is revoked, as nobody saw it");
        return 1;
      }
      output.message(
          "key %s: keep it now, it is not shown again; commands read it from KITH_KEY or --key-file",
          created.key().id());
      return 0;
    }
  }

  @Command(
      name = "revoke",
      description = "Revoke a key at once and for good.",
      mixinStandardHelpOptions = true)
  int revoke(@Mixin Output output, @Parameters(paramLabel = "ID") String id) {
    try (Session session = Session.existing()) {
      KeyView key = session.keys().revokeKey(id);
      output.document(session.json(), key);
      output.text("revoked key %s", key.id());
      return 0;
    }
  }

  private static Table table(List<KeyView> keys) {
    Table table = new Table("id", "state", "scopes", "galleries", "created", "expires", "label");
    for (KeyView key : keys) {
      table.row(
          key.id(),
          key.state(),
          key.scopes().stream().map(Scope::word).collect(Collectors.joining(",")),
          key.galleries().isEmpty() ? "all" : String.join(",", key.galleries()),
          key.created(),
          key.expires() == null ? "never" : key.expires(),
          Table.orDash(key.label()));
    }
    return table;
  }
}
