package io.kith.it.bench;

import io.kith.index.calibration.Sampled;
import io.kith.index.calibration.TemplateSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Embeddings of real images, by identity. Read from a file of float32 values, little-endian, {@code
 * [images, dimension]}, and a text file beside it of one name a line; the identity is what stands
 * before the last slash of the name.
 */
final class LabelledVectors {

  private final Map<String, List<float[]>> identities = new LinkedHashMap<>();

  LabelledVectors(Path vectors) {
    Path names = Path.of(vectors.toString().replaceAll("\\.[^.]*$", "") + ".txt");
    try {
      List<String> lines = Files.readAllLines(names);
      ByteBuffer values =
          ByteBuffer.wrap(Files.readAllBytes(vectors)).order(ByteOrder.LITTLE_ENDIAN);
      int dimension = values.remaining() / Float.BYTES / lines.size();
      for (String line : lines) {
        float[] vector = new float[dimension];
        for (int i = 0; i < dimension; i++) {
          vector[i] = values.getFloat();
        }
        identities
            .computeIfAbsent(line.substring(0, line.lastIndexOf('/')), _ -> new ArrayList<>())
            .add(vector);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int identities() {
    return identities.size();
  }

  /** The vectors of each identity, of at most so many chosen at random, identities shuffled. */
  List<List<float[]>> shuffled(int most, Random random) {
    List<List<float[]>> all = new ArrayList<>();
    for (List<float[]> vectors : identities.values()) {
      List<float[]> some = new ArrayList<>(vectors);
      Collections.shuffle(some, random);
      all.add(some.subList(0, Math.min(most, some.size())));
    }
    Collections.shuffle(all, random);
    return all;
  }

  /** Templates in memory; keys of identities and templates count from 1. */
  static TemplateSource source(List<List<float[]>> identities) {
    List<Sampled> templates = new ArrayList<>();
    for (int i = 0; i < identities.size(); i++) {
      for (float[] vector : identities.get(i)) {
        templates.add(new Sampled(i + 1, templates.size() + 1, vector, 1));
      }
    }
    return new InMemory(templates);
  }

  /** Templates in memory, in the order of their keys, which count from 1. */
  record InMemory(List<Sampled> templates) implements TemplateSource {

    @Override
    public List<Holding> holdings() {
      Map<Long, Integer> counts = new TreeMap<>();
      templates.forEach(it -> counts.merge(it.identity(), 1, Integer::sum));
      return counts.entrySet().stream().map(it -> new Holding(it.getKey(), it.getValue())).toList();
    }

    @Override
    public List<Long> keys(long identity) {
      return templates.stream()
          .filter(it -> it.identity() == identity)
          .map(Sampled::template)
          .toList();
    }

    @Override
    public List<Sampled> of(List<Long> keys) {
      return keys.stream().sorted().map(key -> templates.get(Math.toIntExact(key) - 1)).toList();
    }

    @Override
    public List<Sampled> page(long after, int most) {
      int from = (int) after;
      return templates.subList(from, Math.min(from + most, templates.size()));
    }
  }
}
