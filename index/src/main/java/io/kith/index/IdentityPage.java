package io.kith.index;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some identities, in the order of their ids.
 *
 * @param identities at most as many as asked for
 * @param next cursor of the next page, or null when there is none
 */
public record IdentityPage(List<Identity> identities, @Nullable String next) {
  public IdentityPage {
    identities = List.copyOf(identities);
  }
}
