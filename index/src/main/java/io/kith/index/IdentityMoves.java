package io.kith.index;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.jdbi.v3.core.Handle;

/**
 * Gives templates of one identity to another, where an operator found that they show another
 * subject, or that two identities are one. Over one connection; not safe for concurrent use.
 */
final class IdentityMoves {

  /**
   * What was done.
   *
   * @param to the identity that has the templates now
   * @param lost by how many there are fewer identities with templates now; may be negative
   */
  record Moved(Identity to, int lost) {}

  private final IdentityTable identities;
  private final TemplateTable templates;

  IdentityMoves(Handle handle, long gallery) {
    this.identities = new IdentityTable(handle, gallery);
    this.templates = new TemplateTable(handle, gallery);
  }

  /**
   * Gives templates to another identity; a content that it has already stays there once.
   *
   * @return empty when an identity or a template is missing; nothing was changed then
   */
  Optional<Moved> move(String from, List<String> moved, String to) {
    if (!exist(List.of(from, to)) || !has(from, moved)) {
      return Optional.empty();
    }
    int before = enrolled(from, to);
    Set.copyOf(moved).forEach(template -> templates.move(from, template, to, key(to)));
    int after = enrolled(from, to);
    return Optional.of(new Moved(identities.find(to).orElseThrow(), before - after));
  }

  /**
   * Gives templates to a new identity.
   *
   * @param id of the new identity
   * @return empty when the identity or a template is missing; nothing was changed then
   */
  Optional<Moved> split(String from, List<String> moved, String id, Instant now) {
    if (!exist(List.of(from)) || !has(from, moved)) {
      return Optional.empty();
    }
    identities.insert(id, null, Map.of(), now);
    return move(from, moved, id);
  }

  /**
   * Gives all templates of identities to another, and deletes those identities.
   *
   * @return empty when an identity is missing; nothing was changed then
   */
  Optional<Moved> merge(List<String> from, String into) {
    Set<String> sources = new LinkedHashSet<>(from);
    if (!exist(sources) || !exist(List.of(into))) {
      return Optional.empty();
    }
    int lost = 0;
    for (String source : sources) {
      lost += move(source, templates.ids(key(source)), into).orElseThrow().lost();
      identities.delete(source);
    }
    return Optional.of(new Moved(identities.find(into).orElseThrow(), lost));
  }

  private boolean exist(Iterable<String> ids) {
    for (String id : ids) {
      if (identities.key(id).isEmpty()) {
        return false;
      }
    }
    return true;
  }

  private boolean has(String identity, List<String> ids) {
    return ids.stream().allMatch(it -> templates.content(identity, it).isPresent());
  }

  private long key(String id) {
    return identities.key(id).orElseThrow();
  }

  private int enrolled(String from, String to) {
    return (int) LongStream.of(key(from), key(to)).filter(templates::any).count();
  }
}
