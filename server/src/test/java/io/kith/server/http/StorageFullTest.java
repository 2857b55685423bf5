package io.kith.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.kith.index.FullDisk;
import io.kith.index.Galleries;
import io.kith.server.http.TestServer.Answer;
import java.nio.file.Path;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A full disk, over HTTP. */
final class StorageFullTest {

  private static final String GALLERY = "/v1/galleries/g";
  private static final int MOST = 200;
  private static final String LARGE =
      "{\"metadata\": {\"filler\": \"%s\"}}".formatted("x".repeat(16_000));

  @TempDir Path home;
  private final Logger logger = (Logger) LoggerFactory.getLogger(ProblemHandler.class);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @BeforeEach
  void listen() {
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void listenNoMore() {
    logger.detachAppender(log);
  }

  @Test
  void writesAreRefusedWith507AndToldInTheLogOnceSearchesGoOnAndWritesComeBack() {
    try (TestServer server = new TestServer(home)) {
      server.send("PUT", GALLERY, "{\"model\": \"m\", \"dimension\": 3, \"threshold\": 0.8}");
      server.send("PUT", GALLERY + "/identities/oak", "{}");
      server.send("POST", GALLERY + "/identities/oak/templates", "{\"vector\": [1, 0, 0]}");
      FullDisk.limit(server.bean(Galleries.class), 1);

      int number = 0;
      Answer answer = put(server, number);
      while (answer.status() == 201 && number < MOST) {
        answer = put(server, ++number);
      }

      assertThat(answer.status()).isEqualTo(507);
      assertThat(answer.json())
          .containsEntry("type", "urn:kith:problem:storage-full")
          .containsEntry(
              "detail",
              "no space is left to write; free some and try again, reading goes on meanwhile");
      assertThat(server.send("GET", GALLERY + "/identities/i" + number).status()).isEqualTo(404);
      assertThat(server.send("POST", GALLERY + "/identify", "{\"vector\": [1, 0, 0]}").text())
          .contains("\"known\"");
      assertThat(server.send("GET", "/health/readiness").status()).isEqualTo(200);
      assertThat(put(server, number).status()).isEqualTo(507);
      assertThat(log.list)
          .extracting(ILoggingEvent::getFormattedMessage)
          .singleElement(InstanceOfAssertFactories.STRING)
          .startsWith("requests are refused: no space is left");

      FullDisk.limit(server.bean(Galleries.class), 1_000_000);
      assertThat(put(server, number).status()).isEqualTo(201);
    }
  }

  private static Answer put(TestServer server, int number) {
    return server.send("PUT", GALLERY + "/identities/i" + number, LARGE);
  }
}
