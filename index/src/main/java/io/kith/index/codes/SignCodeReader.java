package io.kith.index.codes;

import static io.kith.index.codes.FlatSignCodeFormat.CODES_CODEC;
import static io.kith.index.codes.FlatSignCodeFormat.CODES_EXTENSION;
import static io.kith.index.codes.FlatSignCodeFormat.META_CODEC;
import static io.kith.index.codes.FlatSignCodeFormat.META_EXTENSION;
import static io.kith.index.codes.FlatSignCodeFormat.VERSION;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;
import org.apache.lucene.codecs.CodecUtil;
import org.apache.lucene.codecs.hnsw.FlatVectorsReader;
import org.apache.lucene.codecs.hnsw.FlatVectorsScorer;
import org.apache.lucene.index.ByteVectorValues;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.store.ChecksumIndexInput;
import org.apache.lucene.store.DataAccessHint;
import org.apache.lucene.store.FileTypeHint;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.MemorySegmentAccessInput;
import org.apache.lucene.util.IOUtils;
import org.apache.lucene.util.hnsw.RandomVectorScorer;
import org.jspecify.annotations.Nullable;

/** Reads vectors through Lucene's own reader, and their codes. Safe for concurrent use. */
final class SignCodeReader extends FlatVectorsReader {

  private final FlatVectorsReader raw;
  private final IndexInput data;
  private final Map<String, SignCodes> codes;

  SignCodeReader(SegmentReadState state, FlatVectorsReader raw) throws IOException {
    this.raw = raw;
    IndexInput opened = null;
    try {
      opened = openCodes(state);
      this.codes = readMeta(state, opened);
      this.data = opened;
    } catch (Throwable e) {
      IOUtils.closeWhileHandlingException(opened, raw);
      throw e;
    }
  }

  private static IndexInput openCodes(SegmentReadState state) throws IOException {
    String name = FlatSignCodeFormat.file(state.segmentInfo, state.segmentSuffix, CODES_EXTENSION);
    IndexInput input =
        state.directory.openInput(
            name, state.context.withHints(FileTypeHint.DATA, DataAccessHint.SEQUENTIAL));
    try {
      checkHeader(state, input, CODES_CODEC);
      CodecUtil.retrieveChecksum(input);
      return input;
    } catch (Throwable e) {
      IOUtils.closeWhileHandlingException(input);
      throw e;
    }
  }

  private static void checkHeader(
      SegmentReadState state, org.apache.lucene.store.DataInput input, String codec)
      throws IOException {
    CodecUtil.checkIndexHeader(
        input, codec, VERSION, VERSION, state.segmentInfo.getId(), state.segmentSuffix);
  }

  private static Map<String, SignCodes> readMeta(SegmentReadState state, IndexInput data)
      throws IOException {
    String name = FlatSignCodeFormat.file(state.segmentInfo, state.segmentSuffix, META_EXTENSION);
    Map<String, SignCodes> codes = new HashMap<>();
    try (ChecksumIndexInput meta = state.directory.openChecksumInput(name)) {
      Throwable fault = null;
      try {
        checkHeader(state, meta, META_CODEC);
        int number = meta.readInt();
        while (number != SignCodeWriter.END_OF_FIELDS) {
          FieldInfo field = state.fieldInfos.fieldInfo(number);
          if (field == null) {
            throw new CorruptIndexException("codes of unknown field: " + number, meta);
          }
          codes.put(field.name, read(field, meta, data));
          number = meta.readInt();
        }
      } catch (Throwable e) {
        fault = e;
      } finally {
        CodecUtil.checkFooter(meta, fault);
      }
    }
    return codes;
  }

  private static SignCodes read(FieldInfo field, ChecksumIndexInput input, IndexInput data)
      throws IOException {
    Rotation rotation = new Rotation(field.getVectorDimension());
    SignCodesMeta meta = SignCodesMeta.read(input, rotation.directions());
    return new SignCodes(rotation, meta, memory(data, meta), CodeKernel.fastest());
  }

  /* The mapped file; or a copy of it where the directory keeps it elsewhere, as it does with small ones. */
  private static MemorySegment memory(IndexInput data, SignCodesMeta meta) throws IOException {
    MemorySegment mapped =
        data instanceof MemorySegmentAccessInput input
            ? input.segmentSliceOrNull(meta.offset(), meta.bytes())
            : null;
    if (mapped != null) {
      return mapped;
    }
    byte[] copy = new byte[Math.toIntExact(meta.bytes())];
    IndexInput input = data.clone();
    input.seek(meta.offset());
    input.readBytes(copy, 0, copy.length);
    return MemorySegment.ofArray(copy);
  }

  /** The codes of a field's vectors, or null when there are too few to need any. */
  @Nullable SignCodes codes(String field) {
    return codes.get(field);
  }

  @Override
  public void checkIntegrity() throws IOException {
    raw.checkIntegrity();
    CodecUtil.checksumEntireFile(data);
  }

  @Override
  public FlatVectorsScorer getFlatVectorScorer(String field) throws IOException {
    return raw.getFlatVectorScorer(field);
  }

  @Override
  public RandomVectorScorer getRandomVectorScorer(String field, float[] target) throws IOException {
    return raw.getRandomVectorScorer(field, target);
  }

  @Override
  public RandomVectorScorer getRandomVectorScorer(String field, byte[] target) throws IOException {
    return raw.getRandomVectorScorer(field, target);
  }

  @Override
  public FloatVectorValues getFloatVectorValues(String field) throws IOException {
    return raw.getFloatVectorValues(field);
  }

  @Override
  public FloatVectorValues getFloatVectorValues(String field, DataAccessHint hint)
      throws IOException {
    return raw.getFloatVectorValues(field, hint);
  }

  @Override
  public ByteVectorValues getByteVectorValues(String field) throws IOException {
    return raw.getByteVectorValues(field);
  }

  @Override
  public FlatVectorsReader getMergeInstance() throws IOException {
    return raw.getMergeInstance();
  }

  @Override
  public void finishMerge() throws IOException {
    raw.finishMerge();
  }

  @Override
  public int getVectorCount(FieldInfo field) throws IOException {
    return raw.getVectorCount(field);
  }

  @Override
  public Map<String, Long> getOffHeapByteSize(FieldInfo field) {
    SignCodes own = codes.get(field.name);
    Map<String, Long> size = raw.getOffHeapByteSize(field);
    return own == null
        ? size
        : mergeOffHeapByteSizeMaps(size, Map.of(CODES_EXTENSION, own.meta().bytes()));
  }

  @Override
  public long ramBytesUsed() {
    return raw.ramBytesUsed();
  }

  @Override
  public void close() throws IOException {
    IOUtils.close(raw, data);
  }
}
