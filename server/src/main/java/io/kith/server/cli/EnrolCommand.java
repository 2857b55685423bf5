package io.kith.server.cli;

import io.kith.server.api.CalibrationView;
import io.kith.server.api.GalleryRequest;
import io.kith.server.api.GalleryView;
import io.kith.server.api.Kith;
import io.kith.server.api.ProblemException;
import io.kith.server.api.ProblemKind;
import io.kith.server.api.Subjects;
import io.kith.server.service.LocalKith;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Enrols a folder of photographs. */
@Command(
    name = "enrol",
    description = {
      "Enrol a folder that holds a folder of images per identity.",
      "Running it again goes on where it was: what is enrolled is skipped."
    },
    mixinStandardHelpOptions = true)
final class EnrolCommand implements Callable<Integer> {

  @Mixin private final Output output = new Output();

  @Option(
      names = "--gallery",
      required = true,
      description = "Gallery to enrol in; created when it does not exist.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private String gallery;

  @Option(names = "--model", description = "Model of a new gallery (default: faces).")
  private @Nullable String model;

  @Option(
      names = "--subjects",
      description =
          "What to do with several subjects in an image: one (refuse it, the default), largest, or all.")
  private @Nullable String subjects;

  @Option(
      names = "--keep-images",
      description =
          "Keep the images, from now on, for a move to another model; also of what is enrolled already.")
  private boolean keepImages;

  @Parameters(paramLabel = "DIR", description = "Folder of folders of images.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private Path folder;

  @Override
  public Integer call() {
    Subjects.of(subjects);
    PhotoFolder photos = PhotoFolder.read(folder);
    // Closed last: the process ends when all is told and the index is committed.
    try (Interruption interruption = Interruption.open();
        Session session = Session.open()) {
      Kith kith = session.kith();
      ensureGallery(kith);
      FolderEnrolment enrolment =
          new FolderEnrolment(kith, gallery, subjects, interruption::requested);
      FolderEnrolment.Summary summary = enrolment.run(photos);
      output.document(session.json(), summary);
      summary.warnings().forEach(it -> output.message("warning: %s: %s", it.file(), it.warning()));
      summary.refused().forEach(it -> output.message("refused: %s: %s", it.file(), it.reason()));
      output.text(
          "gallery %s: %d enrolled, %d skipped (enrolled before), %d refused",
          gallery, summary.enrolled(), summary.skipped(), summary.refused().size());
      if (interruption.requested()) {
        output.message("kith: stopped before the end; run the same command again to go on");
      }
      enrolment
          .failure()
          .ifPresent(
              it ->
                  output.message(
                      "kith: %s; run the same command again to go on", Failures.reason(it)));
      boolean whole = !interruption.requested() && enrolment.failure().isEmpty();
      if (kith instanceof LocalKith local && whole) {
        recalibrate(local);
      }
      return whole && summary.refused().isEmpty() ? 0 : 1;
    }
  }

  /* A server does this in the background. */
  private void recalibrate(LocalKith kith) {
    try (StepProgress progress = new StepProgress("calibrating")) {
      kith.recalibrate(gallery, progress)
          .map(CalibrationView::calibration)
          .filter(it -> it.threshold() != null)
          .ifPresent(
              it ->
                  output.text(
                      "calibrated: threshold %s for a FPIR of %s",
                      Table.cosine(it.threshold()), Table.percent(it.targetFpir())));
    }
  }

  private void ensureGallery(Kith kith) {
    try {
      GalleryView view = kith.gallery(gallery);
      String existing = view.model().name();
      if (model != null && !model.equals(existing)) {
        throw ProblemKind.OTHER_MODEL.with(
            "gallery %s has model %s, not %s; choose another gallery, or move it: kith rebuild --gallery %s --model %s"
                .formatted(gallery, existing, model, gallery, model));
      }
      if (keepImages && !view.keepImages()) {
        kith.putGallery(gallery, GalleryRequest.ofModel(null).withKeepImages(true));
      }
    } catch (ProblemException e) {
      if (!e.is(ProblemKind.GALLERY_NOT_FOUND)) {
        throw e;
      }
      kith.putGallery(gallery, GalleryRequest.ofModel(model).withKeepImages(keepImages));
    }
  }
}
