package io.kith.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MetricsTest {

  private static final Path DASHBOARD = Path.of("../config/grafana/kith.json");
  private static final Pattern METRIC = Pattern.compile("\\b(kith|http|jvm)_[a-z_]+");

  @TempDir Path home;

  @Test
  void everyMetricOfTheDashboardIsThere() throws IOException {
    try (TestServer server = new TestServer(home)) {
      server.send(
          "PUT",
          "/v1/galleries/g",
          "{\"model\": \"leaves\", \"dimension\": 3, \"threshold\": 0.8}");
      for (int i = 0; i < 120; i++) {
        server.send("PUT", "/v1/galleries/g/identities/" + i, "{\"metadata\": {\"team\": \"a\"}}");
        double angle = 2 * Math.PI * i / 120;
        for (double z : new double[] {0.3, 0.31}) {
          server.send(
              "POST",
              "/v1/galleries/g/identities/" + i + "/templates",
              "{\"vector\": [%s, %s, %s]}".formatted(Math.cos(angle), Math.sin(angle), z));
        }
      }
      assertThat(server.send("POST", "/v1/galleries/g/calibrations", "{}").status()).isEqualTo(201);
      server.send("POST", "/v1/galleries/g/identify", "{\"vector\": [1, 0, 0]}");
      server.send("POST", "/v1/galleries/g/identify", "{\"vector\": [0, 0, -1]}");

      String metrics = server.send("GET", "/prometheus").text();

      List<String> named =
          METRIC
              .matcher(Files.readString(DASHBOARD))
              .results()
              .map(MatchResult::group)
              .distinct()
              .toList();
      assertThat(named).hasSizeGreaterThan(10);
      assertThat(named)
          .allSatisfy(name -> assertThat(metrics).containsPattern("(?m)^" + name + "[{ ]"));
      assertThat(metrics)
          .contains("kith_identifications_total{decision=\"known\",gallery=\"g\"} 1.0")
          .contains("kith_identifications_total{decision=\"unknown\",gallery=\"g\"} 1.0")
          .contains("kith_gallery_identities{gallery=\"g\"} 120.0")
          .contains("kith_gallery_index_lag{gallery=\"g\"} 0.0");
      assertThat(metrics)
          .contains(
              "kith_identification_cosine_bucket{decision=\"known\",gallery=\"g\",le=\"0.95\"}");

      for (String unusual : List.of("\"filter\": {\"team\": \"a\"}", "\"threshold\": 1")) {
        server.send(
            "POST", "/v1/galleries/g/identify", "{\"vector\": [1, 0, 0], %s}".formatted(unusual));
      }
      String later = server.send("GET", "/prometheus").text();
      for (String decision : List.of("known", "unknown")) {
        String labels = "{decision=\"%s\",gallery=\"g\"}".formatted(decision);
        assertThat(later)
            .contains("kith_identifications_total" + labels + " 2.0\n")
            .contains("kith_identification_cosine_count" + labels + " 1\n")
            .contains("kith_identification_fpir_count" + labels + " 1\n");
      }
    }
  }

  @Test
  void aGalleryThatWasNeverCalibratedHasNotChangedSince() {
    try (TestServer server = new TestServer(home)) {
      use(server, "g");

      assertThat(server.send("GET", "/prometheus").text())
          .contains("kith_gallery_calibration_changed{gallery=\"g\"} NaN");
    }
  }

  @Test
  void aGallerysMetricsAreItsOwnAndGoWithIt() {
    try (TestServer server = new TestServer(home)) {
      use(server, "g");
      use(server, "h");
      use(server, "h");
      String both = server.send("GET", "/prometheus").text();
      assertThat(both)
          .contains("kith_stage_seconds_count{gallery=\"g\",stage=\"search\"} 1")
          .contains("kith_stage_seconds_count{gallery=\"h\",stage=\"search\"} 2")
          .contains("kith_stage_seconds_count{gallery=\"g\",stage=\"store\"} 1")
          .contains("kith_stage_seconds_count{gallery=\"\",stage=\"decode\"} 0");

      server.send("DELETE", "/v1/galleries/g");

      assertThat(server.bean(MeterRegistry.class).find("kith.stage").tag("gallery", "g").meters())
          .isEmpty();
      String left = server.send("GET", "/prometheus").text();
      assertThat(left).doesNotContain("gallery=\"g\"");
      assertThat(series(left)).isEqualTo(series(both));

      use(server, "g");
      assertThat(server.send("GET", "/prometheus").text())
          .contains("kith_stage_seconds_count{gallery=\"g\",stage=\"search\"} 1")
          .contains("kith_identifications_total{decision=\"unknown\",gallery=\"g\"} 1.0");
    }
  }

  private static void use(TestServer server, String gallery) {
    String path = "/v1/galleries/" + gallery;
    server.send("PUT", path, "{\"model\": \"leaves\", \"dimension\": 3, \"threshold\": 0.8}");
    server.send("PUT", path + "/identities/oak", "{}");
    server.send("POST", path + "/identify", "{\"vector\": [0, 0, -1]}");
  }

  private static List<String> series(String metrics) {
    return metrics.lines().filter(it -> it.contains("gallery=\"h\"")).toList();
  }
}
