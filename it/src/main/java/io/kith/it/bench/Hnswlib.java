package io.kith.it.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/**
 * hnswlib, M 32, efConstruction 200: a C++ program, compiled where g++ and its header are there.
 */
final class Hnswlib {

  private static final Path HEADER = Path.of("/usr/include/hnswlib/hnswlib.h");
  private static final String NAME = "hnswlib C++ 32/200";
  private static final List<Integer> EFFORTS = List.of(40, 80, 160, 320);

  private Hnswlib() {}

  static boolean isThere() {
    return Files.exists(HEADER)
        && Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "g++")));
  }

  static List<SearchRun> measure(Workload workload, Path folder) throws IOException {
    Vectors vectors = workload.vectors();
    write(folder.resolve("vectors.f32"), vectors.size(), i -> floats(vectors.vector(i)));
    write(folder.resolve("identities.i32"), vectors.size(), i -> integer(vectors.identity(i)));
    write(
        folder.resolve("probes.f32"),
        workload.probes().size(),
        i -> floats(workload.probes().get(i)));
    Path source = folder.resolve("hnswlib.cpp");
    try (InputStream resource = Hnswlib.class.getResourceAsStream("hnswlib.cpp")) {
      Files.copy(Objects.requireNonNull(resource), source);
    }
    String program = folder.resolve("hnswlib").toString();
    run("g++", "-O3", "-march=native", "-pthread", "-o", program, source.toString());
    List<String> command =
        new ArrayList<>(
            List.of(
                program,
                folder.toString(),
                Integer.toString(vectors.dimension()),
                Integer.toString(Runtime.getRuntime().availableProcessors()),
                "32",
                "200",
                Integer.toString(Workload.K)));
    EFFORTS.forEach(effort -> command.add(effort.toString()));
    return read(run(command.toArray(String[]::new)), workload);
  }

  private static List<SearchRun> read(List<String> lines, Workload workload) {
    List<SearchRun> runs = new ArrayList<>();
    int probes = workload.probes().size();
    Timing.Built built =
        new Timing.Built(Double.parseDouble(lines.getFirst().split(" ", -1)[1]), 0, 0, 0);
    for (int i = 1; i < lines.size(); i += 1 + probes) {
      String[] effort = lines.get(i).split(" ", -1);
      List<Answer> answers = new ArrayList<>();
      double[] millis = new double[probes];
      for (int p = 0; p < probes; p++) {
        String[] answer = lines.get(i + 1 + p).split(" ", -1);
        millis[p] = Double.parseDouble(answer[1]);
        answers.add(
            new Answer(
                Arrays.stream(answer).skip(3).map(Integer::valueOf).toList(),
                Double.parseDouble(answer[2])));
      }
      runs.add(
          new Timing(answers, millis, Double.parseDouble(effort[2]))
              .run(NAME, workload, Integer.parseInt(effort[1]), built));
    }
    return runs;
  }

  private static List<String> run(String... command) throws IOException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    List<String> lines;
    try (BufferedReader output = process.inputReader()) {
      lines = output.lines().toList();
    }
    try {
      if (process.waitFor() != 0) {
        throw new IOException(command[0] + " ended with " + process.exitValue());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
    return lines;
  }

  private static void write(Path file, int count, IntFunction<ByteBuffer> item) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (int i = 0; i < count; i++) {
        channel.write(item.apply(i));
      }
    }
  }

  private static ByteBuffer floats(float[] values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return bytes;
  }

  private static ByteBuffer integer(int value) {
    return ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(0, value);
  }
}
