package io.kith.server.service;

import io.kith.index.BulkTemplate;
import io.kith.index.EnrolOutcome;
import io.kith.index.ExportedTemplate;
import io.kith.index.Gallery;
import io.kith.index.HeldImages;
import io.kith.index.NewTemplate;
import io.kith.server.api.BulkLine;
import io.kith.server.api.BulkResult;
import io.kith.server.api.Problem;
import io.kith.server.api.ProblemKind;
import io.kith.server.api.Transfers;
import io.micronaut.serde.ObjectMapper;
import jakarta.inject.Singleton;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Enrols line by line: a line that is bad is refused and spoils no other. Thread-safe.
 *
 * <p>Lines are prepared one by one, as many at a time as the caller likes, and written many at
 * once.
 */
@Singleton
public final class BulkEnrolments implements Transfers {

  private static final int MAX_HASH = 200;
  private static final int GROUP = 500;

  private final Existing existing;
  private final Enrolment enrolment;
  private final Identities identities;
  private final StageTimers timers;
  private final ObjectMapper json;

  BulkEnrolments(
      Existing existing,
      Enrolment enrolment,
      Identities identities,
      StageTimers timers,
      ObjectMapper json) {
    this.existing = existing;
    this.enrolment = enrolment;
    this.identities = identities;
    this.timers = timers;
    this.json = json;
  }

  /** A line that was prepared. */
  public sealed interface Prepared {

    /** To be written. */
    record Ready(long line, BulkTemplate template, HeldImages image) implements Prepared {}

    /** With nothing to write. */
    record Answered(BulkResult result) implements Prepared {}
  }

  /**
   * Checks a line and embeds its image.
   *
   * @param number of the line, from 1
   * @param images of the stream that it is a line of
   */
  public Prepared prepare(String gallery, long number, BulkLine line, StreamImages images) {
    try {
      return prepare(existing.gallery(gallery), number, line, images);
    } catch (RuntimeException e) {
      return new Prepared.Answered(BulkResult.refused(number, line.identity(), Problems.of(e)));
    }
  }

  private Prepared prepare(Gallery gallery, long number, BulkLine line, StreamImages images) {
    String identity = line.identity();
    if (identity == null) {
      throw ProblemKind.INVALID_REQUEST.with("identity: is missing; name one in each line");
    }
    Map<String, Object> metadata = identities.metadata(line.metadata());
    BulkTemplate template =
        gallery.steadily(
            () -> {
              BulkTemplate made =
                  new BulkTemplate(identity, line.label(), metadata, template(gallery, line));
              gallery.check(made);
              return made;
            });
    HeldImages image = line.image() == null ? HeldImages.NONE : gallery.hold(List.of(line.image()));
    images.add(image);
    return new Prepared.Ready(number, template, image);
  }

  private @Nullable NewTemplate template(Gallery gallery, BulkLine line) {
    if (line.image() == null && line.vector() == null) {
      return null;
    }
    checkSample(line);
    NewTemplate template =
        enrolment.template(
            gallery, line.image(), line.vector(), line.fingerprint(), line.subjects());
    return new NewTemplate(
        template.vector(),
        template.fingerprint(),
        line.contentHash() == null ? template.contentHash() : line.contentHash(),
        line.quality() == null ? template.quality() : line.quality());
  }

  private static void checkSample(BulkLine line) {
    String hash = line.contentHash();
    if (hash != null && (hash.isEmpty() || hash.length() > MAX_HASH)) {
      throw ProblemKind.INVALID_REQUEST.with(
          "contentHash: %d characters; use 1 to %d".formatted(hash.length(), MAX_HASH));
    }
    if (line.image() != null && (hash != null || line.quality() != null)) {
      throw ProblemKind.INVALID_REQUEST.with(
          "contentHash and quality: are for vectors; an image has its own");
    }
    if (line.quality() != null && !Double.isFinite(line.quality())) {
      throw ProblemKind.INVALID_REQUEST.with("quality: must be a finite number");
    }
  }

