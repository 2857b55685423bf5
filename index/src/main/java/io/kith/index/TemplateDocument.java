package io.kith.index;

import io.kith.index.ChangeFeed.IndexedTemplate;
import java.util.List;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/** A template as a Lucene document, and the queries that find it: names and types of all fields. */
final class TemplateDocument {

  /** Unit vector; its dot product with a probe is the cosine. */
  static final String VECTOR = "vector";

  /** Template id: term and doc value. */
  static final String TEMPLATE = "template";

  /** Identity id: term and doc value. */
  static final String IDENTITY = "identity";

  /** Key of the identity in the store, which no other ever has: doc value. */
  static final String IDENTITY_KEY = "identityKey";

  /** Identity's label: doc value, absent when there is none. */
  static final String LABEL = "label";

  /** {@link MetadataTerms}. */
  static final String METADATA = "metadata";

  private TemplateDocument() {}

  static Document of(IndexedTemplate template) {
    Document document = new Document();
    document.add(
        new KnnFloatVectorField(
            VECTOR, template.vector().shared(), VectorSimilarityFunction.DOT_PRODUCT));
    document.add(new StringField(TEMPLATE, template.template(), Field.Store.NO));
    document.add(new BinaryDocValuesField(TEMPLATE, new BytesRef(template.template())));
    document.add(new StringField(IDENTITY, template.identity(), Field.Store.NO));
    document.add(new BinaryDocValuesField(IDENTITY, new BytesRef(template.identity())));
    document.add(new NumericDocValuesField(IDENTITY_KEY, template.identityKey()));
    String label = template.label();
    if (label != null) {
      document.add(new BinaryDocValuesField(LABEL, new BytesRef(label)));
    }
    for (BytesRef term : MetadataTerms.of(Metadata.read(template.metadata()))) {
      document.add(new StringField(METADATA, term, Field.Store.NO));
    }
    return document;
  }

  static Term withId(String template) {
    return new Term(TEMPLATE, template);
  }

  static Query ofIdentity(String identity) {
    return new TermQuery(new Term(IDENTITY, identity));
  }

  /** The templates whose identity passes a filter, or null when every identity does. */
  static @Nullable Query matching(Filter filter) {
    if (filter.anyOf().isEmpty()) {
      return null;
    }
    BooleanQuery.Builder all = new BooleanQuery.Builder();
    filter
        .anyOf()
        .forEach(
            (key, values) -> {
              List<BytesRef> terms =
                  values.stream().flatMap(value -> MetadataTerms.matching(key, value)).toList();
              all.add(new TermInSetQuery(METADATA, terms), Occur.FILTER);
            });
    return all.build();
  }
}
