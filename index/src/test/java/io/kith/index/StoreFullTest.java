package io.kith.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kith.index.IndexException.Problem;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store that may not grow, by SQLite's own limit: the same fault as a full disk, everywhere. */
@SuppressWarnings("NullAway.Init") // JUnit sets the fields
final class StoreFullTest {

  private static final Map<String, Object> LARGE = Map.of("filler", "x".repeat(100_000));

  @TempDir Path folder;
  private EmbeddingStore store;
  private Gallery gallery;
  private final UnitVector vector = new Samples(1).vector();

  @BeforeEach
  void open() {
    InstantSource clock = InstantSource.system();
    store = EmbeddingStore.open(folder.resolve("kith.db"));
    GalleryRow row =
        store.write(
            Follower.NONE,
            handle -> {
              GalleryTable table = new GalleryTable(handle);
              long key =
                  table.insert(
                      "g", Samples.MODEL, new ThresholdRule.Usual(), false, clock.instant());
              return table.find(key).orElseThrow();
            });
    TimeOrderedIds ids = new TimeOrderedIds(clock, null);
    gallery = new Gallery(row, store, folder, Samples.SETTINGS, Samples.CALIBRATION, clock, ids);
    gallery.catchUp();
    Samples.enrol(gallery, "before", vector);
  }

  @AfterEach
  void close() {
    store.close();
    gallery.projection().close();
  }

  @Test
  void writesFailReadsGoOnAndWritesComeBackWithSpace() {
    maxPages(1); // SQLite makes it the pages there are

    assertThatThrownBy(() -> gallery.put("large", null, LARGE))
        .isInstanceOfSatisfying(
            IndexException.class, it -> assertThat(it.problem()).isEqualTo(Problem.STORAGE_FULL));
    assertThat(gallery.identity("large")).isEmpty();
    assertThat(gallery.search(vector, 1, Filter.none()).getFirst().identity()).isEqualTo("before");

    maxPages(1_000_000);
    gallery.put("large", null, LARGE);
    assertThat(gallery.identity("large")).isPresent();
    assertThat(store.faults()).isEmpty();
  }

  private void maxPages(int pages) {
    store.write(
        Follower.NONE,
        handle -> handle.select("PRAGMA max_page_count = " + pages).mapTo(Integer.class).one());
  }
}
