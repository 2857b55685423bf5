package io.kith.index;

/** Keeps a store from growing, by SQLite's own limit: the same fault as a full disk. */
public final class FullDisk {

  private FullDisk() {}

  /** Allows so many pages; fewer than there are means those that there are. */
  public static void limit(Galleries galleries, int pages) {
    boolean _ =
        galleries
            .store()
            .write(
                Follower.NONE,
                handle -> {
                  handle.execute("PRAGMA max_page_count = " + pages);
                  return true;
                });
  }
}
