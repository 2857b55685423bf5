package io.kith.index;

import java.nio.file.Path;

/**
 * A file of a {@link Snapshot}.
 *
 * @param name where it belongs in a folder of galleries, with slashes, such as {@code kith.db}
 * @param content a file that has its content; it may be gone when it is read, see there
 */
public record SnapshotFile(String name, Path content) {}
