package io.kith.index;

import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.search.DocAndFloatFeatureBuffer;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.VectorScorer;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.hnsw.HnswGraphSearcher;
import org.jspecify.annotations.Nullable;

/**
 * Finds the k distinct identities nearest to a probe in one snapshot of an index. Immutable.
 *
 * <p>Where few templates are eligible all are looked at, which is exact: O(N d). Otherwise the
 * graph gives the {@code effort} nearest templates; when they belong to fewer than k identities the
 * effort grows, up to looking at all. Cosines are exact float32 either way.
 */
final class IdentitySearch {

  /* A scan reads in order, a walk at random: at equal numbers of vectors the scan is this much cheaper. */
  private static final int SCAN_ADVANTAGE = 2;
  private static final int EFFORT_GROWTH = 4;

  private final IndexSearcher searcher;
  private final int effort;

  /**
   * @param effort templates collected from the graph, at least
   */
  IdentitySearch(IndexSearcher searcher, int effort) {
    this.searcher = searcher;
    this.effort = effort;
  }

  /**
   * The best identities.
   *
   * @param probe {@code [dimension]}, L2 norm 1
   * @param k distinct identities wanted, 1 or more
   * @param eligible the templates that may be found, or null for all
   * @return at most k, best first
   */
  List<Candidate> search(float[] probe, int k, @Nullable Query eligible) throws IOException {
    int templates =
        eligible == null ? searcher.getIndexReader().numDocs() : searcher.count(eligible);
    if (templates == 0) {
      return List.of();
    }
    for (int depth = Math.max(effort, k); walkIsCheaper(depth, templates); depth *= EFFORT_GROWTH) {
      TopIdentities best = walk(probe, k, eligible, depth);
      if (best.full()) {
        return best.ranked();
      }
    }
    return scan(probe, k, eligible);
  }

  private static boolean walkIsCheaper(int depth, int templates) {
    return depth < templates
        && (long) HnswGraphSearcher.expectedVisitedNodes(depth, templates) * SCAN_ADVANTAGE
            < templates;
  }

  private TopIdentities walk(float[] probe, int k, @Nullable Query eligible, int depth)
      throws IOException {
    Query nearest = new KnnFloatVectorQuery(TemplateDocument.VECTOR, probe, depth, eligible);
    ScoreDoc[] hits = searcher.search(nearest, depth).scoreDocs;
    Arrays.sort(hits, Comparator.comparingInt(hit -> hit.doc));
    TopIdentities best = new TopIdentities(k);
    List<LeafReaderContext> leaves = searcher.getLeafContexts();
    int next = 0;
    while (next < hits.length) {
      LeafReaderContext leaf = leaves.get(ReaderUtil.subIndex(hits[next].doc, leaves));
      int end = leaf.docBase + leaf.reader().maxDoc();
      LeafTemplates templates = LeafTemplates.of(leaf.reader(), probe);
      for (; next < hits.length && hits[next].doc < end; next++) {
        if (templates != null) {
          templates.offer(hits[next].doc - leaf.docBase, hits[next].score, best);
        }
      }
    }
    return best;
  }

  /** Looks at every eligible template. */
  List<Candidate> scan(float[] probe, int k, @Nullable Query eligible) throws IOException {
    Query query = searcher.rewrite(eligible == null ? new MatchAllDocsQuery() : eligible);
    Weight weight = searcher.createWeight(query, ScoreMode.COMPLETE_NO_SCORES, 1);
    TopIdentities best = new TopIdentities(k);
    for (LeafReaderContext leaf : searcher.getLeafContexts()) {
      Scorer scorer = weight.scorer(leaf);
      LeafTemplates templates = LeafTemplates.of(leaf.reader(), probe);
      if (scorer != null && templates != null) {
        scan(templates, leaf, scorer.iterator(), best);
      }
    }
    return best.ranked();
  }

  private static void scan(
      LeafTemplates templates,
      LeafReaderContext leaf,
      DocIdSetIterator eligible,
      TopIdentities best)
      throws IOException {
    VectorScorer.Bulk scores = templates.scorer().bulk(eligible);
    DocAndFloatFeatureBuffer buffer = new DocAndFloatFeatureBuffer();
    do {
      scores.nextDocsAndScores(DocIdSetIterator.NO_MORE_DOCS, leaf.reader().getLiveDocs(), buffer);
      for (int i = 0; i < buffer.size; i++) {
        templates.offer(buffer.docs[i], buffer.features[i], best);
      }
    } while (buffer.size > 0);
  }
}
