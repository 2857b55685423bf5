package io.kith.index;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * Enrols many templates of many identities in one change, with a few statements for all of them
 * where enrolling one takes several. Over one connection; not safe for concurrent use.
 */
final class BulkEnrolment {

  /**
   * What was done.
   *
   * @param outcomes one for each template, in order; none for an identity alone
   * @param first number of identities that had no templates before
   */
  record Done(List<EnrolOutcome> outcomes, int first) {}

  /* What an identity holds once. */
  private record Content(long identityKey, String hash) {}

  private final Handle handle;
  private final long gallery;
  private final TimeOrderedIds ids;
  private final Instant now;

  /**
   * @param now time of the enrolment, to the millisecond
   */
  BulkEnrolment(Handle handle, long gallery, TimeOrderedIds ids, Instant now) {
    this.handle = handle;
    this.gallery = gallery;
    this.ids = ids;
    this.now = now;
  }

  Done enrol(List<BulkTemplate> batch) {
    Map<String, Long> keys = keys(batch);
    Set<Long> enrolled = enrolled(keys.values());
    Map<Content, Template> held = templates(batch);
    Map<String, Set<String>> holders = new HashMap<>();
    held.values().forEach(each -> holders(holders, each.contentHash()).add(each.identity()));
    int enrolledBefore = enrolled.size();

    List<EnrolOutcome> outcomes = new ArrayList<>();
    long next = nextSequence(batch.size());
    PreparedBatch inserts = handle.prepareBatch(TemplateTable.INSERT);
    for (BulkTemplate each : batch) {
      NewTemplate template = each.template();
      if (template == null) {
        continue;
      }
      long key = Objects.requireNonNull(keys.get(each.identity()));
      Content content = new Content(key, template.contentHash());
      Template existing = held.get(content);
      if (existing != null) {
        outcomes.add(new EnrolOutcome.AlreadyEnrolled(existing));
        continue;
      }
      Template written =
          TemplateTable.add(
              inserts, next++, gallery, key, each.identity(), ids.next(), template, now);
      Set<String> holding = holders(holders, content.hash());
      outcomes.add(
          new EnrolOutcome.Enrolled(
              written,
              holding.stream().filter(it -> !it.equals(each.identity())).sorted().toList()));
      held.put(content, written);
      holding.add(each.identity());
      enrolled.add(key);
    }
    if (inserts.size() > 0) {
      var _ = inserts.execute();
    }
    return new Done(outcomes, enrolled.size() - enrolledBefore);
  }

  private static Set<String> holders(Map<String, Set<String>> byContent, String hash) {
    return byContent.computeIfAbsent(hash, _ -> new HashSet<>());
  }

  /** Keys of the batch's identities by id; those that are missing are created. */
  private Map<String, Long> keys(List<BulkTemplate> batch) {
    Map<String, BulkTemplate> missing = new LinkedHashMap<>();
    batch.forEach(each -> missing.putIfAbsent(each.identity(), each));
    Map<String, Long> keys = new HashMap<>();
    handle
        .createQuery("SELECT id, key FROM identity WHERE gallery_key = :gallery AND id IN (<ids>)")
        .bind("gallery", gallery)
        .bindList("ids", List.copyOf(missing.keySet()))
        .map((row, _) -> Map.entry(row.getString("id"), row.getLong("key")))
        .forEach(each -> keys.put(each.getKey(), each.getValue()));
    missing.keySet().removeAll(keys.keySet());
    if (missing.isEmpty()) {
      return keys;
    }
    long next = nextSequence(missing.size());
    PreparedBatch inserts = handle.prepareBatch(IdentityTable.INSERT);
    for (BulkTemplate each : missing.values()) {
      keys.put(each.identity(), next);
      IdentityTable.add(
          inserts, next++, gallery, each.identity(), each.label(), each.metadata(), now);
    }
    var _ = inserts.execute();
    return keys;
  }

  /** The templates of the batch's contents, whoever holds them. */
  private Map<Content, Template> templates(List<BulkTemplate> batch) {
    Map<Content, Template> found = new HashMap<>();
    List<String> hashes =
        batch.stream()
            .map(BulkTemplate::template)
            .filter(Objects::nonNull)
            .map(NewTemplate::contentHash)
            .distinct()
            .toList();
    if (hashes.isEmpty()) {
      return found;
    }
    handle
        .createQuery(
            """
            SELECT t.identity_key, t.id, i.id AS identity, t.content_hash, t.quality, t.created
            FROM live_template t JOIN identity i ON i.key = t.identity_key
            WHERE t.gallery_key = :gallery AND t.content_hash IN (<hashes>)
            """)
        .bind("gallery", gallery)
        .bindList("hashes", hashes)
        .map((row, _) -> Map.entry(content(row), TemplateTable.read(row)))
        .forEach(each -> found.put(each.getKey(), each.getValue()));
    return found;
  }

  private static Content content(ResultSet row) throws SQLException {
    return new Content(row.getLong("identity_key"), row.getString("content_hash"));
  }

  /** Those of some identities that have templates. */
  private Set<Long> enrolled(Collection<Long> identityKeys) {
    return handle
        .createQuery(
            """
            SELECT i.key FROM identity i JOIN gallery g ON g.key = i.gallery_key
            WHERE i.key IN (<keys>)
              AND EXISTS (SELECT 1 FROM template t WHERE t.identity_key = i.key AND t.model = g.model)
            """)
        .bindList("keys", List.copyOf(identityKeys))
        .mapTo(Long.class)
        .collect(Collectors.toCollection(HashSet::new));
  }

  private long nextSequence(long count) {
    return new GalleryTable(handle).nextSequence(gallery, count);
  }
}
