package io.kith.index;

import io.kith.index.codes.SegmentVectors;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.ScorerSupplier;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.Bits;
import org.jspecify.annotations.Nullable;

/**
 * A segment, and which of its templates a search may find. Each document is a template with one
 * vector, so a document's number is its vector's ordinal too. Not safe for concurrent use.
 *
 * @param eligible documents that may be found
 * @param count how many those are
 */
record EligibleSegment(LeafReader leaf, SegmentVectors vectors, AcceptDocs eligible, int count) {

  /**
   * The segments of a snapshot that have templates.
   *
   * @param filter the templates that may be found, or null for all
   */
  static List<EligibleSegment> of(IndexSearcher searcher, @Nullable Query filter)
      throws IOException {
    Weight weight =
        filter == null
            ? null
            : searcher.createWeight(searcher.rewrite(filter), ScoreMode.COMPLETE_NO_SCORES, 1);
    List<EligibleSegment> segments = new ArrayList<>();
    for (LeafReaderContext context : searcher.getLeafContexts()) {
      LeafReader leaf = context.reader();
      SegmentVectors vectors = SegmentVectors.of(leaf, TemplateDocument.VECTOR);
      AcceptDocs eligible = weight == null ? live(leaf) : matching(weight, context);
      if (vectors != null && eligible != null) {
        int count = weight == null ? leaf.numDocs() : eligible.cost();
        segments.add(new EligibleSegment(leaf, vectors, eligible, count));
      }
    }
    return segments;
  }

  private static AcceptDocs live(LeafReader leaf) {
    return AcceptDocs.fromLiveDocs(leaf.getLiveDocs(), leaf.maxDoc());
  }

  private static @Nullable AcceptDocs matching(Weight weight, LeafReaderContext context)
      throws IOException {
    ScorerSupplier matching = weight.scorerSupplier(context);
    LeafReader leaf = context.reader();
    return matching == null
        ? null
        : AcceptDocs.fromIteratorSupplier(
            () -> matching.get(Long.MAX_VALUE).iterator(), leaf.getLiveDocs(), leaf.maxDoc());
  }

  /** Number of templates in the segment. */
  int size() {
    return leaf.maxDoc();
  }

  /** Documents that may be found, or null for all. */
  @Nullable Bits accepted() throws IOException {
    return eligible.bits();
  }

  /** Number of templates that may be found in segments. */
  static int count(List<EligibleSegment> segments) {
    return segments.stream().mapToInt(EligibleSegment::count).sum();
  }
}
