package io.kith.embedder.margin;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/** Parameters of heads. */
final class Weights {

  private Weights() {}

  /** Rows drawn evenly over all directions, of expected norm 1. */
  static NDArray gaussian(NDManager manager, int rows, int columns, SplittableRandom random) {
    float[] values = new float[rows * columns];
    double deviation = 1 / Math.sqrt(columns);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (deviation * random.nextGaussian());
    }
    return learned(manager.create(values, new Shape(rows, columns)));
  }

  static NDArray learned(NDArray parameter) {
    parameter.setRequiresGradient(true);
    return parameter;
  }

  /** Replaces the first rows. */
  static void set(NDArray parameter, float[][] rows) {
    float[] values = parameter.toFloatArray();
    int columns = (int) parameter.getShape().get(1);
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(rows[i], 0, values, i * columns, columns);
    }
    parameter.set(values);
  }

  /* What is computed from a parameter alone lands with the parameter's manager and would stay there. */
  /** Hands a value computed from parameters to the batch that it was computed for. */
  static NDArray in(NDArray batch, NDArray value) {
    value.attach(batch.getManager());
    return value;
  }

  static Map<String, NDArray> named(String first, NDArray a, String second, NDArray b) {
    Map<String, NDArray> parameters = new LinkedHashMap<>();
    parameters.put(first, a);
    parameters.put(second, b);
    return Collections.unmodifiableMap(parameters);
  }
}
