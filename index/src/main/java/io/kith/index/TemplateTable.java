package io.kith.index;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Rows of one gallery's templates, over one connection. Not safe for concurrent use. */
final class TemplateTable {

  static final String INSERT =
      """
      INSERT INTO template (sequence, gallery_key, identity_key, id, content_hash, quality, created, vector, model)
      VALUES (:sequence, :gallery, :identity, :id, :contentHash, :quality, :created, :vector,
        (SELECT model FROM gallery WHERE key = :gallery))
      """;

  private static final String SELECT =
      """
      SELECT t.id, i.id AS identity, t.content_hash, t.quality, t.created
      FROM live_template t JOIN identity i ON i.key = t.identity_key
      WHERE i.gallery_key = ? AND i.id = ?
      """;

  private final Handle handle;
  private final long gallery;

  TemplateTable(Handle handle, long gallery) {
    this.handle = handle;
    this.gallery = gallery;
  }

  Optional<Template> find(String identity, String template) {
    return handle
        .select(SELECT + "AND t.id = ?", gallery, identity, template)
        .map((row, _) -> read(row))
        .findOne();
  }

  Optional<Template> findByContent(String identity, String contentHash) {
    return handle
        .select(SELECT + "AND t.content_hash = ?", gallery, identity, contentHash)
        .map((row, _) -> read(row))
        .findOne();
  }

  /** The templates of an identity, oldest first. */
  List<Template> list(String identity) {
    return handle
        .select(SELECT + "ORDER BY t.sequence", gallery, identity)
        .map((row, _) -> read(row))
        .list();
  }

  /** Whether an identity has templates. */
  boolean any(long identityKey) {
    return handle
        .select("SELECT EXISTS (SELECT 1 FROM live_template WHERE identity_key = ?)", identityKey)
        .mapTo(Boolean.class)
        .one();
  }

