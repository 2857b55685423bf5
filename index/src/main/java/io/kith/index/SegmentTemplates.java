package io.kith.index;

import java.io.IOException;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.search.KnnCollector;
import org.apache.lucene.util.VectorUtil;
import org.apache.lucene.util.hnsw.RandomVectorScorer;
import org.jspecify.annotations.Nullable;

/** The templates of one segment beside a probe. Not safe for concurrent use. */
final class SegmentTemplates {

  /*
   * Lucene's score is (1 + cosine) / 2, rounded, from kernels that add in another order than VectorUtil; so two templates
   * may swap places between score and cosine. A template is ruled out by its score only when it is further below than
   * rounding can explain; all others are measured again, exactly.
   */
  private static final double SCORE_ERROR = 1e-5;

  /** Templates that are measured together, at most. */
  static final int BATCH = 64;

  private final EligibleSegment segment;
  private final LeafReader leaf;
  private final float[] probe;
  private final RandomVectorScorer scorer;
  private final float[] scores = new float[BATCH];
  private @Nullable FloatVectorValues values;
  private @Nullable NumericDocValues identities;

  SegmentTemplates(EligibleSegment segment, float[] probe) throws IOException {
    this.segment = segment;
    this.leaf = segment.leaf();
    this.probe = probe;
    this.scorer = segment.vectors().scorer(probe);
  }

  EligibleSegment segment() {
    return segment;
  }

  /** Hands what the walk of its graph visits to a collector. */
  void walk(KnnCollector collector) throws IOException {
    leaf.searchNearestVectors(TemplateDocument.VECTOR, probe, collector, segment.eligible());
  }

  /**
   * Offers some templates.
   *
   * @param documents their documents, in any order
   * @param size how many, up to {@value #BATCH}
   * @return how many are not below the last of the best identities, be it as templates of one of
   *     them
   */
  int measure(int[] documents, int size, TopIdentities best) throws IOException {
    if (size == 0) {
      return 0;
    }
    scorer.bulkScore(documents, scores, size);
    int near = 0;
    for (int i = 0; i < size; i++) {
      near += offer(documents[i], scores[i], best) ? 1 : 0;
    }
    return near;
  }

  private boolean offer(int document, float score, TopIdentities best) throws IOException {
    if (2.0 * score - 1 < best.floor() - SCORE_ERROR) {
      return false;
    }
    double cosine = cosine(document);
    if (cosine < best.floor()) {
      return false;
    }
    best.offer(identity(document), cosine, this, document);
    return true;
  }

  private double cosine(int document) throws IOException {
    FloatVectorValues opened = values;
    if (opened == null) {
      opened = leaf.getFloatVectorValues(TemplateDocument.VECTOR);
      values = opened;
    }
    return VectorUtil.dotProduct(probe, opened.vectorValue(document));
  }

  /** Key of the identity that a template belongs to. */
  long identity(int document) throws IOException {
    NumericDocValues opened = identities;
    if (opened == null || opened.docID() > document) {
      opened = DocValues.getNumeric(leaf, TemplateDocument.IDENTITY_KEY);
      identities = opened;
    }
    opened.advanceExact(document);
    return opened.longValue();
  }

  /** What an answer says of a template. */
  Candidate candidate(int document, double cosine) throws IOException {
    return new Candidate(
        text(TemplateDocument.IDENTITY, document),
        label(document),
        cosine,
        text(TemplateDocument.TEMPLATE, document));
  }

  private @Nullable String label(int document) throws IOException {
    BinaryDocValues labels = DocValues.getBinary(leaf, TemplateDocument.LABEL);
    return labels.advanceExact(document) ? labels.binaryValue().utf8ToString() : null;
  }

  private String text(String field, int document) throws IOException {
    BinaryDocValues texts = DocValues.getBinary(leaf, field);
    texts.advanceExact(document);
    return texts.binaryValue().utf8ToString();
  }
}
