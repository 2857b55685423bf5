package io.kith.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.index.calibration.Calibrator;
import io.kith.index.calibration.Effort;
import io.kith.index.calibration.Progress;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.StatementContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How SQLite finds the rows of every statement that is sent to it: by which index, or by none. */
@SuppressWarnings("NullAway.Init") // JUnit sets the fields
final class QueryPlanTest {

  /* Tables of one row, or of a row for each gallery, and what is no table. */
  private static final Pattern SMALL_SCAN =
      Pattern.compile(
          "SCAN (change_sequence|erasure|gallery|g|p|api_key|CONSTANT ROW|known|\\(subquery-\\d+\\))( .*)?"
              + "|SCAN kept_answer USING (COVERING )?INDEX .*");

  private static final Pattern WHOLE_GALLERY =
      Pattern.compile(
          ".*INDEX (template_|identity_|sqlite_autoindex_template_|sqlite_autoindex_identity_)\\w+ "
              + "\\(gallery_key=\\?( AND model=\\?)?\\).*");

  @TempDir Path folder;
  private final Samples samples = new Samples(Samples.seed());
  private final Set<String> statements = new ConcurrentSkipListSet<>();
  private Galleries galleries;
  private Gallery gallery;

  @BeforeEach
  void open() {
    galleries = Galleries.open(folder, Samples.SETTINGS, Samples.CALIBRATION);
    gallery = Samples.gallery(galleries);
    List<BulkTemplate> batch = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      UnitVector centre = samples.vector();
      for (int j = 0; j < 2; j++) {
        batch.add(
            new BulkTemplate(
                "i" + i,
                "Label",
                Map.of(),
                Samples.template(samples.near(centre, .05), "image " + i + "/" + j)));
      }
    }
    gallery.enrolAll(batch);
    SqlLogger logger =
        new SqlLogger() {
          @Override
          public void logBeforeExecution(StatementContext context) {
            statements.add(context.getParsedSql().getSql());
          }
        };
    EmbeddingStore store = galleries.store();
    store.write(
        Follower.NONE, handle -> handle.getConfig(SqlStatements.class).setSqlLogger(logger));
    store.read(handle -> handle.getJdbi().getConfig(SqlStatements.class).setSqlLogger(logger));
  }

  @AfterEach
  void close() {
    galleries.close();
  }

  /**
   * A line of a plan.
   *
   * @param parent number of the line that it is part of; 0 for none
   */
  private record Line(int id, int parent, String detail) {

    boolean scans() {
      return detail.startsWith("SCAN ") && !SMALL_SCAN.matcher(detail).matches();
    }

    boolean readsAGallery() {
      return WHOLE_GALLERY.matcher(detail).matches();
    }
  }

  private List<Line> plan(String statement) {
    return galleries.store().read(handle -> plan(handle, statement));
  }

  private static List<Line> plan(Handle handle, String sql) {
    List<Line> lines = new ArrayList<>();
    try (Statement statement = handle.getConnection().createStatement();
        ResultSet rows = statement.executeQuery("EXPLAIN QUERY PLAN " + sql)) {
      while (rows.next()) {
        lines.add(new Line(rows.getInt(1), rows.getInt(2), rows.getString(4)));
      }
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
    return lines;
  }

  private Set<String> seen() {
    Set<String> seen = new TreeSet<>(statements);
    seen.removeIf(sql -> sql.startsWith("PRAGMA") || sql.equals("VACUUM"));
    return seen;
  }

  private void assertNothingIsScanned() {
    for (String sql : seen()) {
      assertThat(plan(sql)).as(sql).noneMatch(Line::scans);
    }
  }

  @Test
  void whatIsAskedOfSomeIdentitiesReadsNoWholeGallery() {
    useIdentities();

    assertNothingIsScanned();
    assertThat(seen()).hasSizeGreaterThan(40);
    for (String sql : seen()) {
      assertThat(plan(sql)).as(sql).noneMatch(Line::readsAGallery);
    }
  }

  private void useIdentities() {
    UnitVector vector = samples.vector();
    gallery.put("new", "Label", Map.of("team", "a"));
    gallery.put("new", "Other", Map.of());
    gallery.add(null, Map.of());
    gallery.patch("new", IdentityPatch.none().withLabel("Again"), Condition.NONE);
    assertThat(gallery.identity("new")).isPresent();
    assertThat(gallery.identities(null, null, 10).identities()).hasSize(10);
    assertThat(gallery.identities("lab", null, 10).identities()).hasSize(10);
    String template = Samples.enrol(gallery, "new", vector);
    Samples.enrol(gallery, "new", vector);
    gallery.enrolAll(
        List.of(new BulkTemplate("bulk", null, Map.of(), Samples.template(vector, "image 1/0"))));
    assertThat(gallery.template("new", template)).isPresent();
    assertThat(gallery.templates("new")).hasSize(1);
    assertThat(gallery.vector("new", template)).isPresent();
    galleries.put("g", Samples.MODEL, new ThresholdRule.Usual(), true);
    byte[] image = {1, 2, 3};
    try (HeldImages _ = gallery.hold(List.of(image))) {
      assertThat(gallery.keepsImages()).isTrue();
    }
    assertThat(gallery.search(vector, 3, Filter.none())).hasSize(3);
    assertThat(gallery.verify(vector, "new")).isPresent();
    gallery.feedback().reject(vector, "probe", "i3");
    gallery.feedback().distinguish("i3", "i4", true);
    assertThat(gallery.feedback().areDistinct("i3", "i4")).isTrue();
    gallery.feedback().acceptAll("i3");
    gallery.inbox().turnOn(Duration.ofDays(1));
    gallery.inbox().add(Samples.template(samples.vector(), "stranger"));
    gallery.move("i5", List.of(gallery.templates("i5").getFirst().id()), "i6");
    gallery.split("i7", List.of(gallery.templates("i7").getFirst().id()));
    gallery.merge(List.of("i8", "i9"), "i10");
    gallery.deleteTemplate("i11", gallery.templates("i11").getFirst().id());
    gallery.delete("i12");
    KeptAnswers answers = galleries.keptAnswers();
    answers.begin("key", gallery, new KeptAnswer("body", "new", null), Instant.now());
    answers.finish("key", "answer");
    answers.forget("key");
    gallery.catchUp();
    assertThat(gallery.sequence()).isEqualTo(gallery.appliedSequence());
  }

  @Test
  void whatNeedsAWholeGalleryReadsItOnce() {
    useGalleries();

    assertNothingIsScanned();
    for (String sql : seen()) {
      List<Line> plan = plan(sql);
      Map<Integer, Line> byId = new HashMap<>();
      plan.forEach(line -> byId.put(line.id(), line));
      Map<Integer, Integer> wholes = new HashMap<>();
      for (Line line : plan) {
        if (line.readsAGallery()) {
          wholes.merge(line.parent(), 1, Integer::sum);
          assertThat(Stream.iterate(line, byId::containsValue, it -> parent(byId, it)))
              .as("%s%n%s: once for each row of another", sql, plan)
              .noneMatch(it -> it.detail().startsWith("CORRELATED"));
        }
      }
      assertThat(wholes.values()).as("%s%n%s", sql, plan).allMatch(count -> count == 1);
    }
  }

  private static Line parent(Map<Integer, Line> byId, Line of) {
    return byId.getOrDefault(of.parent(), new Line(-1, -1, ""));
  }

  private void useGalleries() {
    assertThat(gallery.info().templates()).isEqualTo(80);
    try (Stream<ExportedTemplate> all = gallery.export()) {
      assertThat(all).hasSize(80);
    }
    gallery
        .calibrations()
        .measure(new Calibrator(10_000, 1, false, new Effort(1, 1)), null, Progress.NONE);
    assertThat(gallery.calibrations().list()).hasSize(1);
    assertThat(gallery.calibrations().changed()).isZero();
    gallery.calibrations().suspects(gallery.calibrations().latest().orElseThrow());
    assertThat(gallery.feedback().distinct()).isEmpty();
    gallery.inbox().turnOn(Duration.ofDays(1));
    gallery.inbox().add(Samples.template(samples.vector(), "stranger"));
    assertThat(gallery.inbox().groups(.5)).hasSize(1);
    gallery.inbox().clear();
    gallery.inbox().turnOff();
    gallery.upkeep().measureAgreement();
    gallery.upkeep().rebuild(RebuildPlan.USUAL, Progress.NONE);
    gallery.upkeep().rollback();
    gallery.upkeep().upgrade(OtherModel.plan(true), new OtherModel(), Progress.NONE);
    gallery.upkeep().rollback();
    gallery.upkeep().prune();
    assertThat(galleries.check().faults()).isEmpty();
    galleries.purge(Progress.NONE);
    assertThat(galleries.keys().list()).isEmpty();
    galleries.delete("g");
  }
}