  /**
   * Writes lines that were prepared, in one change.
   *
   * @param prepared at most 1,000
   * @param images with which they were prepared
   * @return one result for each, in order
   */
  public List<BulkResult> write(String gallery, List<Prepared> prepared, StreamImages images) {
    List<BulkTemplate> batch = new ArrayList<>();
    List<HeldImages> held = new ArrayList<>();
    for (Prepared each : prepared) {
      if (each instanceof Prepared.Ready ready) {
        batch.add(ready.template());
        held.add(ready.image());
      }
    }
    List<EnrolOutcome> outcomes = List.of();
    @Nullable Problem problem = null;
    try (HeldImages _ = images.take(held)) {
      Gallery in = existing.gallery(gallery);
      outcomes = timers.store(gallery, () -> in.enrolAll(batch));
    } catch (RuntimeException e) {
      problem = Problems.of(e);
    }
    List<BulkResult> results = new ArrayList<>();
    var outcome = outcomes.iterator();
    for (Prepared each : prepared) {
      results.add(
          switch (each) {
            case Prepared.Answered(BulkResult result) -> result;
            case Prepared.Ready(long line, BulkTemplate written, var _) -> {
              if (problem != null) {
                yield BulkResult.refused(line, written.identity(), problem);
              }
              yield written.template() == null
                  ? new BulkResult(line, written.identity(), "identity", null, List.of(), null)
                  : result(line, written.identity(), outcome.next());
            }
          });
    }
    return results;
  }

  private static BulkResult result(long line, String identity, EnrolOutcome outcome) {
    return switch (outcome) {
      case EnrolOutcome.Enrolled(var template, var others) ->
          new BulkResult(line, identity, "enrolled", template.id(), others, null);
      case EnrolOutcome.AlreadyEnrolled(var template) ->
          new BulkResult(line, identity, "already enrolled", template.id(), List.of(), null);
    };
  }

  /** All that is enrolled in a gallery, as lines; to be closed. */
  public Stream<BulkLine> export(String gallery) {
    return existing.gallery(gallery).export().map(BulkEnrolments::line);
  }

  @Override
  public void export(String gallery, OutputStream to) {
    try (Stream<BulkLine> lines = export(gallery)) {
      for (BulkLine line : (Iterable<BulkLine>) lines::iterator) {
        to.write(json.writeValueAsBytes(line));
        to.write('\n');
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void enrolLines(String gallery, InputStream lines, Consumer<BulkResult> each) {
    var _ = existing.gallery(gallery);
    BufferedReader reader =
        new BufferedReader(new InputStreamReader(lines, StandardCharsets.UTF_8));
    List<Numbered> group = new ArrayList<>();
    long number = 0;
    try {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        number++;
        if (!line.isBlank()) {
          group.add(new Numbered(number, line));
        }
        if (group.size() == GROUP) {
          enrol(gallery, group, each);
          group.clear();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    enrol(gallery, group, each);
  }

  private record Numbered(long number, String line) {}

  /* Lines with images are embedded on all cores. */
  private void enrol(String gallery, List<Numbered> group, Consumer<BulkResult> each) {
    try (StreamImages images = new StreamImages()) {
      List<Prepared> prepared =
          group.parallelStream()
              .map(line -> prepare(gallery, line.number(), line.line(), images))
              .toList();
      write(gallery, prepared, images).forEach(each);
    }
  }

  private Prepared prepare(String gallery, long number, String line, StreamImages images) {
    BulkLine read;
    try {
      read = json.readValue(line, BulkLine.class);
    } catch (IOException e) {
      read = null;
    }
    return read == null
        ? new Prepared.Answered(
            BulkResult.refused(
                number,
                null,
                ProblemKind.INVALID_REQUEST.problem(
                    "not the JSON of such a line; send lines as an export writes them")))
        : prepare(gallery, number, read, images);
  }

  private static BulkLine line(ExportedTemplate exported) {
    NewTemplate template = exported.template();
    return new BulkLine(
        exported.identity(),
        exported.label(),
        exported.metadata(),
        null,
        template == null ? null : template.vector().values(),
        template == null ? null : template.fingerprint(),
        null,
        template == null ? null : template.contentHash(),
        template == null ? null : template.quality());
  }
}
