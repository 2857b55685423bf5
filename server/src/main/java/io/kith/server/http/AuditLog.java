package io.kith.server.http;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.TimeBasedRollingPolicy;
import io.kith.config.AuditSettings;
import io.kith.config.HomeSettings;
import io.micronaut.context.annotation.Requires;
import io.micronaut.serde.ObjectMapper;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/**
 * The audit log: a line of JSON for each request, in {@code HOME/audit/audit.jsonl}, which is only
 * ever appended to; each day's file is moved aside and kept for a set time. Thread-safe.
 */
@Singleton
@Requires(property = "kith.audit.enabled", value = "true")
final class AuditLog {

  private final ObjectMapper json;
  private final RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
  private final Logger log;

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
    days.setMaxHistory(settings.keepDays());
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
    log.detachAppender(appender);
    appender.stop();
  }
}
