package io.kith.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kith.config.AuditSettings;
import io.kith.config.CalibrationSettings;
import io.kith.config.ClientSettings;
import io.kith.config.EmbedderSettings;
import io.kith.config.HomeSettings;
import io.kith.config.IndexSettings;
import io.kith.config.IndexSettings.Structure;
import io.kith.config.LimitSettings;
import io.kith.config.LogSettings;
import io.kith.config.ServingSettings;
import io.micronaut.context.ApplicationContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every setting's key, default and range, as an operator meets them. */
final class SettingsTest {

  @Test
  void defaults() {
    try (ApplicationContext context = context(Map.of())) {
      assertThat(context.getBean(HomeSettings.class))
          .isEqualTo(new HomeSettings(Path.of(System.getProperty("user.home"), ".kith")));
      assertThat(context.getBean(LimitSettings.class)).isEqualTo(LimitSettings.DEFAULT);
      assertThat(context.getBean(EmbedderSettings.class)).isEqualTo(EmbedderSettings.DEFAULT);
      assertThat(context.getBean(IndexSettings.class)).isEqualTo(IndexSettings.DEFAULT);
      assertThat(context.getBean(CalibrationSettings.class)).isEqualTo(CalibrationSettings.DEFAULT);
      assertThat(context.getBean(ServingSettings.class))
          .isEqualTo(new ServingSettings(0, 8, 256, 256 << 20, Duration.ofSeconds(60), 0, 0));
      assertThat(context.getBean(AuditSettings.class)).isEqualTo(new AuditSettings(false, 365));
      assertThat(context.getBean(ClientSettings.class)).isEqualTo(new ClientSettings(null, null));
    }
  }

  @Test
  void keys() {
    Map<String, Object> set =
        Map.of(
            "kith.home", "/srv/kith",
            "kith.limits.max-image-pixels", 10_000,
            "kith.limits.min-image-side", 1,
            "kith.limits.max-images-per-request", 2,
            "kith.limits.max-candidates", 3,
            "kith.limits.max-metadata-bytes", 4,
            "kith.embedder.parallelism", 5);
    Map<String, Object> index =
        Map.of(
            "kith.index.structure",
            "scan",
            "kith.index.miss-probability",
            0.01,
            "kith.index.max-conn",
            6,
            "kith.index.beam-width",
            8,
            "kith.index.effort",
            10,
            "kith.index.commit-interval",
            "1m",
            "kith.index.purge-interval",
            "2h",
            "kith.index.rebuild-threads",
            3);
    Map<String, Object> calibration =
        Map.of(
            "kith.calibration.target-fpir",
            0.02,
            "kith.calibration.sample",
            100,
            "kith.calibration.recalibrate-after",
            0.5,
            "kith.calibration.check-interval",
            "2m",
            "kith.calibration.background-share",
            1);
    try (ApplicationContext context = context(set);
        ApplicationContext other = context(index);
        ApplicationContext third = context(calibration)) {
      assertThat(context.getBean(HomeSettings.class))
          .isEqualTo(new HomeSettings(Path.of("/srv/kith")));
      assertThat(context.getBean(LimitSettings.class))
          .isEqualTo(new LimitSettings(10_000, 1, 2, 3, 4));
      assertThat(context.getBean(EmbedderSettings.class)).isEqualTo(new EmbedderSettings(5));
      assertThat(other.getBean(IndexSettings.class))
          .isEqualTo(
              new IndexSettings(
                  Structure.SCAN, 6, 8, 10, .01, Duration.ofMinutes(1), Duration.ofHours(2), 3));
      assertThat(third.getBean(CalibrationSettings.class))
          .isEqualTo(new CalibrationSettings(0.02, 100, 0.5, Duration.ofMinutes(2), 1));
    }
  }

