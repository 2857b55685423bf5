package io.kith.index;

import io.kith.config.IndexSettings;
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

  private final GalleryRow row;
  private final EmbeddingStore store;
  private final GalleryProjection projection;
  private final IndexSettings settings;
  private final InstantSource clock;
  private final TimeOrderedIds ids;
  private volatile OptionalDouble threshold;

  Gallery(
      GalleryRow row,
      EmbeddingStore store,
      Path indexes,
      IndexSettings settings,
      InstantSource clock,
      TimeOrderedIds ids) {
    this.row = row;
    this.store = store;
    this.projection =
        new GalleryProjection(row, indexes.resolve(Long.toString(row.key())), settings);
    this.settings = settings;
    this.clock = clock;
    this.ids = ids;
    this.threshold = row.threshold();
  }

  /** Its name. */
  public String name() {
    return row.name();
  }

  /** The model whose embeddings it holds. */
  public GalleryModel model() {
    return row.model();
  }

  /** Smallest cosine accepted as Known, in [-1, 1]; empty when none is set. */
  public OptionalDouble threshold() {
    return threshold;
  }

  /** Generation of its index: rises each time the index is built anew. */
  public long generation() {
    return projection.generation();
  }

  /** What it is and how much it holds now; counts its rows, O(N). */
  public GalleryInfo info() {
    return store.read(
        handle -> {
          GalleryTable table = new GalleryTable(handle);
          return new GalleryInfo(
              name(),
              model(),
              threshold,
              table.identities(row.key()),
              table.templates(row.key()),
              generation(),
              row.created());
        });
  }

  /** Sequence number of the gallery's last committed change. */
  public long sequence() {
    return store.read(
        handle -> new GalleryTable(handle).find(row.key()).map(GalleryRow::sequence).orElse(0L));
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
    Names.checkIdentity(id);
    Names.checkLabel(label);
    return store.write(
        projection,
        handle -> {
          IdentityTable identities = identities(handle);
          return identities.key(id).isEmpty()
              ? new IdentityWrite.Created(identities.insert(id, label, metadata, now()))
              : new IdentityWrite.Replaced(identities.update(id, label, metadata, now()));
        });
  }

  /** Creates an identity under a generated id, which later ones sort behind. */
  public Identity add(@Nullable String label, Map<String, Object> metadata) {
    return put(ids.next(), label, metadata).identity();
  }

  /** Changes an identity's label and metadata; empty when there is none of that id. */
  public Optional<Identity> patch(String id, IdentityPatch patch) {
    Names.checkLabel(patch.label());
    return store.write(
        projection,
        handle -> {
          IdentityTable identities = identities(handle);
          return identities
              .find(id)
              .map(
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
   * @param cursor {@link IdentityPage#next} of the page before, or null for the first page
   * @param limit identities per page, 1 or more
   * @throws InvalidCursorException when the cursor was not handed out by this method
   */
  public IdentityPage identities(@Nullable String cursor, int limit) {
    String after = cursor == null ? "" : PageCursor.id(cursor);
    List<Identity> found = store.read(handle -> identities(handle).after(after, limit + 1));
    if (found.size() <= limit) {
      return new IdentityPage(found, null);
    }
    List<Identity> page = found.subList(0, limit);
    return new IdentityPage(page, PageCursor.after(page.getLast().id()));
  }

  /** Deletes an identity with its templates; false when there is none of that id. */
  public boolean delete(String id) {
    return store.write(projection, handle -> identities(handle).delete(id));
  }

  /**
   * Enrols templates, all or none; they are durable and searchable when this returns.
   *
   * @return one outcome per template, in order; empty when there is no such identity
   * @throws ModelMismatchException when a template is of another model than the gallery
   * @throws InvalidVectorException when a template's dimension is not the gallery's
   */
  public Optional<List<EnrolOutcome>> enrol(String identity, List<NewTemplate> templates) {
    templates.forEach(this::check);
    return store.write(projection, handle -> enrol(handle, identity, templates));
  }

  private Optional<List<EnrolOutcome>> enrol(
      Handle handle, String identity, List<NewTemplate> templates) {
    OptionalLong key = identities(handle).key(identity);
    if (key.isEmpty()) {
      return Optional.empty();
    }
    TemplateTable table = templates(handle);
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
    return Optional.of(List.copyOf(outcomes));
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

  /** Deletes a template; false when the identity has none of that id. */
  public boolean deleteTemplate(String identity, String template) {
    return store.write(projection, handle -> templates(handle).delete(identity, template));
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
    check(probe);
    if (k < 1) {
      throw new IllegalArgumentException("k: %d is below 1".formatted(k));
    }
    return projection.search(
        searcher ->
            new IdentitySearch(searcher, settings.effort())
                .search(probe.shared(), k, TemplateDocument.matching(filter)));
  }

  /**
   * Decides whom a probe shows.
   *
   * @param k candidates in the answer, 1 or more
   * @throws InvalidVectorException when the probe's dimension is not the gallery's
   */
  public Identification identify(UnitVector probe, int k, Threshold threshold, Filter filter) {
    List<Candidate> found = search(probe, Math.max(k, GAP_CANDIDATES), filter);
    OptionalDouble gap =
        found.size() < 2
            ? OptionalDouble.empty()
            : OptionalDouble.of(found.get(0).cosine() - found.get(1).cosine());
    List<Candidate> candidates = found.subList(0, Math.min(k, found.size()));
    boolean known = !candidates.isEmpty() && candidates.getFirst().cosine() >= threshold.cosine();
    return known
        ? new Identification.Known(candidates, threshold, gap)
        : new Identification.Unknown(candidates, threshold, gap);
  }

  /**
   * Compares a probe with all templates of one identity, exactly.
   *
   * @return empty when there is no such identity
   * @throws InvalidVectorException when the probe's dimension is not the gallery's
   */
  public Optional<Verification> verify(UnitVector probe, String identity) {
    check(probe);
    List<Candidate> best =
        projection.search(
            searcher ->
                new IdentitySearch(searcher, settings.effort())
                    .scan(probe.shared(), 1, TemplateDocument.ofIdentity(identity)));
    if (!best.isEmpty()) {
      Candidate nearest = best.getFirst();
      return Optional.of(new Verification.Comparison(nearest.cosine(), nearest.template()));
    }
    return identity(identity).map(_ -> new Verification.NoTemplates());
  }

  /** Brings the index up to date with the store, building it when needed. */
  void catchUp() {
    store.write(projection, _ -> true);
  }

  void threshold(OptionalDouble changed) {
    threshold = changed;
  }

  long key() {
    return row.key();
  }

  GalleryProjection projection() {
    return projection;
  }

  private IdentityTable identities(Handle handle) {
    return new IdentityTable(handle, row.key());
  }

  private TemplateTable templates(Handle handle) {
    return new TemplateTable(handle, row.key());
  }

  private Instant now() {
    return clock.instant();
  }
}
