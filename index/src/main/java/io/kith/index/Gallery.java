package io.kith.index;

import io.kith.config.IndexSettings;
import io.kith.index.calibration.Calibrator;
import io.kith.index.calibration.Measurement;
import io.kith.index.calibration.Progress;
import io.kith.index.calibration.ScoreComparison;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ObjLongConsumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Templates enrolled together, and the search among them. Safe for concurrent use.
 *
 * <p>A change is durable in the store, and seen by every later search, when its method returns.
 */
public final class Gallery {

  /* The decision needs the second identity for the gap, however few candidates are asked for. */
  private static final int GAP_CANDIDATES = 2;

  private final long key;
  private final String name;
  private final Instant created;
  private final EmbeddingStore store;
  private final Generations generations;
  private final GalleryProjection projection;
  private final IndexSettings settings;
  private final InstantSource clock;
  private final TimeOrderedIds ids;
  private final KeptImages images;
  private final Inbox inbox;
  private final AtomicInteger enrolled = new AtomicInteger();
  private volatile ThresholdRule rule;
  private volatile boolean keepsImages;
  private volatile @Nullable Calibration calibration;
  private volatile @Nullable Agreement agreement;

  /* Whoever embeds, searches or enrols holds the read lock; the model changes under the write lock, for an instant. */
  private final ReadWriteLock model = new ReentrantReadWriteLock();

  Gallery(
      GalleryRow row,
      EmbeddingStore store,
      Path folder,
      IndexSettings settings,
      InstantSource clock,
      TimeOrderedIds ids) {
    this.key = row.key();
    this.name = row.name();
    this.created = row.created();
    this.store = store;
    this.generations = new Generations(indexes(folder).resolve(Long.toString(key)));
    this.images = new KeptImages(images(folder).resolve(Long.toString(key)), this::wantsImage);
    this.projection = new GalleryProjection(row, generations, settings);
    this.settings = settings;
    this.clock = clock;
    this.ids = ids;
    this.rule = row.rule();
    this.keepsImages = row.keepsImages();
    refresh();
    this.inbox = new Inbox(this, store);
  }

  /** Its inbox of unknown subjects. */
  public Inbox inbox() {
    return inbox;
  }

  /** Folder of the indexes of all galleries. */
  static Path indexes(Path folder) {
    return folder.resolve("index");
  }

  /** Folder of the images that all galleries keep. */
  static Path images(Path folder) {
    return folder.resolve("images");
  }

  /* What depends on the model. */
  private void refresh() {
    GalleryRow row = row().orElseThrow(Switchover::gone);
    rule = row.rule();
    enrolled.set(store.read(handle -> new GalleryTable(handle).enrolled(key)));
    calibration = store.read(handle -> calibrations(handle).latest()).orElse(null);
  }

  private Optional<GalleryRow> row() {
    return store.read(handle -> new GalleryTable(handle).find(key));
  }

  /** Its name. */
  public String name() {
    return name;
  }

  /** The model whose embeddings it holds; {@link #steadily} for how long. */
  public GalleryModel model() {
    return projection.generation().model().model();
  }

  /**
   * Does work during which the gallery's model, and what depends on it, stay as they are: what is
   * embedded by the model at the beginning can be searched with and enrolled until the end.
   */
  public <T> T steadily(Supplier<T> work) {
    return locked(model.readLock(), work);
  }

