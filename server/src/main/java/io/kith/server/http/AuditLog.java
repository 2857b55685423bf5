package io.kith.server.http;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.recovery.ResilientFileOutputStream;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.TimeBasedRollingPolicy;
import ch.qos.logback.core.status.Status;
import ch.qos.logback.core.status.StatusListener;
import ch.qos.logback.core.status.StatusManager;
import io.kith.config.AuditSettings;
import io.kith.config.HomeSettings;
import io.micronaut.context.annotation.Requires;
import io.micronaut.serde.ObjectMapper;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/**
 * The audit log: a line of JSON for each request, in {@code HOME/audit/audit.jsonl}, which is only
 * ever appended to; each day's file is moved aside and kept for a set time. Thread-safe.
 */
@Singleton
@Requires(property = AuditLog.ENABLED, pattern = AuditLog.TRUE)
final class AuditLog {

  private static final org.slf4j.Logger errors = LoggerFactory.getLogger(AuditLog.class);

  /** The setting that switches it on. */
  static final String ENABLED = "kith.audit.enabled";

  /** What the framework takes for true where it reads the setting. */
  static final String TRUE = "(?i)true|yes|y|on";

  private static final Pattern DAY = Pattern.compile("audit\\.(\\d{4}-\\d\\d-\\d\\d)\\.jsonl");

  private final ObjectMapper json;
  private final RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
  private final Logger log;
  private final StatusManager statuses;
  private final StatusListener faults = this::report;
  private final ScheduledExecutorService cleaner =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("kith-audit").factory());

  AuditLog(HomeSettings home, AuditSettings settings, ObjectMapper json) {
    this.json = json;
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    Path folder = home.home().resolve("audit");
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern("%msg%n");
    encoder.start();
    TimeBasedRollingPolicy<ILoggingEvent> days = new TimeBasedRollingPolicy<>();
    days.setContext(context);
    days.setParent(appender);
    days.setFileNamePattern(folder.resolve("audit.%d{yyyy-MM-dd, UTC}.jsonl").toString());
    statuses = context.getStatusManager();
    statuses.add(faults);
    appender.setContext(context);
    appender.setFile(folder.resolve("audit.jsonl").toString());
    appender.setEncoder(encoder);
    appender.setRollingPolicy(days);
    days.start();
    appender.start();
    if (!appender.isStarted()) {
      throw new UncheckedIOException(
          new IOException("the audit log %s cannot be written".formatted(appender.getFile())));
    }
    log = context.getLogger("kith.audit");
    log.setAdditive(false);
    log.setLevel(Level.INFO);
    log.addAppender(appender);
    var _ =
        cleaner.scheduleWithFixedDelay(
            () -> removeOld(folder, settings.keepDays()), 0, 1, TimeUnit.HOURS);
  }

  /* The appender tells of lines that it could not write, and that it can again, in its own list only. */
  private void report(Status status) {
    if (status.getOrigin() instanceof ResilientFileOutputStream file
        && file.getFile().equals(new File(appender.getFile()))) {
      errors.warn("audit log: {}", status.getMessage(), status.getThrowable());
    }
  }

  /* The framework's own way looks at some days only, and leaves what is older. */
  private static void removeOld(Path folder, int keepDays) {
    LocalDate oldest = LocalDate.now(ZoneOffset.UTC).minusDays(keepDays);
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Matcher day = DAY.matcher(file.getFileName().toString());
        if (day.matches() && LocalDate.parse(day.group(1)).isBefore(oldest)) {
          Files.delete(file);
        }
      }
    } catch (IOException | RuntimeException e) {
      errors.warn("days of the audit log that should be gone are still there: {}", e.toString());
    }
  }

  void write(AuditEntry entry) {
    try {
      log.info(json.writeValueAsString(entry));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @PreDestroy
  void close() {
    cleaner.close();
    log.detachAppender(appender);
    appender.stop();
    statuses.remove(faults);
  }
}
