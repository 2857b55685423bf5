package io.kith.it.bench;

import io.micronaut.serde.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * {@link HttpLoad} in a process of its own: clients and server share the machine's cores, as they
 * do on a machine that runs both, but not a heap and its collector. For one thread.
 */
final class HttpClients implements AutoCloseable {

  private final Process process;
  private final DataOutputStream plans;
  private final DataInputStream figures;

  /** Starts the process, which ends with this one at the latest. */
  HttpClients(URI server, List<byte[]> requests) throws IOException {
    process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                HttpClients.class.getName())
            .redirectError(Redirect.INHERIT)
            .start();
    plans = new DataOutputStream(new BufferedOutputStream(process.getOutputStream()));
    figures = new DataInputStream(new BufferedInputStream(process.getInputStream()));
    plans.writeUTF(server.toString());
    plans.writeInt(requests.size());
    for (byte[] request : requests) {
      plans.writeInt(request.length);
      plans.write(request);
    }
  }

  /** As {@link HttpLoad#run}. */
  HttpLoad.Figures run(int connections, double seconds, double rate) throws IOException {
    plans.writeInt(connections);
    plans.writeDouble(seconds);
    plans.writeDouble(rate);
    plans.flush();
    return Objects.requireNonNull(
        ObjectMapper.getDefault().readValue(figures.readUTF(), HttpLoad.Figures.class));
  }

  @Override
  public void close() throws IOException {
    plans.close();
    process.destroy();
  }

  /** The process: runs what it reads, until there is no more. */
  public static void main(String[] arguments) throws IOException {
    DataInputStream plans = new DataInputStream(new BufferedInputStream(System.in));
    DataOutputStream figures = new DataOutputStream(System.out);
    URI server = URI.create(plans.readUTF());
    List<byte[]> requests = new ArrayList<>();
    for (int left = plans.readInt(); left > 0; left--) {
      requests.add(plans.readNBytes(plans.readInt()));
    }
    HttpLoad load = new HttpLoad(server, requests);
    while (true) {
      int connections;
      try {
        connections = plans.readInt();
      } catch (EOFException _) {
        return;
      }
      HttpLoad.Figures measured = load.run(connections, plans.readDouble(), plans.readDouble());
      figures.writeUTF(ObjectMapper.getDefault().writeValueAsString(measured));
      figures.flush();
    }
  }
}
