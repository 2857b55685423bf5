package io.kith.index;

import io.kith.index.Reembedder.Outcome;
import io.kith.index.Reembedder.Source;
import io.kith.index.UpgradeReport.LeftBehind;
import io.kith.index.calibration.Measurement;
import io.kith.index.calibration.Progress;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/**
 * Embeds by another model the templates of a gallery that it has not embedded yet, and stores their
 * vectors beside those of the live model. What was embedded before, by a run that was stopped, is
 * not embedded again. For one thread, which holds the right to make generations.
 */
final class CarryOver {

  private static final int PAGE_PER_THREAD = 16;

  /* What the other model lacks: neither the template, nor, after a rollback or a merge, another of the same content. */
  private static final String LACKING =
      """
      FROM template t JOIN identity i ON i.key = t.identity_key
      WHERE t.gallery_key = :gallery AND t.model = :from AND t.sequence > :after
        AND NOT EXISTS (SELECT 1 FROM template o WHERE o.id = t.id AND o.model = :to)
        AND NOT EXISTS (SELECT 1 FROM template o
          WHERE o.identity_key = t.identity_key AND o.model = :to AND o.content_hash = t.content_hash)
      """;

  private final EmbeddingStore store;
  private final GalleryProjection projection;
  private final Generations generations;
  private final GalleryRow row;
  private final NumberedModel to;
  private final Reembedder reembedder;
  private final int threads;

  private final Map<String, String> reasons = new HashMap<>();
  private long seen;

  CarryOver(
      GalleryParts parts, GalleryRow row, NumberedModel to, Reembedder reembedder, int threads) {
    this.store = parts.store();
    this.projection = parts.projection();
    this.generations = parts.generations();
    this.row = row;
    this.to = to;
    this.reembedder = reembedder;
    this.threads = threads;
  }

  private record Lacking(long sequence, Source source) {

    static Lacking read(ResultSet row) throws SQLException {
      return new Lacking(
          row.getLong("sequence"),
          new Source(
              row.getString("identity"),
              row.getString("id"),
              row.getString("content_hash"),
              VectorBytes.decode(row.getBytes("vector"))));
    }
  }

  private record Embedded(String template, Outcome.Embedded embedding) {}

  /** Number of templates that came since {@link #run} and that the other model lacks. */
  long lacking() {
    return store.read(
        handle -> query(handle, "SELECT count(*) " + LACKING, seen).mapTo(Long.class).one());
  }

  /** Number of templates that could not be embedded. */
  int impossible() {
    return reasons.size();
  }

  /** Embeds what the other model lacks, except what was tried before. */
  void run(Progress progress) {
    long all = lacking();
    if (all == 0) {
      return;
    }
    long done = 0;
    try (ExecutorService workers =
        Executors.newFixedThreadPool(
            threads, Thread.ofPlatform().daemon().name("kith-upgrade-", 0).factory())) {
      List<Lacking> page = page();
      while (!page.isEmpty()) {
        generations.checkWanted();
        write(embed(page, workers));
        seen = page.getLast().sequence();
        done += page.size();
        progress.at(done, Math.max(done, all));
        page = page();
      }
    }
  }

  private List<Lacking> page() {
    return store.read(
        handle ->
            query(
                    handle,
                    "SELECT t.sequence, t.id, i.id AS identity, t.content_hash, t.vector "
                        + LACKING
                        + "ORDER BY t.sequence LIMIT "
                        + PAGE_PER_THREAD * threads,
                    seen)
                .map((row, _) -> Lacking.read(row))
                .list());
  }

  private Query query(Handle handle, String sql, long after) {
    return handle
        .createQuery(sql)
        .bind("gallery", row.key())
        .bind("from", row.generation().model().number())
        .bind("to", to.number())
        .bind("after", after);
  }

  private List<Embedded> embed(List<Lacking> page, ExecutorService workers) {
    List<Callable<Outcome>> work = new ArrayList<>();
    page.forEach(each -> work.add(() -> reembedder.embed(each.source())));
    List<Future<Outcome>> outcomes;
    try {
      outcomes = workers.invokeAll(work);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      generations.checkWanted();
      throw new IllegalStateException("an interrupt is a cancellation");
    }
    List<Embedded> embedded = new ArrayList<>();
    for (int i = 0; i < page.size(); i++) {
      String template = page.get(i).source().template();
      switch (outcome(outcomes.get(i))) {
        case Outcome.Embedded made -> embedded.add(new Embedded(template, made));
        case Outcome.Impossible(String reason) -> reasons.put(template, reason);
      }
    }
    return embedded;
  }

  private static Outcome outcome(Future<Outcome> of) {
    try {
      return of.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException fault ? fault : StorageFault.of(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException("it has ended", e);
    }
  }

  /* From the live model's row as it is now: its template may have been moved or deleted meanwhile. */
  private void write(List<Embedded> embedded) {
    if (embedded.isEmpty()) {
      return;
    }
    store.write(
        projection,
        handle -> {
          long next = new GalleryTable(handle).nextSequence(row.key(), embedded.size());
          PreparedBatch inserts =
              handle.prepareBatch(
                  """
                  INSERT INTO template
                    (sequence, gallery_key, identity_key, id, content_hash, quality, created, vector, model)
                  SELECT :sequence, t.gallery_key, t.identity_key, t.id, t.content_hash, :quality, t.created, :vector, :to
                  FROM template t WHERE t.id = :id AND t.model = :from
                    AND NOT EXISTS (SELECT 1 FROM template o
                      WHERE o.identity_key = t.identity_key AND o.model = :to AND o.content_hash = t.content_hash)
                  """);
          for (Embedded each : embedded) {
            inserts
                .bind("sequence", next++)
                .bind("quality", each.embedding().quality())
                .bind("vector", VectorBytes.encode(each.embedding().vector()))
                .bind("to", to.number())
                .bind("id", each.template())
                .bind("from", row.generation().model().number())
                .add();
          }
          var _ = inserts.execute();
          return true;
        });
  }

  /** What is carried over, and what cannot be; what came since {@link #run} counts as carried. */
  UpgradeReport report(@Nullable Measurement before, @Nullable Measurement after) {
    record Held(String identity, String template, int held) {}
    return store.read(
        handle -> {
          List<Held> lacking =
              query(
                      handle,
                      """
                      SELECT i.id AS identity, t.id,
                        (SELECT count(*) FROM template a WHERE a.identity_key = t.identity_key AND a.model = :from) AS held
                      """
                          + LACKING
                          + "ORDER BY i.id, t.sequence",
                      0)
                  .map(
                      (each, _) ->
                          new Held(
                              each.getString("identity"),
                              each.getString("id"),
                              each.getInt("held")))
                  .filter(each -> reasons.containsKey(each.template()))
                  .list();
          Map<String, LeftBehind> left = new LinkedHashMap<>();
          for (Held each : lacking) {
            String reason = Objects.requireNonNull(reasons.get(each.template()));
            left.merge(
                each.identity(),
                new LeftBehind(each.identity(), each.held(), 1, reason),
                (a, b) -> new LeftBehind(a.identity(), a.templates(), a.left() + 1, a.reason()));
          }
          GalleryTable table = new GalleryTable(handle);
          long templates = table.templates(row.key());
          return new UpgradeReport(
              row.model(),
              to.model(),
              templates,
              templates - lacking.size(),
              table.enrolled(row.key()),
              List.copyOf(left.values()),
              before,
              after);
        });
  }
}
