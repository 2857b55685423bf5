package io.kith.it.bench;

import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/**
 * A call behind a socket, with nothing that makes a service of it: float32 values in, a line out,
 * one connection, one thread that reads, calls and writes. What is beside the call's own time is
 * what this machine takes to wake two threads; no server can take less. Not thread-safe.
 */
final class BareSocket implements AutoCloseable {

  private final ServerSocket server;
  private final Socket client;
  private final BufferedReader answers;
  private final ByteBuffer request;

  BareSocket(int dimension, Function<float[], String> call) throws IOException {
    this.server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    this.request = ByteBuffer.allocate(dimension * Float.BYTES);
    Thread.ofPlatform().daemon().start(() -> answer(dimension, call));
    this.client = new Socket(server.getInetAddress(), server.getLocalPort());
    this.client.setTcpNoDelay(true);
    this.answers =
        new BufferedReader(
            new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
  }

  private void answer(int dimension, Function<float[], String> call) {
    byte[] received = new byte[dimension * Float.BYTES];
    float[] vector = new float[dimension];
    try (Socket connection = server.accept()) {
      connection.setTcpNoDelay(true);
      DataInputStream in = new DataInputStream(connection.getInputStream());
      while (true) {
        in.readFully(received);
        ByteBuffer.wrap(received).asFloatBuffer().get(vector);
        String line = call.apply(vector) + "\n";
        connection.getOutputStream().write(line.getBytes(StandardCharsets.US_ASCII));
      }
    } catch (EOFException _) {
      // the client is closed
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The call's answer to a vector. */
  String call(float[] vector) throws IOException {
    request.asFloatBuffer().put(vector);
    client.getOutputStream().write(request.array());
    return answers.readLine();
  }

  @Override
  public void close() throws IOException {
    client.close();
    server.close();
  }
}
