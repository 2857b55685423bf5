package io.kith.index.codes;

import java.io.IOException;
import org.apache.lucene.codecs.hnsw.FlatVectorScorerUtil;
import org.apache.lucene.codecs.hnsw.FlatVectorsFormat;
import org.apache.lucene.codecs.hnsw.FlatVectorsReader;
import org.apache.lucene.codecs.hnsw.FlatVectorsWriter;
import org.apache.lucene.codecs.lucene99.Lucene99FlatVectorsFormat;
import org.apache.lucene.index.IndexFileNames;
import org.apache.lucene.index.SegmentInfo;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.index.SegmentWriteState;

/** Lucene's flat vectors and, in two files of their own, sign codes. Stateless. */
final class FlatSignCodeFormat extends FlatVectorsFormat {

  static final String META_EXTENSION = "kscm";
  static final String CODES_EXTENSION = "ksc";
  static final String META_CODEC = "KithSignCodesMeta";
  static final String CODES_CODEC = "KithSignCodesData";
  static final int VERSION = 0;

  private final FlatVectorsFormat raw =
      new Lucene99FlatVectorsFormat(FlatVectorScorerUtil.getLucene99FlatVectorsScorer());

  FlatSignCodeFormat() {
    super("KithFlatSignCodes");
  }

  @Override
  public FlatVectorsWriter fieldsWriter(SegmentWriteState state) throws IOException {
    return fieldsWriter(state, true);
  }

  /**
   * To write a segment.
   *
   * @param encoded whether its vectors get codes, where they are enough
   */
  FlatVectorsWriter fieldsWriter(SegmentWriteState state, boolean encoded) throws IOException {
    return new SignCodeWriter(state, raw.fieldsWriter(state), encoded);
  }

  @Override
  public FlatVectorsReader fieldsReader(SegmentReadState state) throws IOException {
    return new SignCodeReader(state, raw.fieldsReader(state));
  }

  static String file(SegmentInfo segment, String suffix, String extension) {
    return IndexFileNames.segmentFileName(segment.name, suffix, extension);
  }
}
