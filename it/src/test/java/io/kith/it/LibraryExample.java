package io.kith.it;

import io.kith.config.CalibrationSettings;
import io.kith.config.EmbedderSettings;
import io.kith.config.IndexSettings;
import io.kith.config.LimitSettings;
import io.kith.embedder.DecodedImage;
import io.kith.embedder.Embedder;
import io.kith.embedder.Models;
import io.kith.embedder.StageListener;
import io.kith.embedder.Subject;
import io.kith.index.ContentHash;
import io.kith.index.Filter;
import io.kith.index.Galleries;
import io.kith.index.Gallery;
import io.kith.index.GalleryModel;
import io.kith.index.Identification;
import io.kith.index.NewTemplate;
import io.kith.index.Threshold;
import io.kith.index.ThresholdRule;
import io.kith.index.UnitVector;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Kith as a library; the README shows the method. */
final class LibraryExample {

  private LibraryExample() {}

  static List<Identification> enrolAndIdentify(Path home, byte[] ada, byte[] someone) {
    Models models =
        new Models(home.resolve("models"), EmbedderSettings.DEFAULT, StageListener.NONE);
    try (Embedder faces = models.open("faces");
        Galleries galleries =
            Galleries.open(home, IndexSettings.DEFAULT, CalibrationSettings.DEFAULT)) {
      GalleryModel model = new GalleryModel("faces", faces.fingerprint(), faces.dimension());
      galleries.put("people", model, new ThresholdRule.Usual());
      Gallery people = galleries.find("people").orElseThrow();

      people.put("ada", "Ada Lovelace", Map.of("team", "engines"));
      Subject face = faces.embed(DecodedImage.decode(ada, LimitSettings.DEFAULT)).getFirst();
      NewTemplate template =
          new NewTemplate(
              UnitVector.of(face.embedding().vector()),
              faces.fingerprint(),
              ContentHash.of(ada, 0),
              face.embedding().norm());
      people.enrol("ada", List.of(template));

      Threshold threshold =
          people
              .threshold() // by calibration, once 20 are enrolled
              .orElse(new Threshold(faces.card().threshold(), Threshold.Source.MODEL_CARD));
      return faces.embed(DecodedImage.decode(someone, LimitSettings.DEFAULT)).stream()
          .map(shown -> UnitVector.of(shown.embedding().vector()))
          .map(probe -> people.identify(probe, 3, threshold, Filter.none()))
          .toList();
    }
  }
}
