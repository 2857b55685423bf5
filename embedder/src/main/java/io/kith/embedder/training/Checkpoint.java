package io.kith.embedder.training;

import ai.djl.ndarray.NDArray;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/**
 * The state of a training after an epoch, in one file that is replaced as a whole: a crash leaves
 * the one before.
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
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(next)))) {
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
    }
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /**
   * Puts the state back.
   *
   * @return epochs done
   * @throws TrainingException when the file is of another training
   */
  int read(Map<String, NDArray> state) throws IOException {
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      if (!in.readUTF().equals(FORMAT)) {
        throw other();
      }
      int epochs = in.readInt();
      if (in.readInt() != state.size()) {
        throw other();
      }
      for (Map.Entry<String, NDArray> each : state.entrySet()) {
        String name = in.readUTF();
        int length = in.readInt();
        if (!name.equals(each.getKey()) || length != each.getValue().size()) {
          throw other();
        }
        FloatBuffer values = ByteBuffer.wrap(in.readNBytes(Float.BYTES * length)).asFloatBuffer();
        float[] array = new float[length];
        values.get(array);
        each.getValue().set(array);
      }
      return epochs;
    }
  }

  private TrainingException other() {
    return new TrainingException(
        "%s is of another training; delete its folder to begin anew".formatted(file));
  }
}
