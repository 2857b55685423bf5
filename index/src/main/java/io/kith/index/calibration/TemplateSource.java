package io.kith.index.calibration;

import java.util.List;
import java.util.Set;

/** The templates that are calibrated on. Read by one thread at a time. */
public interface TemplateSource {

  /**
   * Keys of the identities that have templates, ascending, and how many each has.
   *
   * @param identity key of the identity
   * @param templates its number of templates, 1 or more
   */
  record Holding(long identity, int templates) {}

  /** All identities with templates. */
  List<Holding> holdings();

  /** Keys of the templates of one identity, ascending. */
  List<Long> keys(long identity);

  /** Templates by their keys, in the order of their keys. */
  List<Sampled> of(List<Long> keys);

  /** The first templates of one identity, at most so many. */
  default List<Sampled> first(long identity, int most) {
    return of(keys(identity).stream().limit(most).toList());
  }

  /**
   * Some templates of all identities, in the order of their keys.
   *
   * @param after key of the last one that was read before; 0 at first
   * @param most templates wanted
   * @return none at the end
   */
  List<Sampled> page(long after, int most);

  /** Cosines at which probes came near to an identity that they are known not to be of. */
  default List<Double> rejections() {
    return List.of();
  }

  /** Identities that look alike and are known to be two subjects. */
  default Set<Suspects.Pair> distinct() {
    return Set.of();
  }
}
