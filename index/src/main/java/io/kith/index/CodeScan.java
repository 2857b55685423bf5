package io.kith.index;

import io.kith.index.codes.CodedProbe;
import io.kith.index.codes.NearestCodes;
import io.kith.index.codes.NearestCodes.Capacity;
import io.kith.index.codes.SignCodes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Compares sign codes, all of them, and measures the templates whose codes are nearest: O(N) at 64
 * bytes a template of up to 512 dimensions, and few vectors.
 *
 * <p>How many are measured is not a number that somebody chose, but follows from the probability of
 * a miss. Templates are measured in the order of their codes' distance, until one that is better
 * than the best so far would have had a nearer code, but for that probability; {@link
 * CodedProbe#reach} says why it is known. A clear match ends it after a few templates, strangers
 * take more, and where codes tell nothing, all are measured.
 *
 * <p>The best identity is what a decision rests on, if it is above the threshold at all. For the
 * others one template in {@value #FURTHER_SHARE}, but no fewer than {@value #MIN_FURTHER} and no
 * more than {@value #MAX_FURTHER}, may turn out to be below the k-th identity; then only the best
 * one matters. Those that are not below it do not count: they may be many templates of one
 * identity.
 */
final class CodeScan implements SegmentSearch {

  /** Templates measured and found below the k-th identity for its sake, at most, to the batch. */
  static final int MAX_FURTHER = 512;

  private static final int MIN_FURTHER = 256;
  private static final int FURTHER_SHARE = 32;

  /*
   * Codes kept by a pass, so that there is seldom another one: beside those that may be measured in vain, so many for each identity
   * wanted, and some to spare; and a share of all while each of them could be that of the best identity.
   */
  private static final int KEPT_AN_IDENTITY = 2;
  private static final int SPARE = 256;
  private static final int DECIDING_SHARE = 64;
  private static final int GROWTH = 8;

  private final double deviations;
  private final double decisive;

  /**
   * @param miss probability that a better template than the best is missed, above 0 and up to .1
   * @param decisive cosine below which not even the best one matters; -1 when each does
   */
  CodeScan(double miss, double decisive) {
    this.deviations = CodedProbe.deviations(miss);
    this.decisive = decisive;
  }

  @Override
  public List<Cost> search(List<Task> tasks) throws IOException {
    List<Pass> passes = new ArrayList<>();
    for (Task task : tasks) {
      passes.add(new Pass(task));
    }
    scan(passes);
    List<Cost> costs = new ArrayList<>();
    for (Pass pass : passes) {
      pass.measure();
      while (pass.wantsMore()) {
        scan(List.of(pass));
        pass.measure();
      }
      costs.add(pass.cost());
    }
    return costs;
  }

  private static void scan(List<Pass> passes) throws IOException {
    List<NearestCodes.Segment> segments = new ArrayList<>();
    for (SegmentTemplates templates : passes.getFirst().segments) {
      int segment = segments.size();
      List<CodedProbe> probes = passes.stream().map(pass -> pass.probes.get(segment)).toList();
      segments.add(new NearestCodes.Segment(probes, templates.segment().accepted()));
    }
    NearestCodes.scan(passes.stream().map(pass -> pass.nearest).toList(), segments);
  }

  /** The search for one probe, which takes a pass over the codes, seldom more. */
  private final class Pass {

    private final List<SegmentTemplates> segments;
    private final List<CodedProbe> probes = new ArrayList<>();
    private final TopIdentities best;
    private final int bits;
    private final int templates;
    private final int[] batch = new int[SegmentTemplates.BATCH];
    private int furtherLeft;
    private int room;
    private int measured;
    private NearestCodes nearest;

    /* The last cosine that a reach was asked for: it seldom changes from batch to batch. */
    private double asked = Double.NaN;
    private int answered;

    Pass(Task task) {
      this.segments = task.segments();
      this.best = task.best();
      float[] rotated = codes(segments.getFirst()).rotate(task.probe());
      for (SegmentTemplates segment : segments) {
        probes.add(codes(segment).probe(rotated));
      }
      this.bits = codes(segments.getFirst()).bits();
      this.templates = segments.stream().mapToInt(it -> it.segment().count()).sum();
      this.furtherLeft = Math.clamp(templates / FURTHER_SHARE, MIN_FURTHER, MAX_FURTHER);
      this.room = templates / DECIDING_SHARE;
      this.nearest = pass(-1, decisive > -1 ? reach(decisive) : bits);
    }

    Cost cost() {
      return new Cost(templates, measured);
    }

    /** Measures what the codes have brought. */
    void measure() throws IOException {
      measured += measure(nearest.hits());
    }

    /** Whether codes farther away matter, which are then to be looked at. */
    boolean wantsMore() {
      int done = nearest.farthest();
      if (done >= reach()) {
        return false;
      }
      room = best.full() ? Integer.MAX_VALUE : Math.max(room, SPARE) * GROWTH;
      nearest = pass(done, best.full() ? reach(deciding()) : bits);
      return true;
    }

    /* Looks beyond a distance for codes: all of those within another one matter, others for the candidates after the best. */
    private NearestCodes pass(int done, int decides) {
      int identities = Math.min(best.wanted(), templates);
      int far = Math.max(furtherLeft, 0) + KEPT_AN_IDENTITY * identities + SPARE;
      return new NearestCodes(done, reach(), new Capacity(Math.max(room, far), decides, far));
    }

    /* Cosine below which a template cannot be the one that decides. */
    private double deciding() {
      return Math.max(best.ceiling(), decisive);
    }

    private int measure(long[] hits) throws IOException {
      int next = 0;
      while (true) {
        int reach = reach();
        int end = next;
        while (end < hits.length
            && end - next < batch.length
            && NearestCodes.distance(hits[end]) <= reach) {
          end++;
        }
        if (end == next) {
          return next;
        }
        boolean further = best.full();
        int near = measure(hits, next, end);
        furtherLeft -= further ? end - next - near : 0;
        next = end;
      }
    }

    /* Segment by segment, and there in the order in which they lie. */
    private int measure(long[] hits, int from, int to) throws IOException {
      int near = 0;
      for (int segment = 0; segment < segments.size(); segment++) {
        int size = 0;
        for (int i = from; i < to; i++) {
          if (NearestCodes.segment(hits[i]) == segment) {
            batch[size++] = NearestCodes.ordinal(hits[i]);
          }
        }
        Arrays.sort(batch, 0, size);
        near += segments.get(segment).measure(batch, size, best);
      }
      return near;
    }

    /* Distance up to which a code may be that of a template which is wanted. */
    private int reach() {
      if (!best.full()) {
        return bits;
      }
      double cosine = furtherLeft > 0 ? Math.min(deciding(), best.floor()) : deciding();
      if (cosine != asked) {
        asked = cosine;
        answered = reach(cosine);
      }
      return answered;
    }

    private int reach(double cosine) {
      return probes.stream().mapToInt(it -> it.reach(cosine, deviations)).max().orElseThrow();
    }
  }

  private static SignCodes codes(SegmentTemplates segment) {
    return Objects.requireNonNull(segment.segment().vectors().codes());
  }
}
