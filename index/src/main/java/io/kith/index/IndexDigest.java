package io.kith.index;

import io.kith.index.codes.SegmentVectors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.BytesRef;

/**
 * SHA-256 of what searches see of an index: templates in their order with ids, labels, metadata and
 * vectors, their codes, and the graph. Two indexes of one digest answer alike, to the last bit; the
 * files themselves differ, since Lucene writes random ids into them. Reads all of the index.
 */
final class IndexDigest {

  private final MessageDigest digest;

  private IndexDigest(MessageDigest digest) {
    this.digest = digest;
  }

  /** The digest, in hexadecimal. */
  static String of(IndexReader reader) throws IOException {
    try {
      IndexDigest digest = new IndexDigest(MessageDigest.getInstance("SHA-256"));
      for (LeafReaderContext leaf : reader.leaves()) {
        digest.add(leaf.reader());
      }
      return HexFormat.of().formatHex(digest.digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private void add(LeafReader leaf) throws IOException {
    add(leaf.maxDoc());
    addVectors(leaf);
    addKeys(DocValues.getNumeric(leaf, TemplateDocument.IDENTITY_KEY));
    addTexts(DocValues.getBinary(leaf, TemplateDocument.TEMPLATE));
    addTexts(DocValues.getBinary(leaf, TemplateDocument.IDENTITY));
    addTexts(DocValues.getBinary(leaf, TemplateDocument.LABEL));
    Terms metadata = leaf.terms(TemplateDocument.METADATA);
    if (metadata != null) {
      addTerms(metadata.iterator());
    }
  }

  private void addVectors(LeafReader leaf) throws IOException {
    SegmentVectors vectors = SegmentVectors.of(leaf, TemplateDocument.VECTOR);
    FloatVectorValues values = leaf.getFloatVectorValues(TemplateDocument.VECTOR);
    if (vectors == null || values == null) {
      return;
    }
    ByteBuffer bytes =
        ByteBuffer.allocate(values.dimension() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < values.size(); i++) {
      bytes.asFloatBuffer().put(values.vectorValue(i));
      digest.update(bytes.array());
    }
    vectors.addTo(digest);
  }

  private void addKeys(NumericDocValues keys) throws IOException {
    while (keys.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
      add(keys.longValue());
    }
  }

  private void addTexts(BinaryDocValues texts) throws IOException {
    for (int doc = texts.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = texts.nextDoc()) {
      add(doc);
      add(texts.binaryValue());
    }
  }

  private void addTerms(TermsEnum terms) throws IOException {
    PostingsEnum postings = null;
    for (BytesRef term = terms.next(); term != null; term = terms.next()) {
      add(term);
      postings = terms.postings(postings, PostingsEnum.NONE);
      while (postings.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
        add(postings.docID());
      }
    }
  }

  private void add(BytesRef bytes) {
    add(bytes.length);
    digest.update(bytes.bytes, bytes.offset, bytes.length);
  }

  private void add(long value) {
    digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, value));
  }
}
