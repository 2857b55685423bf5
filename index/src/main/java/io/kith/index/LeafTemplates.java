package io.kith.index;

import java.io.IOException;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.VectorScorer;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.VectorUtil;
import org.jspecify.annotations.Nullable;

/**
 * The templates of one segment against one probe, read in ascending order of documents. Not safe
 * for concurrent use.
 */
final class LeafTemplates {

  /*
   * Lucene's score is (1 + cosine) / 2, rounded, from kernels that add in another order than VectorUtil; so two templates
   * may swap places between score and cosine. A template is ruled out by its score only when it is further below than
   * rounding can explain; all others are measured again, exactly.
   */
  private static final double SCORE_ERROR = 1e-5;

  private final float[] probe;
  private final FloatVectorValues vectors;
  private final KnnVectorValues.DocIndexIterator position;
  private final BinaryDocValues templates;
  private final SortedDocValues identities;
  private final BinaryDocValues labels;

  private LeafTemplates(LeafReader leaf, FloatVectorValues vectors, float[] probe)
      throws IOException {
    this.probe = probe;
    this.vectors = vectors;
    this.position = vectors.iterator();
    this.templates = DocValues.getBinary(leaf, TemplateDocument.TEMPLATE);
    this.identities = DocValues.getSorted(leaf, TemplateDocument.IDENTITY);
    this.labels = DocValues.getBinary(leaf, TemplateDocument.LABEL);
  }

  /** A segment's templates, or null when it has none. */
  static @Nullable LeafTemplates of(LeafReader leaf, float[] probe) throws IOException {
    FloatVectorValues vectors = leaf.getFloatVectorValues(TemplateDocument.VECTOR);
    return vectors == null ? null : new LeafTemplates(leaf, vectors, probe);
  }

  /** Scores of the vectors. */
  VectorScorer scorer() throws IOException {
    return vectors.scorer(probe);
  }

  /**
   * Offers a template to the best identities.
   *
   * @param doc the template's document, above those of earlier calls
   * @param score Lucene's score
   */
  void offer(int doc, float score, TopIdentities best) throws IOException {
    if (2.0 * score - 1 < best.floor() - SCORE_ERROR) {
      return;
    }
    if (position.advance(doc) == DocIdSetIterator.NO_MORE_DOCS) {
      throw new IllegalStateException("template without a vector: document " + doc);
    }
    double cosine = VectorUtil.dotProduct(probe, vectors.vectorValue(position.index()));
    if (cosine >= best.floor()) {
      best.offer(read(doc, cosine));
    }
  }

  private Candidate read(int doc, double cosine) throws IOException {
    identities.advanceExact(doc);
    BytesRef identity = identities.lookupOrd(identities.ordValue());
    String label = labels.advanceExact(doc) ? labels.binaryValue().utf8ToString() : null;
    templates.advanceExact(doc);
    return new Candidate(
        identity.utf8ToString(), label, cosine, templates.binaryValue().utf8ToString());
  }
}
