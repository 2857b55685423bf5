package io.kith.index;

import io.kith.index.calibration.Sampled;
import io.kith.index.calibration.Suspects;
import io.kith.index.calibration.TemplateSource;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/**
 * A gallery's templates as they were when this was made, read in short steps: what is deleted
 * meanwhile may be seen or not. So may what is moved, under the identity that it had; under its new
 * one it would be compared with itself.
 */
final class StoredTemplates implements TemplateSource {

  private static final String SELECT =
      "SELECT identity_key, sequence, vector, quality FROM template ";
  private static final String ALL = "WHERE gallery_key = ? AND model = ? AND sequence <= ? ";

  /* Without the gallery and with no bound of the key, either of which would make the store look through all of it in the order of its changes. */
  private static final String ONE = "WHERE identity_key = ? AND model = ? AND +sequence <= ? ";

  private final EmbeddingStore store;
  private final long gallery;
  private final NumberedModel model;
  private final String condition;
  private final long upTo;

  private StoredTemplates(
      EmbeddingStore store, long gallery, NumberedModel model, String condition, long upTo) {
    this.store = store;
    this.gallery = gallery;
    this.model = model;
    this.condition = condition;
    this.upTo = upTo;
  }

  /**
   * @param model the model that embedded them
   */
  StoredTemplates(EmbeddingStore store, long gallery, NumberedModel model) {
    this(store, gallery, model, "", store.sequence());
  }

  /**
   * Those templates only that another model has embedded too, without what was rejected of either.
   */
  StoredTemplates sharedWith(NumberedModel other) {
    return new StoredTemplates(
        store,
        gallery,
        model,
        "AND EXISTS (SELECT 1 FROM template o WHERE o.id = template.id AND o.model = %d) "
            .formatted(other.number()),
        upTo);
  }

  @Override
  public List<Holding> holdings() {
    return store.read(
        handle ->
            handle
                .select(
                    "SELECT identity_key, count(*) FROM template "
                        + ALL
                        + condition
                        + "GROUP BY identity_key ORDER BY identity_key",
                    gallery,
                    model.number(),
                    upTo)
                .map((row, _) -> new Holding(row.getLong(1), row.getInt(2)))
                .list());
  }

  @Override
  public List<Long> keys(long identity) {
    return store.read(
        handle ->
            handle
                .select(
                    "SELECT sequence FROM template " + ONE + condition + "ORDER BY sequence",
                    identity,
                    model.number(),
                    upTo)
                .mapTo(Long.class)
                .list());
  }

  @Override
  public List<Sampled> of(List<Long> keys) {
    if (keys.isEmpty()) {
      return List.of();
    }
    return store.read(
        handle ->
            handle
                .createQuery(SELECT + "WHERE sequence IN (<keys>) ORDER BY sequence")
                .bindList("keys", keys)
                .map((row, _) -> read(row))
                .list());
  }

  @Override
  public List<Sampled> page(long after, int most) {
    return store.read(
        handle ->
            handle
                .select(
                    SELECT + ALL + condition + "AND sequence > ? ORDER BY sequence LIMIT ?",
                    gallery,
                    model.number(),
                    upTo,
                    after,
                    most)
                .map((row, _) -> read(row))
                .list());
  }

  @Override
  public List<Double> rejections() {
    return condition.isEmpty()
        ? store.read(
            handle -> new JudgementTable(handle, gallery).rejections(model.model().fingerprint()))
        : List.of();
  }

  @Override
  public Set<Suspects.Pair> distinct() {
    return store.read(handle -> new JudgementTable(handle, gallery).distinctKeys());
  }

  private static Sampled read(ResultSet row) throws SQLException {
    return new Sampled(
        row.getLong("identity_key"),
        row.getLong("sequence"),
        VectorBytes.decode(row.getBytes("vector")).shared(),
        row.getDouble("quality"));
  }
}
