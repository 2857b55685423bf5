package io.kith.it;

import io.kith.server.service.LocalKith;
import io.micronaut.context.ApplicationContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.commons.io.file.PathUtils;

/**
 * Kith in this process on a Kith home of its own, which is deleted in the end. Models are those of
 * another home.
 */
public final class KithHome implements AutoCloseable {

  private final Path home;
  private final ApplicationContext context;

  /**
   * Starts Kith.
   *
   * @param models folder of installed models
   */
  public KithHome(Path models) {
    this(models, Map.of());
  }

  /**
   * Starts Kith with settings of its own.
   *
   * @param models folder of installed models
   * @param settings other values than usual, by name
   */
  public KithHome(Path models, Map<String, Object> settings) {
    try {
      home = Files.createTempDirectory("kith-it-");
      Files.createSymbolicLink(home.resolve("models"), models.toAbsolutePath());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    context =
        ApplicationContext.builder()
            .banner(false)
            .deduceEnvironment(false)
            .properties(settings)
            .properties(Map.of("kith.home", home.toString()))
            .start();
  }

  /** Kith's operations. */
  public LocalKith kith() {
    return context.getBean(LocalKith.class);
  }

  /** A bean of the running Kith. */
  public <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  @Override
  public void close() {
    context.close();
    try {
      PathUtils.deleteDirectory(home);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
