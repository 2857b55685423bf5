package io.kith.embedder.training;

import io.kith.embedder.training.TrainingImages.ImageClass;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Images decoded once and scaled to a multiple of the network's input, in a file that is mapped
 * into memory: as many as the disk holds. Safe for concurrent reading.
 */
final class PreparedImages implements AutoCloseable {

  private static final int BLOCK = 256;

  private final Arena arena = Arena.ofShared();
  private final Path file;
  private final MemorySegment pixels;
  private final int size;
  private final List<Integer> labels;

  private PreparedImages(Path file, int size, List<Integer> labels) throws IOException {
    this.file = file;
    this.size = size;
    this.labels = labels;
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      pixels = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
    }
  }

  /**
   * Decodes all images of the classes, in parallel.
   *
   * @param reader gives each as {@code [channels, height, width]}, values 0 to 255
   * @param file where they go; deleted when this is closed
   * @param progress told the number of images done
   * @throws TrainingException when the file cannot be written, or the reading is stopped
   */
  static PreparedImages of(
      List<ImageClass> classes, SubjectReader reader, Path file, Consumer<Integer> progress) {
    List<Path> files = new ArrayList<>();
    List<Integer> classOf = new ArrayList<>();
    for (int label = 0; label < classes.size(); label++) {
      for (Path image : classes.get(label).files()) {
        files.add(image);
        classOf.add(label);
      }
    }
    List<Integer> labels = new ArrayList<>();
    boolean whole = false;
    try (FileChannel out =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      for (int from = 0; from < files.size(); from += BLOCK) {
        int to = Math.min(from + BLOCK, files.size());
        List<byte[]> block =
            IntStream.range(from, to)
                .parallel()
                .mapToObj(i -> bytes(reader.read(files.get(i))))
                .toList();
        for (int i = from; i < to; i++) {
          byte[] planes = block.get(i - from);
          if (planes.length > 0) {
            out.write(ByteBuffer.wrap(planes));
            labels.add(classOf.get(i));
          }
        }
        progress.accept(to);
      }
      PreparedImages prepared = new PreparedImages(file, reader.size(), List.copyOf(labels));
      whole = true;
      return prepared;
    } catch (IOException e) {
      throw new TrainingException("%s cannot be written: %s".formatted(file, e), e);
    } finally {
      if (!whole) {
        file.toFile().delete();
      }
    }
  }

  /** An image's planes; empty when it cannot be used. */
  private static byte[] bytes(Optional<float[]> values) {
    float[] read = values.orElse(new float[0]);
    byte[] planes = new byte[read.length];
    for (int i = 0; i < planes.length; i++) {
      planes[i] = (byte) Math.round(read[i]);
    }
    return planes;
  }

  /** Class of each image. */
  int[] labels() {
    return labels.stream().mapToInt(Integer::intValue).toArray();
  }

  /** Class of an image. */
  int label(int image) {
    return labels.get(image);
  }

  /** Copies an image's planes, {@code [channels, height, width]}, each value 0 to 255. */
  void copy(int image, byte[] planes) {
    MemorySegment.copy(pixels, ValueLayout.JAVA_BYTE, (long) image * size, planes, 0, size);
  }

  int size() {
    return size;
  }

  @Override
  public void close() throws IOException {
    arena.close();
    Files.deleteIfExists(file);
  }
}