  private static <T> T locked(Lock lock, Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  private <T> T alone(Supplier<T> change) {
    return locked(
        model.writeLock(),
        () -> {
          try {
            return change.get();
          } finally {
            refresh();
          }
        });
  }

  /** How it finds its threshold where a request says nothing. */
  public ThresholdRule rule() {
    return rule;
  }

  /** N: number of identities that have templates. */
  public int enrolled() {
    return enrolled.get();
  }

  /** Generation of its index: rises each time the index is built anew. */
  public long generation() {
    return projection.generation().number();
  }

  /** Whether the images that templates are made from are kept. */
  public boolean keepsImages() {
    return keepsImages;
  }

  /** What it is and how much it holds now; counts its rows, O(N). */
  public GalleryInfo info() {
    return store.read(
        handle -> {
          GalleryTable table = new GalleryTable(handle);
          return new GalleryInfo(
              name(),
              model(),
              rule,
              keepsImages,
              table.identities(key),
              table.templates(key),
              generation(),
              created);
        });
  }

  /** Sequence number of the gallery's last committed change. */
  public long sequence() {
    return row().map(GalleryRow::sequence).orElse(0L);
  }

  /**
   * Sequence number of the last change that searches see; equal to {@link #sequence} but for an
   * instant.
   */
  public long appliedSequence() {
    return projection.applied();
  }

  /**
   * Writes an identity; its templates are untouched.
   *
   * @param id 1 to 256 bytes of UTF-8 without control characters
   * @throws InvalidNameException when id or label is not allowed
   */
  public IdentityWrite put(String id, @Nullable String label, Map<String, Object> metadata) {
    return put(id, label, metadata, Condition.NONE);
  }

  /**
   * Writes an identity where a condition holds; its templates are untouched.
   *
   * @throws ConditionFailedException when the condition does not hold
   */
  public IdentityWrite put(
      String id, @Nullable String label, Map<String, Object> metadata, Condition condition) {
    Names.checkIdentity(id);
    Names.checkLabel(label);
    return store.write(
        projection,
        handle -> {
          IdentityTable identities = identities(handle);
          condition.check(id, identities.find(id));
          return identities.key(id).isEmpty()
              ? new IdentityWrite.Created(identities.insert(id, label, metadata, now()))
              : new IdentityWrite.Replaced(identities.update(id, label, metadata, now()));
        });
  }

  /** Creates an identity under a generated id, which later ones sort behind. */
  public Identity add(@Nullable String label, Map<String, Object> metadata) {
    return put(newId(), label, metadata).identity();
  }

  /** An id for a new identity, which later ones sort behind. */
  public String newId() {
    return ids.next();
  }

  /**
   * Changes an identity's label and metadata; empty when there is none of that id.
   *
   * @throws ConditionFailedException when it is there and the condition does not hold
   */
  public Optional<Identity> patch(String id, IdentityPatch patch, Condition condition) {
    Names.checkLabel(patch.label());
    return store.write(
        projection,
        handle -> {
          IdentityTable identities = identities(handle);
          Optional<Identity> now = identities.find(id);
          now.ifPresent(_ -> condition.check(id, now));
          return now.map(
              before ->
                  identities.update(
                      id,
                      patch.changesLabel() ? patch.label() : before.label(),
                      Metadata.patch(before.metadata(), patch.metadata()),
                      now()));
        });
  }

  /** An identity by its id. */
  public Optional<Identity> identity(String id) {
    return store.read(handle -> identities(handle).find(id));
  }

  /**
   * A page of identities in the order of their ids.
   *
   * @param prefix start of the ids, or of a word of the labels, that are wanted; of labels in
   *     either case. Null for all; O(N) where few are found
   * @param cursor {@link IdentityPage#next} of the page before, or null for the first page
   * @param limit identities per page, 1 or more
   * @throws InvalidCursorException when the cursor was not handed out by this method
   */
  public IdentityPage identities(@Nullable String prefix, @Nullable String cursor, int limit) {
    String after = cursor == null ? "" : PageCursor.id(cursor);
    List<Identity> found =
        store.read(
            handle ->
                prefix == null
                    ? identities(handle).after(after, limit + 1)
                    : identities(handle).starting(prefix, after, limit + 1));
    if (found.size() <= limit) {
      return new IdentityPage(found, null);
    }
    List<Identity> page = found.subList(0, limit);
    return new IdentityPage(page, PageCursor.after(page.getLast().id()));
  }

  /** Deletes an identity with its templates; false when there is none of that id. */
  public boolean delete(String id) {
    return delete(id, Condition.NONE);
  }

  /**
   * Deletes an identity with its templates where a condition holds; false when there is none of
   * that id.
   *
   * @throws ConditionFailedException when it is there and the condition does not hold
   */
  public boolean delete(String id, Condition condition) {
    record Deletion(boolean done, boolean enrolled, Set<String> contents) {}
    return steadily(
        () -> {
          Deletion deletion =
              store.write(
                  projection,
                  handle -> {
                    Optional<Identity> now = identities(handle).find(id);
                    now.ifPresent(_ -> condition.check(id, now));
                    boolean had = hasTemplates(handle, id);
                    Set<String> contents = templates(handle).allContentHashes(id);
                    return new Deletion(identities(handle).delete(id), had, contents);
                  });
          if (deletion.enrolled()) {
            enrolled.decrementAndGet();
          }
          images.drop(deletion.contents());
          return deletion.done();
        });
  }

  /**
   * Enrols templates, all or none; they are durable and searchable when this returns.
   *
   * @return one outcome per template, in order; empty when there is no such identity
   * @throws ModelMismatchException when a template is of another model than the gallery
   * @throws InvalidVectorException when a template's dimension is not the gallery's
   */
  public Optional<List<EnrolOutcome>> enrol(String identity, List<NewTemplate> templates) {
    return steadily(
        () -> {
          templates.forEach(this::check);
          Enrolment enrolment =
              store.write(projection, handle -> enrol(handle, identity, templates));
          if (enrolment.first()) {
            enrolled.incrementAndGet();
          }
          return enrolment.outcomes();
        });
  }

  /** What an enrolment did; {@code first} when the identity had no templates before. */
  private record Enrolment(Optional<List<EnrolOutcome>> outcomes, boolean first) {}

  private Enrolment enrol(Handle handle, String identity, List<NewTemplate> templates) {
    OptionalLong key = identities(handle).key(identity);
    if (key.isEmpty()) {
      return new Enrolment(Optional.empty(), false);
    }
    TemplateTable table = templates(handle);
    boolean first = !templates.isEmpty() && !table.any(key.getAsLong());
    List<EnrolOutcome> outcomes = new ArrayList<>();
    for (NewTemplate template : templates) {
      Optional<Template> before = table.findByContent(identity, template.contentHash());
      if (before.isPresent()) {
        outcomes.add(new EnrolOutcome.AlreadyEnrolled(before.get()));
      } else {
        List<String> others = table.othersWith(template.contentHash(), identity);
        Template written = table.insert(key.getAsLong(), identity, ids.next(), template, now());
        outcomes.add(new EnrolOutcome.Enrolled(written, others));
      }
    }
    return new Enrolment(Optional.of(List.copyOf(outcomes)), first);
  }

  /**
   * Enrols many templates in one change, all or none; much faster than one by one. They are durable
   * and searchable when this returns.
   *
   * @param batch at most 1,000
   * @return one outcome per template, in order
   * @throws ModelMismatchException when a template is of another model than the gallery
   * @throws InvalidVectorException when a template's dimension is not the gallery's
   * @throws InvalidNameException when an identity's id or label is not allowed
   */
  public List<EnrolOutcome> enrolAll(List<BulkTemplate> batch) {
    return enrolAll(batch, _ -> {});
  }

  /** The same together with another change of the store. */
  List<EnrolOutcome> enrolAll(List<BulkTemplate> batch, Consumer<Handle> also) {
    if (batch.isEmpty()) {
      return List.of();
    }
    return steadily(
        () -> {
          batch.forEach(this::check);
          BulkEnrolment.Done done =
              store.write(
                  projection,
                  handle -> {
                    also.accept(handle);
                    return new BulkEnrolment(handle, key, ids, now()).enrol(batch);
                  });
          enrolled.addAndGet(done.first());
          return done.outcomes();
        });
  }

  /**
   * Checks one template of a batch, as {@link #enrolAll} does.
   *
   * @throws ModelMismatchException when it is of another model than the gallery
   * @throws InvalidVectorException when its dimension is not the gallery's
   * @throws InvalidNameException when its identity's id or label is not allowed
   */
  public void check(BulkTemplate template) {
    Names.checkIdentity(template.identity());
    Names.checkLabel(template.label());
    check(template.template());
  }

  private void check(NewTemplate template) {
    if (!template.fingerprint().equals(model().fingerprint())) {
      throw new ModelMismatchException(template.fingerprint(), model().fingerprint());
    }
    check(template.vector());
  }

  private void check(UnitVector vector) {
    if (vector.dimension() != model().dimension()) {
      throw new InvalidVectorException(
          "vector dimension: %d differs from gallery dimension: %d"
              .formatted(vector.dimension(), model().dimension()));
    }
  }

  /** A template of an identity. */
  public Optional<Template> template(String identity, String template) {
    return store.read(handle -> templates(handle).find(identity, template));
  }

  /** The templates of an identity, oldest first; none when there is no such identity. */
  public List<Template> templates(String identity) {
    return store.read(handle -> templates(handle).list(identity));
  }

  /** The vector of a template. */
  public Optional<UnitVector> vector(String identity, String template) {
    return store.read(handle -> templates(handle).vector(identity, template));
  }

  /**
   * Gives templates of an identity to another, whose subject they show. All or none.
   *
   * @param to another identity than {@code from}
   * @return that other identity; empty when an identity or a template is missing
   */
  public Optional<Identity> move(String from, List<String> moved, String to) {
    checkOther(to, List.of(from));
    return reassign(moves -> moves.move(from, moved, to));
  }

  /**
   * Gives templates of an identity to a new one under a generated id. All or none.
   *
   * @return the new identity; empty when the identity or a template is missing
   */
  public Optional<Identity> split(String from, List<String> moved) {
    String id = ids.next();
    return reassign(moves -> moves.split(from, moved, id, now()));
  }

  /**
   * Merges identities that are one subject: gives all their templates to one of them and deletes
   * the others. All or none.
   *
   * @param into another identity than those in {@code from}
   * @return the identity that is left; empty when one is missing
   */
  public Optional<Identity> merge(List<String> from, String into) {
    checkOther(into, from);
    return reassign(moves -> moves.merge(from, into));
  }

  private static void checkOther(String to, List<String> from) {
    if (from.contains(to)) {
      throw new InvalidNameException("%s: is on both sides; name another identity".formatted(to));
    }
  }

  private Optional<Identity> reassign(
      Function<IdentityMoves, Optional<IdentityMoves.Moved>> change) {
    return steadily(
        () -> {
          Optional<IdentityMoves.Moved> moved =
              store.write(projection, handle -> change.apply(new IdentityMoves(handle, key)));
          moved.ifPresent(it -> enrolled.addAndGet(-it.lost()));
          return moved.map(IdentityMoves.Moved::to);
        });
  }

  /**
   * All that is enrolled, as it is at this moment while changes go on; to be closed. Enrolling it
   * in another gallery with {@link #enrolAll} gives the same decisions there.
   */
  public Stream<ExportedTemplate> export() {
    return store.stream(handle -> templates(handle).export(model().fingerprint()));
  }

  /** Deletes a template; false when the identity has none of that id. */
  public boolean deleteTemplate(String identity, String template) {
    record Deletion(Optional<String> content, boolean last) {}
    return steadily(
        () -> {
          Deletion deletion =
              store.write(
                  projection,
                  handle -> {
                    boolean had = hasTemplates(handle, identity);
                    Optional<String> content = templates(handle).content(identity, template);
                    boolean done = templates(handle).delete(identity, template);
                    return new Deletion(content, had && done && !hasTemplates(handle, identity));
                  });
          if (deletion.last()) {
            enrolled.decrementAndGet();
          }
          deletion.content().ifPresent(content -> images.drop(Set.of(content)));
          return deletion.content().isPresent();
        });
  }

  /**
   * Keeps the images that templates are made from, until what is returned is closed, and after that
   * as long as the gallery has a template of them; does nothing where it keeps none. To be called
   * before the enrolment, and closed after it.
   *
   * @throws IndexException when they cannot be written
   */
  public HeldImages hold(List<byte[]> encoded) {
    return keepsImages && !encoded.isEmpty() ? images.hold(encoded) : HeldImages.NONE;
  }

  /** The image that a content is from, as it was enrolled; empty when it is not kept. */
  public Optional<byte[]> image(String contentHash) {
    return ContentHash.image(contentHash).flatMap(images::read);
  }

  /** Whether the image that a content is from is kept. */
  public boolean hasImage(String contentHash) {
    return ContentHash.image(contentHash).filter(images::has).isPresent();
  }

  private boolean wantsImage(String hash) {
    return keepsImages && store.read(handle -> templates(handle).anyFrom(hash));
  }

  /** Hashes of the contents that an identity holds: what need not be sent again. */
  public Set<String> contentHashes(String identity) {
    return store.read(handle -> templates(handle).contentHashes(identity));
  }

  /**
   * The identities most similar to a probe.
   *
   * @param k distinct identities wanted, 1 or more
   * @return at most k candidates, best first; equal cosines in the order of identity ids
   * @throws InvalidVectorException when the probe's dimension is not the gallery's
   */
  public List<Candidate> search(UnitVector probe, int k, Filter filter) {
    return searchAll(List.of(probe), k, filter).getFirst();
  }

  /**
   * The identities most similar to each of several probes, in less time than one by one.
   *
   * @return as many lists as probes, in their order, each as {@link #search} gives it
   * @throws InvalidVectorException when a probe's dimension is not the gallery's
   */
  public List<List<Candidate>> searchAll(List<UnitVector> probes, int k, Filter filter) {
    return find(probes, k, filter, -1).stream().map(IdentitySearch.Found::candidates).toList();
  }

  private List<IdentitySearch.Found> find(
      List<UnitVector> probes, int k, Filter filter, double decisive) {
    if (k < 1) {
      throw new IllegalArgumentException("k: %d is below 1".formatted(k));
    }
    if (probes.isEmpty()) {
      return List.of();
    }
    return steadily(
        () -> {
          probes.forEach(this::check);
          return projection.searchIdentities(
              search ->
                  search.search(
                      probes.stream().map(UnitVector::shared).toList(),
                      k,
                      TemplateDocument.matching(filter),
                      decisive));
        });
  }

  /**
   * Decides whom a probe shows.
   *
   * @param k candidates in the answer, 1 or more
   * @throws InvalidVectorException when the probe's dimension is not the gallery's
   */
  public Identification identify(UnitVector probe, int k, Threshold threshold, Filter filter) {
    IdentitySearch.Found search =
        find(List.of(probe), Math.max(k, GAP_CANDIDATES), filter, threshold.cosine()).getFirst();
    List<Candidate> found = search.candidates();
    OptionalDouble gap =
        found.size() < 2
            ? OptionalDouble.empty()
            : OptionalDouble.of(found.get(0).cosine() - found.get(1).cosine());
    List<Candidate> candidates = found.subList(0, Math.min(k, found.size()));
    boolean known = !candidates.isEmpty() && candidates.getFirst().cosine() >= threshold.cosine();
    return known
        ? new Identification.Known(candidates, threshold, gap, search.report())
        : new Identification.Unknown(candidates, threshold, gap, search.report());
  }

  /**
   * Compares a probe with all templates of one identity, exactly.
   *
   * @return empty when there is no such identity
   * @throws InvalidVectorException when the probe's dimension is not the gallery's
   */
  public Optional<Verification> verify(UnitVector probe, String identity) {
    IdentitySearch.Found found =
        steadily(
            () -> {
              check(probe);
              return projection.searchIdentities(
                  search -> search.exact(probe.shared(), 1, TemplateDocument.ofIdentity(identity)));
            });
    if (!found.candidates().isEmpty()) {
      Candidate nearest = found.candidates().getFirst();
      return Optional.of(new Verification.Comparison(nearest.cosine(), nearest.template()));
    }
    return identity(identity).map(_ -> new Verification.NoTemplates());
  }

  /** The latest calibration, which thresholds come from. */
  public Optional<Calibration> calibration() {
    return Optional.ofNullable(calibration);
  }

  /** The calibrations that are kept, the latest first. */
  public List<Calibration> calibrations() {
    return store.read(handle -> calibrations(handle).list());
  }

  /**
   * The threshold for a target rate of false positives at the present number of identities.
   *
   * @param targetFpir share of non-mated searches that may return an identity, above 0 and at most
   *     0.5
   * @return empty when there is no calibration, or none that supports so small a rate
   */
  public Optional<Threshold> threshold(double targetFpir) {
    ThresholdRule.checkTarget(targetFpir);
    Calibration latest = calibration;
    if (latest == null || targetFpir < latest.measurement().smallestFpir()) {
      return Optional.empty();
    }
    double cosine = latest.measurement().threshold(targetFpir, enrolled());
    return Optional.of(new Threshold(cosine, Threshold.Source.CALIBRATION, latest.id()));
  }

  /**
   * Expected share of non-mated searches that would score at least this high, at the present number
   * of identities; empty when there is no calibration.
   */
  public OptionalDouble fpir(double cosine) {
    Calibration latest = calibration;
    return latest == null
        ? OptionalDouble.empty()
        : OptionalDouble.of(latest.measurement().fpir(cosine, enrolled()));
  }

  /**
   * Measures the gallery's error rates; thresholds come from the new calibration when this returns.
   * Searches and enrolments go on meanwhile.
   *
   * @param cohort strangers' templates, of the same model, as non-mated searches; null for the
   *     gallery's own
   * @throws ModelMismatchException when the cohort is of another model
   * @throws CancellationException when the thread is interrupted; nothing was changed then
   */
  public CalibrationOutcome calibrate(
      Calibrator calibrator, @Nullable Gallery cohort, Progress progress) {
    if (cohort != null && !cohort.model().fingerprint().equals(model().fingerprint())) {
      throw new ModelMismatchException(cohort.model().fingerprint(), model().fingerprint());
    }
    long sequence = sequence();
    Generation measuredOn = projection.generation();
    Optional<Measurement> measured =
        cohort == null
            ? calibrator.measure(stored(), progress)
            : calibrator.measure(stored(), cohort.stored(), progress);
    if (measured.isEmpty()) {
      int fewest = cohort == null ? enrolled() : Math.min(enrolled(), cohort.enrolled());
      return new CalibrationOutcome.Insufficient(fewest, Calibrator.FEWEST_IDENTITIES);
    }
    Calibration made =
        kept(measured.get(), cohort == null ? null : cohort.name(), calibrator.seed(), sequence);
    return steadily(
        () -> {
          if (!measuredOn.sameModel(projection.generation())) {
            throw new CancellationException(
                "the gallery was moved to another model meanwhile; calibrate it again");
          }
          store.write(
              Follower.NONE,
              handle -> {
                calibrations(handle).insert(made);
                return true;
              });
          calibration = made;
          return new CalibrationOutcome.Calibrated(made);
        });
  }

  /**
   * Compares rules by which the score of an identity could come from its templates, on a sample of
   * the gallery's own.
   *
   * @return empty when fewer than 20 identities of the sample have two templates
   */
  public Optional<ScoreComparison.Comparison> compareScores(long seed) {
    return ScoreComparison.of(stored(), seed);
  }

  /** How far searches found what is there when that was last measured; empty before. */
  public Optional<Agreement> agreement() {
    return Optional.ofNullable(agreement);
  }

  /**
   * Measures how far searches find what measuring all templates finds; O(N), a second for 100,000
   * templates. Searches and enrolments go on meanwhile.
   */
  public Agreement measureAgreement() {
    long sequence = appliedSequence();
    long index = generation();
    GenerationProbes probes =
        GenerationProbes.draw(
            store, key(), projection.generation(), sequence, now().toEpochMilli());
    Agreement measured =
        new Agreement(probes.agreeing(projection), probes.count(), index, sequence, now());
    agreement = measured;
    return measured;
  }

  /** Templates that were enrolled or deleted after a number of the change sequence. */
  long changedTemplates(long sequence) {
    return store.read(handle -> new GalleryTable(handle).changedTemplates(key(), sequence));
  }

  /** Share of the templates that changed since the latest calibration; 1 when there is none. */
  public double changedSinceCalibration() {
    Calibration latest = calibration;
    if (latest == null) {
      return 1;
    }
    return (double) changedTemplates(latest.sequence()) / latest.measurement().templates();
  }

  /**
   * The suspects of a calibration by their ids, as far as they are still enrolled, and not known to
   * be two subjects.
   */
  public SuspectReport suspects(Calibration of) {
    return store.read(
        handle ->
            new SuspectNames(handle)
                .of(of.measurement().suspects().without(judgements(handle).distinctKeys())));
  }

  /**
   * Notes that a probe does not show an identity that it comes near to: the next calibration counts
   * it as a stranger's search. The probe itself is not kept.
   *
   * @param hash of the probe: the same one is counted once
   * @return how near it comes; empty when there is no such identity
   * @throws InvalidVectorException when the probe's dimension is not the gallery's
   */
  public Optional<Verification> reject(UnitVector probe, String hash, String identity) {
    return steadily(
        () -> {
          Optional<Verification> compared = verify(probe, identity);
          if (compared.orElse(null)
              instanceof Verification.Comparison(double cosine, String template)) {
            boolean _ =
                changeIdentity(
                    identity,
                    (judgements, key) ->
                        judgements.reject(
                            key, hash, template, cosine, model().fingerprint(), now()));
          }
          return compared;
        });
  }

  /** Takes back all that was rejected of an identity; false when there is none of that id. */
  public boolean acceptAll(String identity) {
    return changeIdentity(identity, JudgementTable::acceptAll);
  }

  private boolean changeIdentity(String identity, ObjLongConsumer<JudgementTable> change) {
    return store.write(
        Follower.NONE,
        handle -> {
          OptionalLong key = identities(handle).key(identity);
          key.ifPresent(it -> change.accept(judgements(handle), it));
          return key.isPresent();
        });
  }

  /**
   * Notes that two identities are two subjects, however alike they look; or takes that back.
   *
   * @return false when one of them is missing
   * @throws InvalidNameException when both are one
   */
  public boolean distinguish(String one, String other, boolean distinct) {
    checkOther(one, List.of(other));
    return store.write(
        Follower.NONE,
        handle -> {
          OptionalLong a = identities(handle).key(one);
          OptionalLong b = identities(handle).key(other);
          if (a.isEmpty() || b.isEmpty()) {
            return false;
          }
          judgements(handle).distinguish(a.getAsLong(), b.getAsLong(), distinct);
          return true;
        });
  }

  /** Identities that are known to be two subjects each, by their ids. */
  public List<DistinctPair> distinct() {
    return store.read(handle -> judgements(handle).distinct());
  }

  /**
   * Builds the index anew beside the present one, which is searched and written meanwhile, checks
   * the new one, and changes over. The one before is kept until the next rebuild.
   *
   * @throws IndexException when the gallery is being rebuilt already, or the store fails
   * @throws CancellationException when the thread is interrupted; nothing was changed then
   */
  public RebuildOutcome rebuild(RebuildPlan plan, Progress progress) {
    return rebuild(plan, progress, _ -> {});
  }

  /* For tests, which spoil what was written before it is checked. */
  RebuildOutcome rebuild(RebuildPlan plan, Progress progress, Consumer<Path> written) {
    return Rebuild.claimed(
        generations,
        name,
        () -> {
          NumberedModel live = projection.generation().model();
          Switchover switchover = new Switchover(store, projection, key, live.number());
          Generation next = Rebuild.next(generations, switchover.row(), live, plan);
          return new Rebuild(
                  store,
                  generations,
                  projection,
                  switchover,
                  settings,
                  next,
                  plan,
                  progress,
                  written,
                  switchover)
              .run();
        });
  }

  /**
   * Moves the gallery to another model: embeds what its templates were made from again, and changes
   * over when all of it was, or the plan allows to leave something behind. Identities and the ids
   * of templates stay. Searches and enrolments go on meanwhile, with the present model; what was
   * enrolled is carried over too. The thresholds come from what was measured with the other model.
   * What was embedded is kept when the gallery is not moved, for the next attempt.
   *
   * @throws IndexException when the gallery is being rebuilt already, or the store fails
   * @throws IllegalArgumentException when the gallery has that model
   * @throws CancellationException when the thread is interrupted; searches see the gallery as
   *     before
   */
  public RebuildOutcome upgrade(UpgradePlan plan, Reembedder reembedder, Progress progress) {
    return upgrade(plan, reembedder, progress, _ -> {});
  }

  /* For tests, which do something before the new index is checked. */
  RebuildOutcome upgrade(
      UpgradePlan plan, Reembedder reembedder, Progress progress, Consumer<Path> written) {
    if (projection.generation().model().makes(plan.model())) {
      throw new IllegalArgumentException(
          "gallery %s has model %s already".formatted(name, plan.model().name()));
    }
    return Rebuild.claimed(
        generations,
        name,
        () ->
            new Upgrade(
                    store,
                    generations,
                    projection,
                    key,
                    settings,
                    this::alone,
                    plan,
                    reembedder,
                    it -> kept(it, null, plan.calibrator().seed(), sequence()),
                    progress)
                .run(written));
  }

  private Calibration kept(
      Measurement measured, @Nullable String cohort, long seed, long sequence) {
    Instant now = Instant.ofEpochMilli(now().toEpochMilli());
    return new Calibration(ids.next(), now, sequence, cohort, seed, measured);
  }

  /**
   * Goes back to the index before the last rebuild, brought up to date with all changes since.
   * Where that is of another model, what was enrolled since is embedded by it.
   *
   * @param reembedder embeds by the model before
   * @param leaveBehind whether to go back even where something cannot be embedded by it
   * @throws IndexException when the gallery is being rebuilt, there is none, or the store fails
   */
  public RebuildOutcome rollback(Reembedder reembedder, boolean leaveBehind) {
    return previous().goBack(reembedder, leaveBehind, Rebuild.threads(RebuildPlan.USUAL, settings));
  }

  /** Goes back where nothing is to be embedded for it. */
  RebuildOutcome rollback() {
    return rollback(Reembedder.NONE, false);
  }

  /** The model before the present one, if a rollback would go back to another. */
  public Optional<GalleryModel> previousModel() {
    return row()
        .flatMap(row -> row.previous().filter(it -> !it.sameModel(row.generation())))
        .map(it -> it.model().model());
  }

  /**
   * Removes the index before the last rebuild, if it is kept; there is no rollback any more.
   *
   * @throws IndexException when the gallery is being rebuilt, or the store fails
   */
  public void prune() {
    previous().remove();
  }

  /** Removes what was deleted from the files of the index, of the one before, and images. */
  void expunge() {
    projection.expunge();
    previous().expunge();
    images.sweep();
  }

  private PreviousGeneration previous() {
    return new PreviousGeneration(store, generations, projection, key, name, this::alone);
  }

  /** Brings the index up to date with the store, building it when needed. */
  void catchUp() {
    store.write(projection, _ -> true);
  }

  /* Images that are kept no more are removed at once. */
  void set(ThresholdRule changed, boolean keep) {
    rule = changed;
    boolean kept = keepsImages;
    keepsImages = keep;
    if (kept && !keep) {
      images.sweep();
    }
  }

  /** Removes its files. */
  void deleteFiles() {
    projection.delete();
    images.removeAll();
  }

  long key() {
    return key;
  }

  private StoredTemplates stored() {
    return new StoredTemplates(store, key, projection.generation().model());
  }

  GalleryProjection projection() {
    return projection;
  }

  private boolean hasTemplates(Handle handle, String identity) {
    return identities(handle).key(identity).stream().anyMatch(templates(handle)::any);
  }

  private IdentityTable identities(Handle handle) {
    return new IdentityTable(handle, key);
  }

  private JudgementTable judgements(Handle handle) {
    return new JudgementTable(handle, key);
  }

  private CalibrationTable calibrations(Handle handle) {
    return new CalibrationTable(handle, key, projection.generation().model().number());
  }

  private TemplateTable templates(Handle handle) {
    return new TemplateTable(handle, key);
  }

  Instant now() {
    return clock.instant();
  }
}
