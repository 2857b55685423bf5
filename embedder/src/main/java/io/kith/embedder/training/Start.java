package io.kith.embedder.training;

import io.kith.config.ModelCard;
import io.kith.embedder.BaseModel;
import io.kith.embedder.SubjectInput;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a training starts: at random weights, on whole images; or at a model that is there, on the
 * subjects that it finds. Immutable.
 *
 * @param base the model; null for none
 */
record Start(TrainingPlan plan, @Nullable BaseModel base) {

  private static final String UNNAMED = "unnamed";

  Start {
    if (base != null && !plan.network().backbone().equals(base.backbone())) {
      throw new TrainingException(
          "the plan has backbone: %s, model %s has: %s"
              .formatted(plan.network().backbone(), base.card().name(), base.backbone()));
    }
  }

  /** At random weights. */
  static Start afresh(TrainingPlan plan) {
    return new Start(plan, null);
  }

  /** What the network expects. */
  ModelCard.Network input() {
    return input(UNNAMED);
  }

  /** The same, with its weights in a file of a name. */
  ModelCard.Network input(String file) {
    return base == null ? plan.network().card(file) : base.network(file);
  }

  /** Makes inputs, of any size, of what images show. */
  SubjectInput subjects(ModelCard.Network input) {
    return base == null ? SubjectInput.wholeImage(input) : base.input(input);
  }

  /** The model's weights; empty for random ones. */
  Optional<byte[]> weights() {
    return Optional.ofNullable(base).map(BaseModel::weights);
  }

  /** All that decides what a training gives, beside its images. */
  String describe() {
    String text = plan.toString().replace(", ", ",\n  ") + "\n";
    return base == null
        ? text
        : text + "from %s, fingerprint %s%n".formatted(base.card().name(), base.fingerprint());
  }
}
