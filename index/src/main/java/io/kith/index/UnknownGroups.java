package io.kith.index;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.commons.math3.ml.clustering.Clusterable;
import org.apache.commons.math3.ml.clustering.DBSCANClusterer;

/**
 * Groups unknown probes by density: two are of one subject when one would be taken for the other at
 * the gallery's threshold (DBSCAN, Ester and others 1996, with one neighbour: minPts -> 1, eps -> 1
 * - threshold). O(n^2 d).
 *
 * <p>The radius is known here, which HDBSCAN would have to guess from an inbox that often holds few
 * probes of few subjects.
 */
final class UnknownGroups {

  private UnknownGroups() {}

  /* A probe by its position: the distance looks up the vectors. */
  private record Place(int position) implements Clusterable {
    @Override
    public double[] getPoint() {
      return new double[] {position};
    }
  }

  /**
   * Groups, the largest first; a probe that is like no other is a group of its own.
   *
   * @param probes the oldest first
   * @param threshold smallest cosine accepted as known
   */
  static List<List<UnknownProbe>> of(List<UnknownProbe> probes, double threshold) {
    var clusterer =
        new DBSCANClusterer<Place>(
            1 - threshold, 1, (a, b) -> 1 - vector(probes, a).cosine(vector(probes, b)));
    List<List<UnknownProbe>> groups = new ArrayList<>();
    Set<Place> alone = new HashSet<>();
    List<Place> places = IntStream.range(0, probes.size()).mapToObj(Place::new).toList();
    alone.addAll(places);
    for (var cluster : clusterer.cluster(places)) {
      cluster.getPoints().forEach(alone::remove);
      groups.add(
          cluster.getPoints().stream()
              .map(Place::position)
              .sorted()
              .distinct()
              .map(probes::get)
              .toList());
    }
    alone.forEach(place -> groups.add(List.of(probes.get(place.position()))));
    groups.sort(
        Comparator.<List<UnknownProbe>>comparingInt(List::size)
            .reversed()
            .thenComparing(group -> group.getFirst().id()));
    return groups;
  }

  private static UnitVector vector(List<UnknownProbe> probes, double[] place) {
    return probes.get((int) place[0]).template().vector();
  }
}
