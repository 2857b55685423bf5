package io.kith.embedder.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Stochastic gradient descent with momentum: {@code v = momentum v + g + decay w; w -= rate v}. Not
 * safe for concurrent use.
 *
 * <p>DJL's optimisers keep their state to themselves; a run that is resumed needs it.
 */
final class Optimiser {

  private final double momentum;
  private final double decay;
  private final Map<String, NDArray> parameters;
  private final Map<String, NDArray> velocities = new LinkedHashMap<>();

  /**
   * @param parameters what is learned, by name; weights are matrices and up, and decay; biases, and
   *     batch norm's factors, do not
   */
  Optimiser(NDManager manager, Map<String, NDArray> parameters, double momentum, double decay) {
    this.parameters = parameters;
    this.momentum = momentum;
    this.decay = decay;
    parameters.forEach((name, array) -> velocities.put(name, manager.zeros(array.getShape())));
  }

  /** Momenta by name, for the checkpoint. */
  Map<String, NDArray> velocities() {
    return velocities;
  }

  /** Changes the parameters by their gradients, which are zero afterwards. */
  void step(double rate) {
    parameters.forEach(
        (name, weights) -> {
          NDArray velocity = Objects.requireNonNull(velocities.get(name));
          try (NDArray gradient = weights.getGradient()) {
            velocity.muli(momentum).addi(gradient);
            if (weights.getShape().dimension() > 1) {
              try (NDArray decayed = weights.mul(decay)) {
                velocity.addi(decayed);
              }
            }
            try (NDArray change = velocity.mul(rate)) {
              weights.subi(change);
            }
            gradient.muli(0);
          }
        });
  }
}
