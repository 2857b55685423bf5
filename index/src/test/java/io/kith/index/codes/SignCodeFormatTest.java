package io.kith.index.codes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.kith.index.Samples;
import io.kith.index.codes.NearestCodes.Capacity;
import io.kith.index.codes.NearestCodes.Segment;
import io.kith.index.codes.SignCodeFormat.Making;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.lucene.codecs.FilterCodec;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.codecs.perfield.PerFieldKnnVectorsFormat;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.CheckIndex;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.VectorUtil;
import org.apache.lucene.util.hnsw.UpdateableRandomVectorScorer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Codes as they are written, merged and read, in a real Lucene index. */
@SuppressWarnings("NullAway.Init") // JUnit sets the field
final class SignCodeFormatTest {

  private static final String FIELD = "vector";
  private static final int DIMENSION = 70;

  @TempDir Path folder;
  private final Random random = new Random(Samples.seed());

  @Test
  void codesAreThoseOfTheVectorsAfterFlush() throws IOException {
    write(SignCodeFormat.NO_GRAPH, 1_000);

    List<LeafReader> segments = segments();

    assertThat(segments).hasSize(1);
    assertCodesAreOfTheVectors(segments.getFirst());
  }

  @Test
  void codesAreThoseOfTheVectorsAfterMergesAndDeletions() throws IOException {
    write(SignCodeFormat.NO_GRAPH, 700, 300, 10);
    try (Directory directory = FSDirectory.open(folder);
        IndexWriter writer = new IndexWriter(directory, config(SignCodeFormat.NO_GRAPH, true))) {
      for (int i = 0; i < 1_010; i += 3) {
        writer.deleteDocuments(new Term("id", "d" + i));
      }
      writer.forceMerge(1);
    }
    List<LeafReader> segments = segments();

    assertThat(segments).hasSize(1);
    assertThat(segments.getFirst().maxDoc()).isEqualTo(673);
    assertCodesAreOfTheVectors(segments.getFirst());
  }

  @Test
  void smallSegmentsHaveNoCodesAndLargeOnesAGraph() throws IOException {
    write(500, 600, 300, 10);

    List<LeafReader> segments = segments();

    assertThat(segments).hasSize(3);
    for (LeafReader segment : segments) {
      SegmentVectors vectors = vectors(segment);
      assertThat(vectors.codes() != null).isEqualTo(segment.maxDoc() >= SignCodeWriter.MIN_VECTORS);
      assertThat(vectors.hasGraph()).isEqualTo(segment.maxDoc() >= 500);
    }
  }

  @Test
  void codesAreComparedWithEachOtherToBuildAGraph() throws IOException {
    write(SignCodeFormat.NO_GRAPH, 301);
    LeafReader segment = segments().getFirst();
    SignCodes codes = Objects.requireNonNull(vectors(segment).codes());
    FloatVectorValues values = segment.getFloatVectorValues(FIELD);
    try (CodeScorers scorers = codes.scorers()) {
      UpdateableRandomVectorScorer scorer = scorers.scorer();
      assertThat(scorers.totalVectorCount()).isEqualTo(301);
      for (int i : new int[] {0, 7, 8, 150, 300}) {
        scorer.setScoringOrdinal(i);
        NearestCodes all = new NearestCodes(-1, codes.bits(), Capacity.of(301));
        NearestCodes.scan(
            List.of(all),
            List.of(new Segment(List.of(codes.probe(codes.rotate(values.vectorValue(i)))), null)));

        assertThat(all.hits()).hasSize(301);
        for (long hit : all.hits()) {
          float share = 1 - (float) NearestCodes.distance(hit) / codes.bits();
          assertThat(scorer.score(NearestCodes.ordinal(hit))).isEqualTo(share);
        }
      }
    }
  }

  @Test
  void luceneFindsNothingWrong() throws IOException {
    write(500, 700, 300, 10);

    try (Directory directory = FSDirectory.open(folder);
        CheckIndex check = new CheckIndex(directory)) {
      assertThat(check.checkIndex().clean).isTrue();
    }
  }

