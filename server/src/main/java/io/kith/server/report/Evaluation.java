package io.kith.server.report;

import io.kith.index.evaluation.FewShotFigures;
import io.kith.index.evaluation.IdentificationFigures;
import io.kith.index.evaluation.VerificationFigures;
import io.micronaut.serde.annotation.Serdeable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * What an evaluation found, and how: the JSON document of {@code kith evaluate}. Rates are shares
 * in [0, 1]; what the data do not support is left out, and {@code notes} say why.
 *
 * @param protocol the one asked for, or {@code all}
 * @param model name of the model
 * @param fingerprint of the model
 * @param command that repeats it
 * @param seed of all that is random
 * @param data what it was measured on
 * @param figures by protocol; those not measured are left out
 * @param notes what was not measured, and what it would need
 */
@Serdeable
public record Evaluation(
    String protocol,
    String model,
    String fingerprint,
    String command,
    long seed,
    Data data,
    Figures figures,
    List<String> notes) {

  /** Copies the list. */
  public Evaluation {
    notes = List.copyOf(notes);
  }

  /**
   * What was evaluated.
   *
   * @param folder the folder of images
   * @param identities with an image that was embedded
   * @param single those of them with one such image
   * @param images read
   * @param embedded images in which a subject was found; the others are in no figure but accuracy
   *     by a pairs file
   * @param notEmbedded the others
   */
  @Serdeable
  public record Data(
      String folder,
      int identities,
      int single,
      int images,
      int embedded,
      List<NotEmbedded> notEmbedded) {

    /** Copies the list. */
    public Data {
      notEmbedded = List.copyOf(notEmbedded);
    }
  }

  /** An image without an embedding, and why. */
  @Serdeable
  public record NotEmbedded(String file, String reason) {}

  /** Figures by protocol. */
  @Serdeable
  public record Figures(
      List<IdentificationFigures> identification,
      @Nullable VerificationFigures verification,
      List<FewShotFigures> fewShot) {

    /** Copies the lists. */
    public Figures {
      identification = List.copyOf(identification);
      fewShot = List.copyOf(fewShot);
    }

    /** Whether nothing was measured. */
    public boolean none() {
      return identification.isEmpty() && verification == null && fewShot.isEmpty();
    }
  }

  /** What is told of each protocol measured, by its name. */
  public SequencedMap<String, Section> sections() {
    SequencedMap<String, Section> sections = new LinkedHashMap<>();
    if (!figures.identification().isEmpty()) {
      sections.put("identification", IdentificationSection.of(figures.identification()));
    }
    if (figures.verification() != null) {
      sections.put("verification", VerificationSection.of(figures.verification()));
    }
    if (!figures.fewShot().isEmpty()) {
      sections.put("fewShot", FewShotSection.of(figures.fewShot()));
    }
    return sections;
  }
}
