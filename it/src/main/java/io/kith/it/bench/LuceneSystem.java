package io.kith.it.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.lucene.codecs.FilterCodec;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;
import org.apache.lucene.codecs.perfield.PerFieldKnnVectorsFormat;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.IOUtils;
import org.jspecify.annotations.Nullable;

/** Lucene by itself: an HNSW field, merged into one segment; effort templates are collected. */
final class LuceneSystem implements SearchSystem {

  private static final double BUFFER_MEGABYTES = 512;

  private final int maxConn;
  private final int beamWidth;
  private final int threads;
  private final Path folder;
  private final Directory directory;
  private @Nullable IndexSearcher searcher;
  private int[] identities = {};

  /**
   * @param threads threads that add and merge
   */
  LuceneSystem(int maxConn, int beamWidth, int threads, Path folder) throws IOException {
    this.maxConn = maxConn;
    this.beamWidth = beamWidth;
    this.threads = threads;
    this.folder = folder;
    this.directory = FSDirectory.open(folder);
  }

  @Override
  public String name() {
    return "Lucene HNSW %d/%d".formatted(maxConn, beamWidth);
  }

  @Override
  public double build(Workload workload) throws IOException {
    Vectors vectors = workload.vectors();
    List<Document> documents =
        IntStream.range(0, vectors.size()).parallel().mapToObj(i -> document(vectors, i)).toList();
    long start = System.nanoTime();
    index(documents);
    double seconds = (System.nanoTime() - start) / 1e9;
    DirectoryReader reader = DirectoryReader.open(directory);
    NumericDocValues values = DocValues.getNumeric(reader.leaves().getFirst().reader(), "identity");
    identities = new int[reader.maxDoc()];
    for (int i = 0; i < identities.length; i++) {
      values.advanceExact(i);
      identities[i] = (int) values.longValue();
    }
    searcher = new IndexSearcher(reader);
    searcher.setQueryCache(null);
    return seconds;
  }

  private static Document document(Vectors vectors, int number) {
    Document document = new Document();
    document.add(
        new KnnFloatVectorField(
            "vector", vectors.vector(number), VectorSimilarityFunction.DOT_PRODUCT));
    document.add(new NumericDocValuesField("identity", vectors.identity(number)));
    return document;
  }

  private void index(List<Document> documents) throws IOException {
    try (ExecutorService workers = Executors.newFixedThreadPool(threads)) {
      IndexWriterConfig config =
          new IndexWriterConfig().setCodec(codec(workers)).setRAMBufferSizeMB(BUFFER_MEGABYTES);
      try (IndexWriter writer = new IndexWriter(directory, config)) {
        AtomicInteger next = new AtomicInteger();
        List<Callable<@Nullable Void>> adding =
            Collections.nCopies(threads, () -> add(writer, documents, next));
        for (Future<@Nullable Void> each : workers.invokeAll(adding)) {
          each.get();
        }
        writer.forceMerge(1);
      } catch (InterruptedException | ExecutionException e) {
        throw new IOException(e);
      }
    }
  }

  private static @Nullable Void add(
      IndexWriter writer, List<Document> documents, AtomicInteger next) throws IOException {
    for (int i = next.getAndIncrement(); i < documents.size(); i = next.getAndIncrement()) {
      writer.addDocument(documents.get(i));
    }
    return null;
  }

  private FilterCodec codec(ExecutorService workers) {
    KnnVectorsFormat format =
        threads == 1
            ? new Lucene99HnswVectorsFormat(maxConn, beamWidth)
            : new Lucene99HnswVectorsFormat(maxConn, beamWidth, threads, workers);
    return new FilterCodec("Lucene104", new Lucene104Codec()) {
      @Override
      public KnnVectorsFormat knnVectorsFormat() {
        return new PerFieldKnnVectorsFormat() {
          @Override
          public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
            return format;
          }
        };
      }
    };
  }

  @Override
  public List<Integer> efforts() {
    return List.of(40, 80, 160, 320);
  }

  @Override
  public Answer search(float[] probe, int effort) throws IOException {
    IndexSearcher built = searcher;
    if (built == null) {
      throw new IllegalStateException("not built");
    }
    Answer.Builder best = new Answer.Builder(Workload.K);
    KnnFloatVectorQuery query = new KnnFloatVectorQuery("vector", probe, effort);
    for (ScoreDoc hit : built.search(query, effort).scoreDocs) {
      best.offer(identities[hit.doc], 2.0 * hit.score - 1);
    }
    return best.answer();
  }

  @Override
  public long diskBytes() throws IOException {
    return Scratch.bytes(folder);
  }

  @Override
  public void close() throws IOException {
    IOUtils.close(searcher == null ? null : searcher.getIndexReader(), directory);
  }
}
