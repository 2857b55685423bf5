package io.kith.index;

import io.kith.config.IndexSettings;
import io.kith.index.SearchReport.Structure;
import io.kith.index.SegmentSearch.Cost;
import io.kith.index.SegmentSearch.Task;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.jspecify.annotations.Nullable;

/**
 * Finds the k distinct identities nearest to a probe in one snapshot of an index, in each segment
 * in the way that is cheapest there. Immutable. Cosines are exact float32 whatever the way.
 *
 * <p>A search is the work of one thread, segment after segment: what is found in one is a bound for
 * the next, and the other cores are for other searches.
 */
final class IdentitySearch {

  /* In the time of measuring one vector so many codes are compared; and a scan measures some vectors in any case. */
  private static final int CODES_A_VECTOR = 100;
  private static final int MAX_EXACT = 2 * CodeScan.MAX_FURTHER;

  private final IndexSearcher searcher;
  private final GraphChoice graphs;
  private final double miss;

  /**
   * @param searcher the snapshot
   * @param dimension of its templates
   */
  IdentitySearch(IndexSearcher searcher, IndexSettings settings, int dimension) {
    this.searcher = searcher;
    this.graphs = GraphChoice.of(settings, dimension);
    this.miss = settings.missProbability();
  }

  /**
   * The best identities for each of several probes, which together take less time than one by one.
   *
   * @param probes each {@code [dimension]}, L2 norm 1; 1 or more
   * @param k distinct identities wanted, 1 or more
   * @param filter the templates that may be found, or null for all
   * @param decisive cosine below which the caller does not rest anything on the best identity; -1
   *     when it always does
   * @return at most k for each probe, best first
   */
  List<Found> search(List<float[]> probes, int k, @Nullable Query filter, double decisive)
      throws IOException {
    List<EligibleSegment> measured = new ArrayList<>();
    List<EligibleSegment> scanned = new ArrayList<>();
    List<EligibleSegment> walked = new ArrayList<>();
    List<EligibleSegment> segments = EligibleSegment.of(searcher, filter);
    boolean few = measuringIsCheaper(segments);
    for (EligibleSegment segment : segments) {
      if (few || segment.vectors().codes() == null) {
        measured.add(segment);
      } else if (graphs.walks(segment, k)) {
        walked.add(segment);
      } else {
        scanned.add(segment);
      }
    }
    Search search = new Search(probes, k);
    search.run(new ExactScan(), measured);
    search.run(new CodeScan(miss, decisive), scanned);
    search.run(new GraphWalk(Math.max(graphs.effort(), k)), walked);
    return search.found(
        walked.isEmpty() ? Structure.SCAN : Structure.GRAPH, walked.isEmpty() && scanned.isEmpty());
  }

  /** Whether the search for one identity among all walks a graph. */
  boolean walks() throws IOException {
    List<EligibleSegment> segments = EligibleSegment.of(searcher, null);
    if (measuringIsCheaper(segments)) {
      return false;
    }
    for (EligibleSegment segment : segments) {
      if (graphs.walks(segment, 1)) {
        return true;
      }
    }
    return false;
  }

  private static boolean measuringIsCheaper(List<EligibleSegment> segments) {
    long codes = segments.stream().mapToLong(EligibleSegment::size).sum();
    return EligibleSegment.count(segments) <= MAX_EXACT + codes / CODES_A_VECTOR;
  }

  /** Measures every template that the filter allows. */
  Found exact(float[] probe, int k, @Nullable Query filter) throws IOException {
    return exact(List.of(probe), k, filter).getFirst();
  }

  /** Measures every template, for each of several probes. */
  List<Found> exactAll(List<float[]> probes, int k) throws IOException {
    return exact(probes, k, null);
  }

  private List<Found> exact(List<float[]> probes, int k, @Nullable Query filter)
      throws IOException {
    Search search = new Search(probes, k);
    search.run(new ExactScan(), EligibleSegment.of(searcher, filter));
    return search.found(Structure.SCAN, true);
  }

  /** What a search found, and how. */
  record Found(List<Candidate> candidates, SearchReport report) {}

  /** The state of one search. */
  private static final class Search {

    private final List<float[]> probes;
    private final List<TopIdentities> best = new ArrayList<>();
    private final List<Cost> costs;

    Search(List<float[]> probes, int k) {
      this.probes = probes;
      this.costs = new ArrayList<>(Collections.nCopies(probes.size(), Cost.NONE));
      probes.forEach(_ -> best.add(new TopIdentities(k)));
    }

    void run(SegmentSearch way, List<EligibleSegment> segments) throws IOException {
      if (segments.isEmpty()) {
        return;
      }
      List<Task> tasks = new ArrayList<>();
      for (int i = 0; i < probes.size(); i++) {
        List<SegmentTemplates> templates = new ArrayList<>();
        for (EligibleSegment segment : segments) {
          templates.add(new SegmentTemplates(segment, probes.get(i)));
        }
        tasks.add(new Task(templates, probes.get(i), best.get(i)));
      }
      List<Cost> spent = way.search(tasks);
      for (int i = 0; i < costs.size(); i++) {
        costs.set(i, costs.get(i).plus(spent.get(i)));
      }
    }

    List<Found> found(Structure structure, boolean exact) {
      List<Found> found = new ArrayList<>();
      for (int i = 0; i < probes.size(); i++) {
        Cost cost = costs.get(i);
        found.add(
            new Found(
                best.get(i).ranked(),
                new SearchReport(structure, exact, cost.compared(), cost.measured())));
      }
      return found;
    }
  }
}
