package io.kith.index.codes;

import java.io.IOException;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.util.VectorUtil;

/**
 * Encodes a segment's vectors, which it reads twice: for their mean, and to compare them with it.
 * Not safe for concurrent use.
 */
final class SignEncoder {

  private final Rotation rotation;
  private final float[] mean;
  private final int size;

  /**
   * Takes the mean.
   *
   * @param vectors read once
   */
  SignEncoder(FloatVectorValues vectors) throws IOException {
    double[] sum = new double[vectors.dimension()];
    int count = 0;
    KnnVectorValues.DocIndexIterator each = vectors.iterator();
    while (each.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
      float[] vector = vectors.vectorValue(each.index());
      for (int i = 0; i < sum.length; i++) {
        sum[i] += vector[i];
      }
      count++;
    }
    float[] plain = new float[sum.length];
    for (int i = 0; i < sum.length; i++) {
      plain[i] = (float) (sum[i] / Math.max(count, 1));
    }
    this.rotation = new Rotation(sum.length);
    this.mean = rotation.rotate(plain);
    this.size = count;
  }

  /** Number of vectors. */
  int size() {
    return size;
  }

  /**
   * Writes the codes.
   *
   * @param vectors the same again, read once
   */
  SignCodesMeta write(FloatVectorValues vectors, IndexOutput output) throws IOException {
    long offset = output.alignFilePointer(Long.BYTES * CodeKernel.BLOCK);
    SignCodesMeta meta = SignCodesMeta.of(offset, size, mean, 0);
    long[][] block = new long[CodeKernel.BLOCK][mean.length / Long.SIZE];
    double square = 0;
    int count = 0;
    KnnVectorValues.DocIndexIterator each = vectors.iterator();
    while (each.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
      float[] rotated = rotation.rotate(vectors.vectorValue(each.index()));
      double beside = VectorUtil.dotProduct(rotated, mean) - meta.meanSquare();
      square += beside * beside;
      block[count % block.length] = meta.encode(rotated);
      count++;
      if (count % block.length == 0 || count == size) {
        write(block, output);
      }
    }
    return SignCodesMeta.of(offset, size, mean, (float) Math.sqrt(square / size));
  }

  private static void write(long[][] block, IndexOutput output) throws IOException {
    for (int word = 0; word < block[0].length; word++) {
      for (long[] code : block) {
        output.writeLong(code[word]);
      }
    }
  }
}
