package io.kith.index.codes;

import static io.kith.index.codes.FlatSignCodeFormat.CODES_CODEC;
import static io.kith.index.codes.FlatSignCodeFormat.CODES_EXTENSION;
import static io.kith.index.codes.FlatSignCodeFormat.META_CODEC;
import static io.kith.index.codes.FlatSignCodeFormat.META_EXTENSION;
import static io.kith.index.codes.FlatSignCodeFormat.VERSION;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import org.apache.lucene.codecs.CodecUtil;
import org.apache.lucene.codecs.hnsw.FlatFieldVectorsWriter;
import org.apache.lucene.codecs.hnsw.FlatVectorsReader;
import org.apache.lucene.codecs.hnsw.FlatVectorsWriter;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.MergeState;
import org.apache.lucene.index.SegmentWriteState;
import org.apache.lucene.index.Sorter;
import org.apache.lucene.index.VectorEncoding;
import org.apache.lucene.search.TaskExecutor;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.util.IOUtils;
import org.apache.lucene.util.hnsw.CloseableRandomVectorScorerSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes vectors through Lucene's own writer, and their codes beside them. Not safe for concurrent
 * use.
 *
 * <p>A merge encodes anew, since the mean is another one: about the cost of copying the vectors,
 * and side by side with that where the merge has threads for its parts.
 */
final class SignCodeWriter extends FlatVectorsWriter {

  /** Vectors of a segment that gets codes, at least: fewer are measured as quickly. */
  static final int MIN_VECTORS = 256;

  static final int END_OF_FIELDS = -1;

  private final FlatVectorsWriter raw;
  private final boolean encoded;
  private final IndexOutput meta;
  private final IndexOutput codes;
  private final Map<FieldInfo, FlatFieldVectorsWriter<float[]>> fields = new HashMap<>();

  SignCodeWriter(SegmentWriteState state, FlatVectorsWriter raw, boolean encoded)
      throws IOException {
    super(raw.getFlatVectorScorer());
    this.raw = raw;
    this.encoded = encoded;
    IndexOutput opened = null;
    try {
      opened = create(state, META_EXTENSION, META_CODEC);
      this.codes = create(state, CODES_EXTENSION, CODES_CODEC);
      this.meta = opened;
    } catch (Throwable e) {
      IOUtils.closeWhileHandlingException(opened, raw);
      throw e;
    }
  }

  private static IndexOutput create(SegmentWriteState state, String extension, String codec)
      throws IOException {
    String name = FlatSignCodeFormat.file(state.segmentInfo, state.segmentSuffix, extension);
    IndexOutput output = state.directory.createOutput(name, state.context);
    try {
      CodecUtil.writeIndexHeader(
          output, codec, VERSION, state.segmentInfo.getId(), state.segmentSuffix);
      return output;
    } catch (Throwable e) {
      IOUtils.closeWhileHandlingException(output);
      throw e;
    }
  }

  @Override
  @SuppressWarnings("unchecked") // the encoding says what the vectors are
  public FlatFieldVectorsWriter<?> addField(FieldInfo field) throws IOException {
    FlatFieldVectorsWriter<?> writer = raw.addField(field);
    if (isFloat(field)) {
      fields.put(field, (FlatFieldVectorsWriter<float[]>) writer);
    }
    return writer;
  }

  @Override
  public void flush(int maxDoc, Sorter.@Nullable DocMap sortMap) throws IOException {
    if (sortMap != null) {
      throw new UnsupportedOperationException("sign codes of a sorted index");
    }
    raw.flush(maxDoc, null);
    for (Map.Entry<FieldInfo, FlatFieldVectorsWriter<float[]>> each : fields.entrySet()) {
      FieldInfo field = each.getKey();
      FloatVectorValues vectors =
          FloatVectorValues.fromFloats(each.getValue().getVectors(), field.getVectorDimension());
      encode(field, vectors, vectors.copy());
    }
  }

  @Override
  public void mergeOneFlatVectorField(FieldInfo field, MergeState state) throws IOException {
    var _ =
        new TaskExecutor(state.intraMergeTaskExecutor)
            .invokeAll(
                List.of(
                    () -> {
                      raw.mergeOneFlatVectorField(field, state);
                      return true;
                    },
                    () -> {
                      encodeMerged(field, state);
                      return true;
                    }));
  }

  /* Where codes are too few to be there, so are the vectors for a graph. */
  @Override
  public MergeScorerData mergeOneFlatVectorFieldForMergeScorer(
      FieldInfo field, MergeState state, IntPredicate needed) throws IOException {
    mergeOneFlatVectorField(field, state);
    return new ByCodes(field.name);
  }

  /** Gives the graph of a merge its distances. */
  private record ByCodes(String field) implements MergeScorerData {

    @Override
    public @Nullable CloseableRandomVectorScorerSupplier scorerSupplier(FlatVectorsReader reader) {
      SignCodes codes = reader instanceof SignCodeReader read ? read.codes(field) : null;
      return codes == null ? null : codes.scorers();
    }

    @Override
    public void close() {}
  }

  private void encodeMerged(FieldInfo field, MergeState state) throws IOException {
    if (isFloat(field)) {
      encode(
          field,
          MergedVectorValues.mergeFloatVectorValues(field, state),
          MergedVectorValues.mergeFloatVectorValues(field, state));
    }
  }

  private static boolean isFloat(FieldInfo field) {
    return field.getVectorEncoding() == VectorEncoding.FLOAT32;
  }

  private void encode(FieldInfo field, FloatVectorValues vectors, FloatVectorValues again)
      throws IOException {
    if (!encoded || vectors.size() < MIN_VECTORS) {
      return;
    }
    SignEncoder encoder = new SignEncoder(vectors);
    if (encoder.size() > 0) {
      meta.writeInt(field.number);
      encoder.write(again, codes).write(meta);
    }
  }

  @Override
  public void finish() throws IOException {
    raw.finish();
    meta.writeInt(END_OF_FIELDS);
    CodecUtil.writeFooter(meta);
    CodecUtil.writeFooter(codes);
  }

  @Override
  public long ramBytesUsed() {
    return raw.ramBytesUsed();
  }

  @Override
  public void close() throws IOException {
    IOUtils.close(raw, meta, codes);
  }
}
