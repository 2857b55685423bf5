package io.kith.index;

import io.kith.config.IndexSettings.Structure;
import io.kith.index.ChangeFeed.IndexedTemplate;
import io.kith.index.RebuildOutcome.RebuildReport;
import io.kith.index.RebuildOutcome.Refused;
import io.kith.index.RebuildOutcome.Switched;
import io.kith.index.Switchover.Count;
import io.kith.index.calibration.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.lucene.index.CheckIndex;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.IOUtils;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Builds a gallery's index anew from the store, beside the live generation, which is searched and
 * written meanwhile; checks it; and makes it live. Used once, by one thread.
 *
 * <p>Whenever it ends before the switch, by a gate, a fault, an interrupt or the end of the
 * process, the live generation is as it was, and what was made is removed, at the latest when the
 * gallery is opened again.
 */
final class Rebuild {

  private static final Logger log = LoggerFactory.getLogger(Rebuild.class);

  private static final int PAGE = 500;
  private static final int PARITY_ATTEMPTS = 3;

  private final EmbeddingStore store;
  private final Generations generations;
  private final GalleryProjection projection;
  private final Switchover switchover;
  private final IndexStamp stamp;
  private final GalleryRow row;
  private final Generation next;
  private final int threads;
  private final RebuildProgress progress;

  private final List<Gate> gates = new ArrayList<>();
  private final Map<String, Duration> steps = new LinkedHashMap<>();
  private long stepBegan = System.nanoTime();
  private long replayed;
  private long templates;
  private String digest = "";

  /**
   * @param model of the generation that it makes
   * @param switchover of that model
   */
  Rebuild(
      GalleryParts parts,
      NumberedModel model,
      Switchover switchover,
      RebuildPlan plan,
      Progress progress)
      throws IOException {
    this.store = parts.store();
    this.generations = parts.generations();
    this.projection = parts.projection();
    this.switchover = switchover;
    this.row = switchover.row();
    Structure structure =
        plan.structure() == null ? row.generation().structure() : plan.structure();
    this.next = new Generation(generations.next(row), structure, model);
    this.stamp = IndexStamp.of(model.model(), projection.settings(next));
    this.threads = plan.threads(parts.settings());
    this.templates = store.read(handle -> feed(handle).count());
    boolean graph = templates >= stamp.graphFrom();
    this.progress = new RebuildProgress(progress, templates, graph);
  }

  private ChangeFeed feed(Handle handle) {
    return new ChangeFeed(handle, row.key(), next.model().number());
  }

  /**
   * Makes the generation.
   *
   * @param written told its folder before it is checked
   * @param switching makes it live
   */
  RebuildOutcome run(Consumer<Path> written, Switching switching) throws IOException {
    boolean live = false;
    @Nullable GalleryIndex index = null;
    try {
      write();
      written.accept(generations.folder(next.number()));
      if (!pass(files())) {
        return refused();
      }
      index = projection.open(next, switchover.row());
      digest = index.search(searcher -> IndexDigest.of(searcher.getIndexReader()));
      step("digest");
      if (!pass(count(index)) || !passesProbes(index)) {
        return refused();
      }
      index.commit();
      generations.checkWanted();
      Optional<Gate> objection = switching.to(next, index, row.generation());
      if (objection.isPresent()) {
        gates.add(objection.get());
        return refused();
      }
      replayed = index.applied() - row.sequence();
      live = true;
      step("switch");
      generations.prune(switchover.row());
      UnusedModels.remove(store, row.key());
      progress.checked();
      log.info(
          "gallery {}: generation {} is live: {} templates", row.name(), next.number(), templates);
      return new Switched(report());
    } finally {
      if (!live) {
        @Nullable GalleryIndex made = index;
        Uninterrupted.run(() -> discard(made));
      }
    }
  }

  private RebuildOutcome refused() {
    Gate failed = gates.getLast();
    log.warn(
        "gallery {}: generation {} was made and is not used: {}: {}",
        row.name(),
        next.number(),
        failed.name(),
        failed.found());
    return new Refused(report());
  }

  private RebuildReport report() {
    return new RebuildReport(
        row.generation().number(),
        next.number(),
        projection.structure(next),
        threads,
        templates,
        replayed,
        digest,
        List.copyOf(gates),
        new LinkedHashMap<>(steps),
        null);
  }

  private void write() throws IOException {
    try (GenerationWriter writer =
        GenerationWriter.create(
            generations.folder(next.number()), stamp, threads, new GraphGrowth(this::inserted))) {
      long after = 0;
      long done = 0;
      List<IndexedTemplate> page = page(after);
      while (!page.isEmpty()) {
        writer.add(page);
        done += page.size();
        progress.written(done);
        generations.checkWanted();
        after = page.getLast().sequence();
        page = page(after);
      }
      step("write");
      writer.finish(row.sequence());
      progress.merged();
      step("merge");
    }
  }

  private List<IndexedTemplate> page(long after) {
    return store.read(handle -> feed(handle).page(after, row.sequence(), PAGE));
  }

  private void inserted(long count) {
    progress.merged(count);
    generations.checkWanted();
  }

  /* Checksums only: what the files say is read, all of it, for the digest and by the searches below. */
  private Gate files() throws IOException {
    boolean clean;
    try (Directory files = FSDirectory.open(generations.folder(next.number()))) {
      clean = GalleryIndex.passesCheck(files, CheckIndex.Level.MIN_LEVEL_FOR_CHECKSUM_CHECKS);
    } catch (CorruptIndexException _) {
      clean = false;
    }
    step("files");
    return new Gate(
        "files", clean, clean ? "Lucene finds them whole" : "Lucene finds them damaged");
  }

  private Gate count(GalleryIndex index) {
    Count count = switchover.catchUp(index);
    templates = count.indexed();
    step("count");
    return count.gate();
  }

  private boolean passesProbes(GalleryIndex index) throws IOException {
    GenerationProbes probes =
        GenerationProbes.draw(store, row.key(), next, index.applied(), next.number());
    generations.checkWanted();
    double[] found = probes.search(index);
    boolean agrees = pass(probes.agreement(found, index));
    step("agreement");
    if (!agrees || !next.sameModel(row.generation())) {
      return agrees;
    }
    // What was enrolled meanwhile may be found in the live generation only: then look again.
    Gate parity = probes.parity(found, projection);
    for (int i = 1; i < PARITY_ATTEMPTS && !parity.passed(); i++) {
      switchover.catchUp(index);
      parity = probes.parity(probes.search(index), projection);
    }
    step("parity");
    return pass(parity);
  }

  private boolean pass(Gate gate) {
    gates.add(gate);
    return gate.passed();
  }

  private void step(String name) {
    long now = System.nanoTime();
    steps.merge(name, Duration.ofNanos(now - stepBegan), Duration::plus);
    stepBegan = now;
  }

  /* Unless it went live after all: then the fault came after the switch. */
  private void discard(@Nullable GalleryIndex index) {
    if (index != null && !projection.searches(index)) {
      IOUtils.closeWhileHandlingException(index::abandon);
    }
    try {
      if (!switchover.row().generation().is(next)) {
        generations.remove(next.number());
      }
    } catch (IOException | IndexException e) {
      log.info("generation {} is removed at the next start: {}", next.number(), e.toString());
    }
  }
}
