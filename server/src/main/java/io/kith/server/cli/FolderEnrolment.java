package io.kith.server.cli;

import io.kith.server.api.EnrolAnswer;
import io.kith.server.api.EnrolRequest;
import io.kith.server.api.IdentityRequest;
import io.kith.server.api.IdentityView;
import io.kith.server.api.Kith;
import io.kith.server.api.Problem;
import io.kith.server.api.ProblemException;
import io.kith.server.api.ProblemKind;
import io.kith.server.api.Written;
import io.kith.server.service.Problems;
import io.micronaut.serde.annotation.Serdeable;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Enrols a folder, several images at a time, with a progress bar on stderr.
 *
 * <p>An image that is refused does not stop the others; a failure that would meet every image (a
 * full disk, a server that is gone) does.
 */
final class FolderEnrolment {

  private final Kith kith;
  private final String gallery;
  private final @Nullable String subjects;
  private final BooleanSupplier stop;

  private final LongAdder enrolled = new LongAdder();
  private final LongAdder skipped = new LongAdder();
  private final Queue<Warning> warnings = new ConcurrentLinkedQueue<>();
  private final Queue<Refusal> refused = new ConcurrentLinkedQueue<>();
  private final ConcurrentMap<String, Optional<String>> created = new ConcurrentHashMap<>();
  private final Set<String> filled = ConcurrentHashMap.newKeySet();
  private @Nullable ProblemException failure;

  /**
   * @param stop asked before each image; true ends the work: images in work are finished, no others
   *     begun
   */
  FolderEnrolment(Kith kith, String gallery, @Nullable String subjects, BooleanSupplier stop) {
    this.kith = kith;
    this.gallery = gallery;
    this.subjects = subjects;
    this.stop = stop;
  }

  /**
   * What was done; also the command's JSON document.
   *
   * @param enrolled templates added
   * @param skipped templates that were there before
   * @param warnings what to look at in images that were enrolled
   * @param refused images that were not enrolled
   */
  @Serdeable
  record Summary(
      String gallery, long enrolled, long skipped, List<Warning> warnings, List<Refusal> refused) {}

  /** What an enrolment warned of, such as that the image looks like another identity too. */
  @Serdeable
  record Warning(String file, String warning) {}

  /** An image that was not enrolled, and why. */
  @Serdeable
  record Refusal(String file, String reason) {}

  /** What ended the work early, if anything did. */
  Optional<ProblemException> failure() {
    return Optional.ofNullable(failure);
  }

  Summary run(PhotoFolder folder) {
    for (Path stray : folder.stray()) {
      refused.add(
          new Refusal(
              stray.toString(), "is in no identity's folder; move it to one, as DIR/ada/1.jpg"));
    }
    try {
      ImageWork.each("enrol", folder.photos(), stop, this::enrolOrRefuse);
    } catch (ProblemException e) {
      failure = e;
    }
    removeEmpty();
    return new Summary(
        gallery,
        enrolled.sum(),
        skipped.sum(),
        warnings.stream().sorted(Comparator.comparing(Warning::file)).toList(),
        refused.stream().sorted(Comparator.comparing(Refusal::file)).toList());
  }

  private void enrolOrRefuse(PhotoFolder.Photo photo) {
    try {
      enrol(photo);
    } catch (RuntimeException e) {
      refuse(photo, Problems.of(e));
    }
  }

  private void enrol(PhotoFolder.Photo photo) {
    byte[] image = ImageFiles.readNamed(photo.file());
    created.computeIfAbsent(photo.identity(), this::ensureIdentity);
    EnrolAnswer answer =
        kith.enrol(
            gallery,
            photo.identity(),
            EnrolRequest.ofImages(List.of(image)).withSubjects(subjects));
    filled.add(photo.identity());
    for (EnrolAnswer.EnrolledTemplate template : answer.templates()) {
      (template.status().equals("enrolled") ? enrolled : skipped).increment();
    }
    answer.warnings().forEach(it -> warnings.add(new Warning(photo.file().toString(), it)));
  }

  /* An identity that was made for images that were all refused, as it was made: what others have
   * added to it since is theirs. */
  private void removeEmpty() {
    created.forEach(
        (identity, version) -> {
          if (version.isPresent() && !filled.contains(identity) && failure == null) {
            kith.deleteIdentity(gallery, identity, version.get());
          }
        });
  }

  /** The version that it made the identity in; empty when there was one. */
  private Optional<String> ensureIdentity(String identity) {
    try {
      kith.identity(gallery, identity);
      return Optional.empty();
    } catch (ProblemException e) {
      if (!e.is(ProblemKind.IDENTITY_NOT_FOUND)) {
        throw e;
      }
      Written<IdentityView> made =
          kith.putIdentity(gallery, identity, new IdentityRequest(identity, null));
      return made.created() ? Optional.of(made.value().version()) : Optional.empty();
    }
  }

  private void refuse(PhotoFolder.Photo photo, Problem problem) {
    if (problem.status() >= 500 || problem.status() == ProblemKind.TOO_MANY_REQUESTS.status()) {
      throw new ProblemException(problem);
    }
    refused.add(new Refusal(photo.file().toString(), Failures.ofSubjects(problem)));
  }
}
