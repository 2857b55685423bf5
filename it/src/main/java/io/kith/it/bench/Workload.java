package io.kith.it.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.lucene.util.VectorUtil;

/**
 * What all systems get: vectors, probes, and the exact answers to them.
 *
 * @param vectors what is enrolled
 * @param probes the first half mates of the enrolled, the others strangers
 * @param exact the answers of a comparison with every vector
 * @param threshold cosine that one or two in a hundred strangers reach
 */
record Workload(Vectors vectors, List<float[]> probes, List<Answer> exact, double threshold) {

  /** Identities in an answer. */
  static final int K = 10;

  private static final int BLOCK = 2_000;

  static Workload of(Vectors vectors, int count) {
    int half = count / 2;
    int identities = vectors.identity(vectors.size() - 1) + 1;
    List<float[]> probes = new ArrayList<>();
    for (int i = 0; i < half; i++) {
      probes.add(vectors.mate((int) ((long) i * identities / half)));
    }
    for (int i = 0; i < half; i++) {
      probes.add(vectors.stranger(i));
    }
    List<Answer> exact = exact(vectors, probes);
    double[] strangers =
        exact.subList(half, exact.size()).stream().mapToDouble(Answer::cosine).toArray();
    // Between two strangers: at the cosine of one, rounding would decide.
    double threshold = (Percentile.of(strangers, 98) + Percentile.of(strangers, 99)) / 2;
    return new Workload(vectors, probes, exact, threshold);
  }

  /* Vector by vector, since there may be more than fit into memory. */
  private static List<Answer> exact(Vectors vectors, List<float[]> probes) {
    List<Answer.Builder> best = probes.stream().map(_ -> new Answer.Builder(K)).toList();
    for (int from = 0; from < vectors.size(); from += BLOCK) {
      int start = from;
      float[][] block =
          IntStream.range(from, Math.min(from + BLOCK, vectors.size()))
              .parallel()
              .mapToObj(vectors::vector)
              .toArray(float[][]::new);
      IntStream.range(0, probes.size())
          .parallel()
          .forEach(
              probe -> {
                for (int i = 0; i < block.length; i++) {
                  best.get(probe)
                      .offer(
                          vectors.identity(start + i),
                          VectorUtil.dotProduct(probes.get(probe), block[i]));
                }
              });
    }
    return best.stream().map(Answer.Builder::answer).toList();
  }

  private int mated() {
    return probes.size() / 2;
  }

  /** Share of mates' probes whose first identity is that of exact search. */
  double rank1Agreement(List<Answer> answers) {
    long same =
        IntStream.range(0, mated())
            .filter(i -> first(answers.get(i)).equals(first(exact.get(i))))
            .count();
    return (double) same / mated();
  }

  /** Share of probes of which the same is said as after exact search: unknown, or who it is. */
  double decisionAgreement(List<Answer> answers) {
    long same =
        IntStream.range(0, probes.size())
            .filter(i -> decision(answers.get(i)).equals(decision(exact.get(i))))
            .count();
    return (double) same / probes.size();
  }

  private List<Integer> decision(Answer answer) {
    return answer.cosine() >= threshold ? first(answer) : List.of();
  }

  private static List<Integer> first(Answer answer) {
    return answer.identities().stream().limit(1).toList();
  }

  /** Share of the exact answers' identities that are in the answers. */
  double recall(List<Answer> answers) {
    double[] found = new double[probes.size()];
    for (int i = 0; i < found.length; i++) {
      List<Integer> wanted = exact.get(i).identities();
      found[i] =
          (double) wanted.stream().filter(answers.get(i).identities()::contains).count()
              / wanted.size();
    }
    return Arrays.stream(found).average().orElse(1);
  }
}
