package io.kith.server.cli;

import io.kith.server.service.LocalKith;
import io.micronaut.runtime.server.EmbeddedServer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Serves the REST API until it is told to stop. */
@Command(name = "serve", description = "Serve the REST API.", mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {

  private static final int LAST_PORT = 65_535;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec command;

  @Option(names = "--host", description = "Address to listen on (default: 127.0.0.1).")
  private @Nullable String host;

  @Option(names = "--port", description = "Port to listen on; 0 picks a free one (default: 5484).")
  private @Nullable Integer port;

  @Override
  public Integer call() throws InterruptedException {
    if (port != null && (port < 0 || port > LAST_PORT)) {
      throw new ParameterException(
          command.commandLine(), "--port: %d is no port; use 0 to %d".formatted(port, LAST_PORT));
    }
    System.setProperty("kith.log.level", "INFO");
    Session session = Session.open(settings());
    session.context().getBean(LocalKith.class).loadModels();
    EmbeddedServer server = session.context().getBean(EmbeddedServer.class).start();
    // Not before: closing what could not start would try to make the server once more.
    Runtime.getRuntime().addShutdownHook(new Thread(session::close, "shutdown"));
    command.commandLine().getErr().println("kith: serving at " + server.getURI());
    Thread.currentThread().join();
    return 0;
  }

  /** What the options set. */
  Map<String, Object> settings() {
    Map<String, Object> settings = new HashMap<>();
    // Here only: a command that serves nothing would make a server to shut it down.
    settings.put("micronaut.lifecycle.graceful-shutdown.enabled", true);
    if (host != null) {
      settings.put("micronaut.server.host", host);
    }
    if (port != null) {
      // Under TLS the server listens on the second one alone.
      settings.put("micronaut.server.port", port == 0 ? -1 : port);
      settings.put("micronaut.server.ssl.port", port == 0 ? -1 : port);
    }
    return settings;
  }
}
