package io.kith.embedder.training;

import ai.djl.ndarray.NDArray;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UTFDataFormatException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The state of a training after an epoch, in one file that is replaced as a whole: a crash, also of
 * the machine, leaves the one before.
 */
final class Checkpoint {

  private static final String FORMAT = "kith training state 1";

  private final Path file;

  Checkpoint(Path file) {
    this.file = file;
  }

  boolean exists() {
    return Files.isRegularFile(file);
  }

  /** Writes the state after so many epochs. */
  void write(int epochs, Map<String, NDArray> state) throws IOException {
    Path next = file.resolveSibling(file.getFileName() + ".next");
    try (FileChannel channel =
            FileChannel.open(
                next,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE);
        DataOutputStream out =
            new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(channel)))) {
      out.writeUTF(FORMAT);
      out.writeInt(epochs);
      out.writeInt(state.size());
      for (Map.Entry<String, NDArray> each : state.entrySet()) {
        float[] values = each.getValue().toFloatArray();
        out.writeUTF(each.getKey());
        out.writeInt(values.length);
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * values.length);
        bytes.asFloatBuffer().put(values);
        out.write(bytes.array());
      }
      out.flush();
      // Else the new name could reach the disk before the content does.
      channel.force(true);
    }
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /**
   * Epochs behind the state.
   *
   * @throws TrainingException when the file is damaged
   */
  int epochs() throws IOException {
    try (DataInputStream in = open()) {
      return epochs(in);
    } catch (EOFException | UTFDataFormatException e) {
      throw damaged(e);
    }
  }

  private DataInputStream open() throws IOException {
    return new DataInputStream(new BufferedInputStream(Files.newInputStream(file)));
  }

  private int epochs(DataInputStream in) throws IOException {
    require(in.readUTF().equals(FORMAT));
    return in.readInt();
  }

  /**
   * Puts the state back.
   *
   * @return epochs done
   * @throws TrainingException when the file is damaged
   */
  int read(Map<String, NDArray> state) throws IOException {
    try (DataInputStream in = open()) {
      int epochs = epochs(in);
      require(in.readInt() == state.size());
      for (Map.Entry<String, NDArray> each : state.entrySet()) {
        require(in.readUTF().equals(each.getKey()));
        float[] values = new float[(int) each.getValue().size()];
        require(in.readInt() == values.length);
        byte[] bytes = in.readNBytes(Float.BYTES * values.length);
        require(bytes.length == Float.BYTES * values.length);
        ByteBuffer.wrap(bytes).asFloatBuffer().get(values);
        each.getValue().set(values);
      }
      require(in.read() < 0);
      return epochs;
    } catch (EOFException | UTFDataFormatException e) {
      throw damaged(e);
    }
  }

  private void require(boolean holds) {
    if (!holds) {
      throw damaged(null);
    }
  }

  private TrainingException damaged(@Nullable IOException cause) {
    return new TrainingException("%s is damaged; delete it to begin anew".formatted(file), cause);
  }
}