  @Test
  void keysOfServing() {
    Map<String, Object> serving =
        Map.of(
            "kith.serving.parallelism", 1,
            "kith.serving.queue", 2,
            "kith.serving.writes", 3,
            "kith.serving.uploads", "40MB",
            "kith.serving.timeout", "4s",
            "kith.serving.requests-per-second", 5,
            "kith.serving.concurrent-per-key", 6);
    Map<String, Object> others =
        Map.of(
            "kith.audit.enabled",
            true,
            "kith.audit.keep-days",
            7,
            "kith.key",
            "k",
            "kith.key-file",
            "f");
    try (ApplicationContext context = context(serving);
        ApplicationContext other = context(others)) {
      assertThat(context.getBean(ServingSettings.class))
          .isEqualTo(new ServingSettings(1, 2, 3, 40 << 20, Duration.ofSeconds(4), 5, 6));
      assertThat(other.getBean(AuditSettings.class)).isEqualTo(new AuditSettings(true, 7));
      assertThat(other.getBean(ClientSettings.class))
          .isEqualTo(new ClientSettings("k", Path.of("f")));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "kith.serving.parallelism, -1",
    "kith.serving.queue, 1001",
    "kith.serving.writes, 0",
    "kith.serving.uploads, 1KB",
    "kith.serving.timeout, 0s",
    "kith.serving.requests-per-second, -1",
    "kith.serving.concurrent-per-key, -1",
  })
  void aBoundOnWorkOutOfRangeIsRefusedWithItsName(String key, String value) {
    try (ApplicationContext context = context(Map.of(key, value))) {
      assertThatThrownBy(() -> context.getBean(ServingSettings.class)).hasStackTraceContaining(key);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "kith.limits.max-image-pixels, 9999",
    "kith.limits.min-image-side, 0",
    "kith.limits.max-images-per-request, 0",
    "kith.limits.max-candidates, 10001",
    "kith.limits.max-metadata-bytes, -1",
  })
  void aValueOutOfRangeIsRefusedWithItsName(String key, int value) {
    try (ApplicationContext context = context(Map.of(key, value))) {
      assertThatThrownBy(() -> context.getBean(LimitSettings.class))
          .hasStackTraceContaining(key + ": " + value + " is not allowed; allowed: ");
    }
  }

  @Test
  void aTargetOutOfRangeIsRefusedWithItsName() {
    try (ApplicationContext context = context(Map.of("kith.calibration.target-fpir", 0.9))) {
      assertThatThrownBy(() -> context.getBean(CalibrationSettings.class))
          .hasStackTraceContaining("kith.calibration.target-fpir: 0.9 is not allowed");
    }
  }

  @Test
  void aCommitIntervalOfNothingIsRefusedWithItsName() {
    try (ApplicationContext context = context(Map.of("kith.index.commit-interval", "0s"))) {
      assertThatThrownBy(() -> context.getBean(IndexSettings.class))
          .hasStackTraceContaining("kith.index.commit-interval");
    }
  }

  @ParameterizedTest
  @CsvSource({"kith.index.miss-probability, 0", "kith.index.miss-probability, 0.5"})
  void aProbabilityOutOfRangeIsRefusedWithItsName(String key, double value) {
    try (ApplicationContext context = context(Map.of(key, value))) {
      assertThatThrownBy(() -> context.getBean(IndexSettings.class))
          .hasStackTraceContaining(key + ": " + value + " is not allowed; allowed: ");
    }
  }

  @Test
  void aValueThatIsNoNumberIsRefusedWithItsName() {
    try (ApplicationContext context = context(Map.of("kith.index.effort", "much"))) {
      assertThatThrownBy(() -> context.getBean(IndexSettings.class))
          .hasStackTraceContaining("kith.index.effort");
    }
  }

  @ParameterizedTest
  @CsvSource({"KITH_LOG_FORMAT, JSON", "KITH_LOG_FORMAT, xml", "KITH_LOG_LEVEL, loud"})
  void aLogThatThereIsNotIsRefusedWithItsName(String key, String value) {
    assertThatThrownBy(() -> LogSettings.check(Map.of(key, value)))
        .hasMessageStartingWith(key + ": " + value + " is not allowed; allowed: ");
  }

  @Test
  void aLogThatThereIsIsNotRefused() {
    LogSettings.check(Map.of());
    LogSettings.check(Map.of("KITH_LOG_FORMAT", "json", "KITH_LOG_LEVEL", "debug"));
  }

  private static ApplicationContext context(Map<String, Object> settings) {
    return ApplicationContext.builder()
        .deduceEnvironment(false)
        .environmentPropertySource(false)
        .properties(settings)
        .start();
  }
}
