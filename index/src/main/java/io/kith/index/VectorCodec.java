package io.kith.index;

import io.kith.index.codes.SignCodeFormat;
import io.kith.index.codes.SignCodeFormat.Making;
import org.apache.lucene.codecs.FilterCodec;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.codecs.perfield.PerFieldKnnVectorsFormat;

/**
 * Lucene's codec with {@link SignCodeFormat} for vectors. Only writing goes through it: what it
 * writes carries the names of the formats and is read by them.
 */
final class VectorCodec extends FilterCodec {

  private final KnnVectorsFormat vectors;

  VectorCodec(IndexStamp stamp, Making making) {
    super("Lucene104", new Lucene104Codec());
    KnnVectorsFormat format =
        new SignCodeFormat(
            stamp.maxConn(),
            stamp.beamWidth(),
            stamp.graphFrom(),
            UnitVector.MAX_DIMENSION,
            making);
    this.vectors =
        new PerFieldKnnVectorsFormat() {
          @Override
          public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
            return format;
          }
        };
  }

  @Override
  public KnnVectorsFormat knnVectorsFormat() {
    return vectors;
  }
}
