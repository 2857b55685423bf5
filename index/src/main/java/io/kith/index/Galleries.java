package io.kith.index;

import io.kith.config.CalibrationSettings;
import io.kith.config.IndexSettings;
import io.kith.index.calibration.Effort;
import io.kith.index.calibration.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.lucene.util.IOUtils;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All galleries of one folder. Safe for concurrent use; one process at a time may open a folder.
 *
 * <p>The folder holds the store, {@code kith.db}, and the indexes built from it, {@code
 * index/<gallery>/<generation>}, which may be deleted while it is closed, and the images that are
 * kept, {@code images/<gallery>}.
 */
public final class Galleries implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Galleries.class);

  /** The store's file in the folder. */
  static final String STORE = "kith.db";

  private final FolderLock lock;
  private final EmbeddingStore store;
  private final Path folder;
  private final IndexSettings settings;
  private final CalibrationSettings calibration;
  private final Recalibration recalibration;
  private final Purge purge;
  private final AgreementWatch agreement = new AgreementWatch(this::list);
  private final InstantSource clock = InstantSource.system();
  private final TimeOrderedIds ids;
  private final Map<String, Gallery> byName = new ConcurrentHashMap<>();
  private final ScheduledExecutorService commits =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("kith-index-commit").factory());

  private Galleries(
      FolderLock lock,
      EmbeddingStore store,
      Path folder,
      IndexSettings settings,
      CalibrationSettings calibration) {
    this.lock = lock;
    this.store = store;
    this.folder = folder;
    this.settings = settings;
    this.calibration = calibration;
    this.ids = new TimeOrderedIds(clock, store.lastId().orElse(null));
    this.recalibration = new Recalibration(this::list, calibration);
    this.purge = new Purge(store, this::list, settings, clock);
  }

  /**
   * Opens the galleries in a folder, which is created when missing.
   *
   * @throws IndexException when the folder is held by another process, cannot be written, or is
   *     damaged
   */
  public static Galleries open(
      Path directory, IndexSettings settings, CalibrationSettings calibration) {
    FolderLock lock = FolderLock.acquire(directory);
    Galleries galleries;
    try {
      EmbeddingStore store = EmbeddingStore.open(directory.resolve(STORE));
      galleries = new Galleries(lock, store, directory, settings, calibration);
    } catch (Throwable e) {
      lock.close();
      throw e;
    }
    try {
      galleries.load();
      galleries.recalibration.start();
      galleries.purge.start();
      galleries.agreement.start();
      return galleries;
    } catch (Throwable e) {
      IOUtils.closeWhileHandlingException(galleries::close);
      throw e;
    }
  }

  private void load() {
    for (GalleryRow row : store.read(handle -> new GalleryTable(handle).list())) {
      add(row);
    }
    removeLeftovers(Gallery.indexes(folder));
    removeLeftovers(Gallery.images(folder));
    Snapshot.removeLeftovers(folder);
    long millis = settings.commitInterval().toMillis();
    var _ = commits.scheduleWithFixedDelay(this::commit, millis, millis, TimeUnit.MILLISECONDS);
  }

  private Gallery add(GalleryRow row) {
    Gallery gallery = new Gallery(row, store, folder, settings, calibration, clock, ids);
    try {
      gallery.catchUp();
    } finally {
      // Its row is there in any case; where its index could not be made, the next change tries
      // again.
      byName.put(row.name(), gallery);
    }
    return gallery;
  }

  /* Files of galleries that were deleted just before the process ended. */
  private void removeLeftovers(Path files) {
    List<String> kept = byName.values().stream().map(it -> Long.toString(it.key())).toList();
    if (!Files.isDirectory(files)) {
      return;
    }
    try {
      try (Stream<Path> folders = Files.list(files)) {
        IOUtils.rm(
            folders.filter(it -> !kept.contains(it.getFileName().toString())).toArray(Path[]::new));
      }
    } catch (IOException e) {
      throw StorageFault.of(e);
    }
  }

  private void commit() {
    for (Gallery gallery : byName.values()) {
      Background.attempt(
          "gallery %s: its index was not committed, or its inbox not emptied"
              .formatted(gallery.name()),
          () -> {
            if (gallery.projection().lags()) {
              gallery.catchUp();
            }
            gallery.projection().commit();
            gallery.inbox().expire();
          });
    }
  }

  /**
   * Creates a gallery, or sets how an existing one finds its threshold, and whether it keeps
   * images.
   *
   * @param keepImages whether the images that templates are made from are kept. When an existing
   *     gallery does so no more, those that it has are removed. Null for no in a new gallery, and
   *     no change of an existing one
   * @param name {@code [A-Za-z0-9][A-Za-z0-9._-]{0,63}}
   * @throws InvalidNameException when the name is not allowed
   */
  public synchronized GalleryWrite put(
      String name, GalleryModel model, ThresholdRule rule, @Nullable Boolean keepImages) {
    Names.checkGallery(name);
    Gallery existing = byName.get(name);
    if (existing == null) {
      return new GalleryWrite.Created(
          add(insert(name, model, rule, Boolean.TRUE.equals(keepImages))));
    }
    boolean keep = keepImages == null ? existing.keepsImages() : keepImages;
    GalleryWrite written =
        store.write(
            Follower.NONE,
            handle -> update(new GalleryTable(handle), existing, model, rule, keep),
            done -> {
              if (done instanceof GalleryWrite.Updated) {
                existing.set(rule, keep);
              }
            });
    existing.sweepUnlessKept();
    return written;
  }

  /* Its row says which model it has: memory lags behind a switch. */
  private static GalleryWrite update(
      GalleryTable table, Gallery gallery, GalleryModel model, ThresholdRule rule, boolean keep) {
    GalleryRow row = table.find(gallery.key()).orElseThrow();
    NumberedModel now = row.generation().model();
    if (!now.makes(model)) {
      return new GalleryWrite.OtherModel(now.model());
    }
    table.update(row, model.name(), rule, keep);
    return new GalleryWrite.Updated(gallery);
  }

  /** Creates a gallery that keeps no images, or sets how one finds its threshold. */
  public GalleryWrite put(String name, GalleryModel model, ThresholdRule rule) {
    return put(name, model, rule, null);
  }

  private GalleryRow insert(
      String name, GalleryModel model, ThresholdRule rule, boolean keepImages) {
    return store.write(
        Follower.NONE,
        handle -> {
          GalleryTable table = new GalleryTable(handle);
          return table
              .find(table.insert(name, model, rule, keepImages, clock.instant()))
              .orElseThrow();
        });
  }

  /** A gallery by its name. */
  public Optional<Gallery> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** All galleries, in the order of their names. */
  public List<Gallery> list() {
    return byName.values().stream().sorted(Comparator.comparing(Gallery::name)).toList();
  }

  /** Deletes a gallery with everything in it; false when there is none of that name. */
  public synchronized boolean delete(String name) {
    Gallery gallery = byName.get(name);
    if (gallery == null) {
      return false;
    }
    store.write(
        Follower.NONE,
        handle -> {
          new GalleryTable(handle).delete(gallery.key());
          return true;
        });
    byName.remove(name);
    gallery.deleteFiles();
    return true;
  }

  /**
   * Calibrates a gallery on all cores where enough has changed since it was last, and in the way it
   * was then.
   *
   * @return empty when too little has changed; or when the cohort of then is gone, too small, or of
   *     another model, which is logged
   */
  public Optional<CalibrationOutcome> recalibrate(Gallery gallery, Progress progress) {
    return Recalibration.due(gallery, calibration)
        ? recalibration.calibrate(gallery, Effort.full(), progress)
        : Optional.empty();
  }

  /** The keys of the server's API, which are kept in the same store. */
  public StoredKeys keys() {
    return new StoredKeys(store);
  }

  /** Answers to requests that may be sent again, which are kept in the same store. */
  public KeptAnswers keptAnswers() {
    return new KeptAnswers(store);
  }

  /**
   * Removes the bytes of all that was deleted or replaced from every file. Searches go on; changes
   * wait while the store is rewritten, seconds a gigabyte, and that needs as much space again.
   *
   * @throws IndexException when a file cannot be rewritten; nothing is lost then
   */
  public PurgeReport purge(Progress progress) {
    return purge.run(progress);
  }

  /**
   * Takes a snapshot of all galleries, while searches and changes go on; seconds a gigabyte, and
   * needs as much space as the store. To be closed.
   *
   * @throws IndexException when the store cannot be copied
   */
  public Snapshot snapshot() {
    return Snapshot.take(folder, store);
  }

  EmbeddingStore store() {
    return store;
  }

  boolean purgeIsDue() {
    return purge.due();
  }

  /** Sequence number of the last committed change. */
  public long sequence() {
    return store.sequence();
  }

  /**
   * Checks the store, every index, and that each index holds what the store holds. Takes seconds to
   * minutes; changes wait meanwhile.
   */
  public StoreHealth check() {
    List<String> faults = new ArrayList<>();
    store.faults().forEach(fault -> faults.add("store: " + fault));
    list().forEach(gallery -> check(gallery, faults));
    return new StoreHealth(faults);
  }

  private void check(Gallery gallery, List<String> faults) {
    GalleryProjection projection = gallery.projection();
    projection.commit();
    if (!projection.passesCheck()) {
      faults.add("gallery %s: its index is damaged".formatted(gallery.name()));
    }
    gallery.catchUp();
    store.alone(
        handle -> {
          GalleryRow row = new GalleryTable(handle).find(gallery.key()).orElseThrow();
          long model = row.generation().model().number();
          compare(gallery, new ChangeFeed(handle, row.key(), model), faults);
        });
  }

  private static void compare(Gallery gallery, ChangeFeed feed, List<String> faults) {
    GalleryProjection projection = gallery.projection();
    long stored = 0;
    try (Stream<String> templates = feed.ids()) {
      for (String template : (Iterable<String>) templates::iterator) {
        stored++;
        if (!projection.contains(template)) {
          faults.add(
              "gallery %s: template %s is not in its index".formatted(gallery.name(), template));
        }
      }
    }
    long indexed = projection.templates();
    if (indexed != stored) {
      faults.add(
          "gallery %s: templates in its index: %d, in the store: %d"
              .formatted(gallery.name(), indexed, stored));
    }
  }

  /**
   * Finishes the writes that were accepted, commits the indexes and lets go of the folder. Closing
   * again does nothing.
   */
  @Override
  public void close() {
    recalibration.close();
    purge.close();
    agreement.close();
    commits.close(); // a commit that runs is waited for: an interrupt would break its index
    try {
      store.close();
    } finally {
      byName.values().forEach(Galleries::finish);
      lock.close();
    }
  }

  /* Nothing is lost with a commit of an index: the next start applies what it lacks. */
  private static void finish(Gallery gallery) {
    try {
      gallery.projection().close();
    } catch (RuntimeException e) {
      log.warn(
          "gallery {}: its index was not committed: {}: {}",
          gallery.name(),
          e.getMessage(),
          String.valueOf(e.getCause()));
    }
  }
}
