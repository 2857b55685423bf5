package io.kith.index;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which identities a search may return, by their metadata.
 *
 * <p>A string or boolean matches by its JSON text ({@code "gold"}, {@code true}), a number by its
 * value however the text writes it ({@code 7}, {@code 7.0}), an array when any of its elements
 * does; null and nested objects match nothing. An identity must match every key.
 *
 * @param anyOf metadata key to the texts accepted for it; an empty set accepts nothing
 */
public record Filter(Map<String, Set<String>> anyOf) {

  private static final Filter NONE = new Filter(Map.of());

  public Filter {
    anyOf =
        anyOf.entrySet().stream()
            .collect(
                Collectors.toUnmodifiableMap(Map.Entry::getKey, e -> Set.copyOf(e.getValue())));
  }

  /** Every identity. */
  public static Filter none() {
    return NONE;
  }
}