  @Test
  void aFlippedBitOfACodeIsFound() throws IOException {
    write(SignCodeFormat.NO_GRAPH, 1_000);
    Path codes;
    try (Stream<Path> files = Files.list(folder)) {
      codes =
          files
              .filter(it -> it.toString().endsWith("." + FlatSignCodeFormat.CODES_EXTENSION))
              .findFirst()
              .orElseThrow();
    }
    try (RandomAccessFile file = new RandomAccessFile(codes.toFile(), "rw")) {
      file.seek(file.length() / 2);
      int value = file.read();
      file.seek(file.length() / 2);
      file.write(value ^ 1);
    }

    LeafReader segment = segments().getFirst();

    assertThatThrownBy(segment::checkIntegrity).isInstanceOf(CorruptIndexException.class);
  }

  private void assertCodesAreOfTheVectors(LeafReader segment) throws IOException {
    SignCodes codes = Objects.requireNonNull(vectors(segment).codes());
    FloatVectorValues values = segment.getFloatVectorValues(FIELD);
    assertThat(codes.size()).isEqualTo(segment.maxDoc());
    for (int i = 0; i < codes.size(); i++) {
      NearestCodes nearest = new NearestCodes(-1, codes.bits(), Capacity.of(1));
      NearestCodes.scan(
          List.of(nearest),
          List.of(new Segment(List.of(codes.probe(codes.rotate(values.vectorValue(i)))), null)));

      assertThat(NearestCodes.distance(nearest.hits()[0])).isZero();
      assertThat(NearestCodes.ordinal(nearest.hits()[0])).isEqualTo(i);
    }
    float[] sum = new float[DIMENSION];
    for (int i = 0; i < codes.size(); i++) {
      VectorUtil.add(sum, values.vectorValue(i));
    }
    float[] mean = codes.meta().mean();
    float[] expected = codes.rotate(sum);
    for (int i = 0; i < mean.length; i++) {
      assertThat(mean[i] * codes.size()).isCloseTo(expected[i], within(1e-2f));
    }
  }

  private static SegmentVectors vectors(LeafReader segment) {
    return Objects.requireNonNull(SegmentVectors.of(segment, FIELD));
  }

  /** One segment of each size. */
  private void write(int graphFrom, int... sizes) throws IOException {
    int id = 0;
    try (Directory directory = FSDirectory.open(folder);
        IndexWriter writer = new IndexWriter(directory, config(graphFrom, false))) {
      for (int size : sizes) {
        for (int i = 0; i < size; i++) {
          Document document = new Document();
          document.add(new StringField("id", "d" + id++, Field.Store.NO));
          document.add(
              new KnnFloatVectorField(FIELD, vector(), VectorSimilarityFunction.DOT_PRODUCT));
          writer.addDocument(document);
        }
        writer.commit();
      }
    }
  }

  private float[] vector() {
    float[] values = new float[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      values[i] = .3f + (float) random.nextGaussian();
    }
    return VectorUtil.l2normalize(values);
  }

  private static IndexWriterConfig config(int graphFrom, boolean merging) {
    KnnVectorsFormat format = new SignCodeFormat(16, 100, graphFrom, 1_024, Making.USUAL);
    IndexWriterConfig config =
        new IndexWriterConfig()
            .setUseCompoundFile(false)
            .setCodec(
                new FilterCodec("Lucene104", new Lucene104Codec()) {
                  @Override
                  public KnnVectorsFormat knnVectorsFormat() {
                    return new PerFieldKnnVectorsFormat() {
                      @Override
                      public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
                        return format;
                      }
                    };
                  }
                });
    return merging ? config : config.setMergePolicy(NoMergePolicy.INSTANCE);
  }

  private List<LeafReader> segments() throws IOException {
    DirectoryReader reader = DirectoryReader.open(FSDirectory.open(folder));
    List<LeafReader> segments = new ArrayList<>();
    reader.leaves().forEach(context -> segments.add(context.reader()));
    return segments;
  }
}
