package io.kith.index;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A key of the server's API as it is stored: enough to recognise it, too little to use it.
 *
 * @param id public id, part of the key
 * @param hash SHA-256 of the key's secret, in hexadecimal
 * @param label whom or what it is for; null when nothing was said
 * @param scopes names of what it allows
 * @param galleries names of the galleries that it opens; empty means all
 * @param created when it was made
 * @param expires when it stops to be valid; null means never
 * @param revoked when it was revoked; null while it is not
 */
public record StoredKey(
    String id,
    String hash,
    @Nullable String label,
    Set<String> scopes,
    Set<String> galleries,
    Instant created,
    @Nullable Instant expires,
    @Nullable Instant revoked) {

  public StoredKey {
    scopes = Set.copyOf(scopes);
    galleries = Set.copyOf(galleries);
  }
}