  /** Hashes of the contents that an identity holds, whichever models embedded them. */
  Set<String> contentHashes(String identity) {
    return handle
        .select(
            """
            SELECT t.content_hash FROM template t JOIN identity i ON i.key = t.identity_key
            WHERE i.gallery_key = ? AND i.id = ?
            """,
            gallery,
            identity)
        .mapTo(String.class)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Whether a template was made from an image; the hash of the subject in it starts with its. */
  boolean anyFrom(String image) {
    return handle
        .select(
            """
            SELECT EXISTS (SELECT 1 FROM template WHERE gallery_key = ? AND content_hash = ?)
              OR EXISTS (SELECT 1 FROM template WHERE gallery_key = ? AND content_hash > ? AND content_hash < ?)
            """,
            gallery,
            image,
            gallery,
            image + "/",
            image + "0") // the character after the slash
        .mapTo(Boolean.class)
        .one();
  }

  /** Other identities that hold a content, in the order of their ids. */
  List<String> othersWith(String contentHash, String identity) {
    return handle
        .select(
            """
            SELECT i.id FROM live_template t JOIN identity i ON i.key = t.identity_key
            WHERE t.gallery_key = ? AND t.content_hash = ? AND i.id <> ? ORDER BY i.id
            """,
            gallery,
            contentHash,
            identity)
        .mapTo(String.class)
        .list();
  }

  Optional<UnitVector> vector(String identity, String template) {
    return handle
        .select(
            """
            SELECT t.vector FROM live_template t JOIN identity i ON i.key = t.identity_key
            WHERE i.gallery_key = ? AND i.id = ? AND t.id = ?
            """,
            gallery,
            identity,
            template)
        .map((row, _) -> VectorBytes.decode(row.getBytes(1)))
        .findOne();
  }

  Template insert(long identityKey, String identity, String id, NewTemplate template, Instant now) {
    PreparedBatch one = handle.prepareBatch(INSERT);
    Template written = add(one, nextSequence(1), gallery, identityKey, identity, id, template, now);
    var _ = one.execute();
    return written;
  }

  /** Adds a template's row to a batch of {@link #INSERT}. */
  static Template add(
      PreparedBatch batch,
      long sequence,
      long gallery,
      long identityKey,
      String identity,
      String id,
      NewTemplate template,
      Instant now) {
    batch
        .bind("sequence", sequence)
        .bind("gallery", gallery)
        .bind("identity", identityKey)
        .bind("id", id)
        .bind("contentHash", template.contentHash())
        .bind("quality", template.quality())
        .bind("created", now.toEpochMilli())
        .bind("vector", VectorBytes.encode(template.vector()))
        .add();
    return new Template(
        id,
        identity,
        template.contentHash(),
        template.quality(),
        Instant.ofEpochMilli(now.toEpochMilli()));
  }

  /**
   * All templates with their identities, and identities without templates; by identity id, then
   * oldest first; to be closed.
   */
  Stream<ExportedTemplate> export() {
    return handle
        .createQuery(
            """
            SELECT i.id AS identity, i.label, i.metadata, g.model_fingerprint, t.content_hash, t.quality, t.vector
            FROM gallery g JOIN identity i ON i.gallery_key = g.key
              LEFT JOIN template t ON t.identity_key = i.key AND t.model = g.model
            WHERE g.key = :gallery ORDER BY i.id, t.sequence
            """)
        .bind("gallery", gallery)
        .map((row, _) -> exported(row))
        .stream();
  }

  private static ExportedTemplate exported(ResultSet row) throws SQLException {
    byte[] vector = row.getBytes("vector");
    return new ExportedTemplate(
        row.getString("identity"),
        row.getString("label"),
        Metadata.read(row.getString("metadata")),
        vector == null
            ? null
            : new NewTemplate(
                VectorBytes.decode(vector),
                row.getString("model_fingerprint"),
                row.getString("content_hash"),
                row.getDouble("quality")));
  }

  /**
   * Deletes a template, whichever models embedded it, and those that other models have of its
   * content; each leaves a tombstone.
   */
  boolean delete(String identity, String template) {
    List<String> same = ofSameContent(identity, template);
    same.forEach(this::delete);
    return !same.isEmpty();
  }

  /* It and those that other models have of its content: enrolled again, a content has another id. */
  private List<String> ofSameContent(String identity, String template) {
    return handle
        .select(
            """
            SELECT DISTINCT o.id FROM template t JOIN identity i ON i.key = t.identity_key
              JOIN template o ON o.identity_key = t.identity_key AND o.content_hash = t.content_hash
            WHERE i.gallery_key = ? AND i.id = ? AND t.id = ?
            """,
            gallery,
            identity,
            template)
        .mapTo(String.class)
        .list();
  }

  /** Hash of the content of a template that some model has embedded; empty when there is none. */
  Optional<String> content(String identity, String template) {
    return handle
        .select(
            """
            SELECT DISTINCT t.content_hash FROM template t JOIN identity i ON i.key = t.identity_key
            WHERE i.gallery_key = ? AND i.id = ? AND t.id = ?
            """,
            gallery,
            identity,
            template)
        .mapTo(String.class)
        .findOne();
  }

  private void delete(String template) {
    handle.execute(
        "INSERT INTO tombstone (sequence, gallery_key, template_id) VALUES (?, ?, ?)",
        nextSequence(1),
        gallery,
        template);
    handle.execute("DELETE FROM template WHERE id = ?", template);
    new ErasureTable(handle).note();
  }

  /** Ids of the templates of an identity, whichever models embedded them, oldest first. */
  List<String> ids(long identityKey) {
    return handle
        .select("SELECT DISTINCT id FROM template WHERE identity_key = ? ORDER BY id", identityKey)
        .mapTo(String.class)
        .list();
  }

  /**
   * Gives a template to another identity, as a change of now, with those that other models have of
   * its content; one whose content that identity has already is deleted. Nothing where it is gone,
   * with another of its content.
   */
  void move(String from, String template, String to, long toKey) {
    Optional<String> content = content(from, template);
    if (content.isEmpty()) {
      return;
    }
    if (findByContent(to, content.get()).isPresent()) {
      delete(from, template);
      return;
    }
    // Where only another model has embedded that content of that identity, this one takes its
    // place.
    handle
        .select(
            "SELECT id FROM template WHERE identity_key = ? AND content_hash = ?",
            toKey,
            content.get())
        .mapTo(String.class)
        .list()
        .forEach(this::delete);
    for (String moved : ofSameContent(from, template)) {
      for (long model : models(moved)) {
        handle.execute(
            "UPDATE template SET identity_key = ?, sequence = ? WHERE id = ? AND model = ?",
            toKey,
            nextSequence(1),
            moved,
            model);
      }
    }
    new ErasureTable(handle).note();
  }

  private List<Long> models(String template) {
    return handle
        .select("SELECT model FROM template WHERE id = ?", template)
        .mapTo(Long.class)
        .list();
  }

  /** Deletes the templates of an identity, each of which leaves a tombstone. */
  void deleteAll(long identityKey) {
    long count =
        handle
            .select("SELECT count(DISTINCT id) FROM template WHERE identity_key = ?", identityKey)
            .mapTo(Long.class)
            .one();
    if (count == 0) {
      return;
    }
    handle.execute(
        """
        INSERT INTO tombstone (sequence, gallery_key, template_id)
        SELECT ? + row_number() OVER (ORDER BY id), gallery_key, id
        FROM (SELECT DISTINCT gallery_key, id FROM template WHERE identity_key = ?)
        """,
        nextSequence(count) - 1,
        identityKey);
    handle.execute("DELETE FROM template WHERE identity_key = ?", identityKey);
  }

  private long nextSequence(long count) {
    return new GalleryTable(handle).nextSequence(gallery, count);
  }

  static Template read(ResultSet row) throws SQLException {
    return new Template(
        row.getString("id"),
        row.getString("identity"),
        row.getString("content_hash"),
        row.getDouble("quality"),
        Instant.ofEpochMilli(row.getLong("created")));
  }
}
