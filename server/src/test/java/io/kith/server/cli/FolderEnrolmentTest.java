package io.kith.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.server.api.EnrolAnswer;
import io.kith.server.api.EnrolRequest;
import io.kith.server.api.GalleryRequest;
import io.kith.server.api.IdentitySummary;
import io.kith.server.api.Kith;
import io.kith.server.api.ProblemKind;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an enrolment of a folder leaves of an identity whose images were all refused, and tells. */
final class FolderEnrolmentTest {

  @TempDir Path home;
  @TempDir Path photos;

  @BeforeEach
  void setUp() throws IOException {
    System.setProperty("kith.home", home.toString());
    Path ada = Files.createDirectory(photos.resolve("ada"));
    Files.writeString(ada.resolve("1.jpg"), "no image");
  }

  @AfterEach
  void clearHome() {
    System.clearProperty("kith.home");
  }

  @Test
  void nothingUnlessSomebodyElseHasAddedToItMeanwhile() {
    try (Session server = Session.open(Map.of("micronaut.server.port", -1))) {
      Kith here = server.kith();
      here.putGallery("g", new GalleryRequest("m", 3, 0.5, null, null));
      server.context().getBean(EmbeddedServer.class).start();
      try (Session other = Session.open()) {
        for (Kith kith : List.of(here, other.kith())) {
          assertThat(identities(kith, kith)).isEmpty();
          assertThat(identities(filling(kith), kith)).containsExactly("ada");
          kith.deleteIdentity("g", "ada");
        }
      }
    }
  }

  @Test
  void whatIsWarnedOfIsToldOfItsFile() {
    EnrolAnswer answer = new EnrolAnswer("ada", List.of(), List.of("it looks like joan too"));
    Kith kith =
        (Kith)
            Proxy.newProxyInstance(
                Kith.class.getClassLoader(),
                new Class<?>[] {Kith.class},
                (_, method, _) -> method.getName().equals("enrol") ? answer : null);

    FolderEnrolment.Summary summary =
        new FolderEnrolment(kith, "g", null, () -> false).run(PhotoFolder.read(photos));

    assertThat(summary.warnings())
        .containsExactly(
            new FolderEnrolment.Warning(
                photos.resolve("ada/1.jpg").toString(), "it looks like joan too"));
  }

  @Test
  void whatAnOptionChangesIsRefusedInItsWords() {
    Kith kith =
        (Kith)
            Proxy.newProxyInstance(
                Kith.class.getClassLoader(),
                new Class<?>[] {Kith.class},
                (_, method, _) -> {
                  if (method.getName().equals("enrol")) {
                    throw ProblemKind.SEVERAL_SUBJECTS.with("crop it, or set subjects=largest");
                  }
                  return null;
                });

    FolderEnrolment.Summary summary =
        new FolderEnrolment(kith, "g", null, () -> false).run(PhotoFolder.read(photos));

    assertThat(summary.refused())
        .containsExactly(
            new FolderEnrolment.Refusal(
                photos.resolve("ada/1.jpg").toString(), "crop it, or set --subjects largest"));
  }

  private List<String> identities(Kith enrolling, Kith kith) {
    FolderEnrolment enrolment = new FolderEnrolment(enrolling, "g", null, () -> false);
    assertThat(enrolment.run(PhotoFolder.read(photos)).refused()).hasSize(1);
    assertThat(enrolment.failure()).isEmpty();
    return kith.identities("g", null, null, 10).identities().stream()
        .map(IdentitySummary::id)
        .toList();
  }

  /** The same, where somebody else enrols before each enrolment. */
  private static Kith filling(Kith kith) {
    EnrolRequest vector = new EnrolRequest(null, null, null, new float[] {1, 0, 0}, null, null);
    return (Kith)
        Proxy.newProxyInstance(
            Kith.class.getClassLoader(),
            new Class<?>[] {Kith.class},
            (_, method, arguments) -> {
              if (method.getName().equals("enrol")) {
                kith.enrol("g", "ada", vector);
              }
              try {
                return method.invoke(kith, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
