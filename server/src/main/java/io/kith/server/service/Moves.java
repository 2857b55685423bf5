package io.kith.server.service;

import io.kith.index.Gallery;
import io.kith.index.Identity;
import io.kith.server.api.MergeRequest;
import io.kith.server.api.MoveRequest;
import io.kith.server.api.ProblemException;
import io.kith.server.api.ProblemKind;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Moves templates between identities on request. Thread-safe. */
@Singleton
final class Moves {

  private static final int MAX_IDS = 1_000;

  Identity move(Gallery gallery, String from, MoveRequest request) {
    List<String> templates = some("templates", request.templates());
    @Nullable String to = request.to();
    Optional<Identity> moved =
        to == null ? gallery.split(from, templates) : gallery.move(from, templates, to);
    return moved.orElseThrow(
        () -> missing(gallery, to == null ? List.of(from) : List.of(from, to), from, templates));
  }

  Identity merge(Gallery gallery, String into, MergeRequest request) {
    List<String> others = some("identities", request.identities());
    List<String> all = new ArrayList<>(others);
    all.add(into);
    return gallery.merge(others, into).orElseThrow(() -> missing(gallery, all, into, List.of()));
  }

  private static List<String> some(String property, @Nullable List<String> ids) {
    if (ids == null || ids.isEmpty() || ids.size() > MAX_IDS) {
      throw ProblemKind.INVALID_REQUEST.with(
          "%s: name 1 to %d of them".formatted(property, MAX_IDS));
    }
    return ids;
  }

  private static ProblemException missing(
      Gallery gallery, List<String> identities, String owner, List<String> templates) {
    for (String identity : identities) {
      if (gallery.identity(identity).isEmpty()) {
        return Existing.noIdentity(gallery, identity);
      }
    }
    for (String template : templates) {
      if (gallery.template(owner, template).isEmpty()) {
        return Existing.noTemplate(gallery, owner, template);
      }
    }
    return ProblemKind.UNAVAILABLE.with("an identity was changed meanwhile; send it again");
  }
}
