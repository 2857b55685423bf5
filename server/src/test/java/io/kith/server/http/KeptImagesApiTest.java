package io.kith.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.server.api.ProblemException;
import io.kith.server.api.Scope;
import io.kith.server.http.TestServer.Answer;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Images that a gallery keeps, over REST. */
@SuppressWarnings("NullAway.Init") // JUnit sets the fields
final class KeptImagesApiTest {

  private static final String GALLERY = "/v1/galleries/signs";
  private static final String STAR = GALLERY + "/identities/star";

  @TempDir Path home;
  private final byte[] image = Drawings.png(300, 1);
  private TestServer server;

  @BeforeEach
  void start() {
    server = new TestServer(home);
    put("{\"model\": \"glyphs\", \"keepImages\": true}");
    server.send("PUT", STAR, "{}");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void put(String gallery) {
    Answer answer = server.send("PUT", GALLERY, gallery);
    assertThat(answer.status()).as(answer.text()).isIn(200, 201);
  }

  private String enrol() {
    Answer answer =
        server.send(
            "POST",
            STAR + "/templates",
            "{\"images\": [\"%s\"]}".formatted(Base64.getEncoder().encodeToString(image)));
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return String.valueOf(answer.objects("templates").getFirst().get("id"));
  }

  private long files() throws IOException {
    Path images = home.resolve("data/images");
    try (Stream<Path> files = Files.walk(home)) {
      return files.filter(Files::isRegularFile).filter(it -> it.startsWith(images)).count();
    }
  }

  private HttpResponse<byte[]> get(String path) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(server.uri(path)).header("Accept", "image/*").build(),
          BodyHandlers.ofByteArray());
    }
  }

  @Test
  void theImageIsServedAsItWasAndSmall() throws Exception {
    String path = STAR + "/templates/" + enrol();

    HttpResponse<byte[]> whole = get(path + "/image");
    assertThat(whole.statusCode()).isEqualTo(200);
    assertThat(whole.headers().firstValue("Content-Type")).contains("image/png");
    assertThat(whole.headers().firstValue("Cache-Control")).contains("no-store");
    assertThat(whole.body()).isEqualTo(image);

    HttpResponse<byte[]> small = get(path + "/image?side=96");
    assertThat(small.headers().firstValue("Content-Type")).contains("image/jpeg");
    BufferedImage read = ImageIO.read(new ByteArrayInputStream(small.body()));
    assertThat(Math.max(read.getWidth(), read.getHeight())).isEqualTo(96);

    assertThat(get(path + "/image?side=5000").statusCode()).isEqualTo(400);
    assertThat(server.send("GET", path).json()).containsEntry("image", true);
    assertThat(server.send("GET", GALLERY).json()).containsEntry("keepImages", true);
  }

  @Test
  void deletingTheIdentityDeletesTheImage() throws IOException {
    enrol();
    assertThat(files()).isOne();
    server.send("DELETE", STAR);
    assertThat(files()).isZero();
  }

  @Test
  void keepingNoMoreRemovesThemAndChangesNothingElse() throws IOException {
    put("{\"threshold\": 0.61}");
    String path = STAR + "/templates/" + enrol();
    assertThat(files()).isOne();

    put("{\"keepImages\": false}");

    assertThat(files()).isZero();
    assertThat(server.send("GET", GALLERY).json())
        .containsEntry("keepImages", false)
        .containsEntry("threshold", 0.61);
    Answer gone = server.send("GET", path + "/image");
    assertThat(gone.status()).isEqualTo(404);
    assertThat((String) gone.json().get("detail")).contains("keepImages");
    assertThat(server.send("GET", path).json()).containsEntry("image", false);
  }

  @Test
  void enrollingAgainKeepsTheImageOfATemplateThatIsThere() throws IOException {
    put("{\"keepImages\": false}");
    String template = enrol();
    assertThat(files()).isZero();
    put("{\"keepImages\": true}");

    assertThat(enrol()).isEqualTo(template);

    assertThat(files()).isOne();
  }

  @Test
  void anImageThatIsRefusedIsNotKept() throws IOException {
    Answer refused = server.send("POST", STAR + "/templates", "{\"images\": [\"AAECAw==\"]}");
    assertThat(refused.status()).isGreaterThanOrEqualTo(400);
    assertThat(files()).isZero();
  }

  @Test
  void aBulkEnrolmentKeepsThemToo() throws IOException {
    String line =
        "{\"identity\": \"moon\", \"image\": \"%s\"}\n"
            .formatted(Base64.getEncoder().encodeToString(Drawings.png(200, 2)));
    Answer answer =
        server.send(
            HttpRequest.newBuilder(server.uri(GALLERY + "/templates:bulk"))
                .header("Content-Type", "application/x-ndjson")
                .POST(HttpRequest.BodyPublishers.ofString(line)));
    assertThat(answer.text()).contains("enrolled");
    assertThat(files()).isOne();
  }

  @Test
  @Timeout(60)
  void whatLinesHoldThatTookTooLongIsNotKept() throws Exception {
    restart(Map.of("kith.serving.parallelism", 1, "kith.serving.timeout", "1ms"));
    Answer answer =
        server.send(
            HttpRequest.newBuilder(server.uri(GALLERY + "/templates:bulk"))
                .header("Content-Type", "application/x-ndjson")
                .POST(HttpRequest.BodyPublishers.ofString(imageLines(10))));

    assertThat(answer.text()).contains("it takes longer than");
    long enrolled = answer.text().lines().filter(it -> it.contains("\"enrolled\"")).count();
    untilWorkersAreIdle();
    assertThat(files()).isEqualTo(enrolled);
  }

  @Test
  @Timeout(60)
  void whatLinesHoldWhoseClientWentAwayIsNotKept() throws Exception {
    restart(Map.of("kith.serving.parallelism", 1));
    String lines = imageLines(30);
    try (RawClient client = new RawClient(server.uri("/"))) {
      client.beginBulk(GALLERY, lines);
      client.answerUpTo("}\n");
    }
    while (server.send("GET", "/v1/jobs").text().contains("\"running\"")) {
      Thread.sleep(10);
    }

    untilWorkersAreIdle();
    server.send("DELETE", GALLERY + "/identities/moon");
    assertThat(files()).isZero();
  }

  private void restart(Map<String, Object> settings) {
    server.close();
    server = new TestServer(home, settings);
  }

  private static String imageLines(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> Base64.getEncoder().encodeToString(Drawings.png(1_000, i)))
        .map("{\"identity\": \"moon\", \"image\": \"%s\"}\n"::formatted)
        .collect(Collectors.joining());
  }

  /* The one worker does this after all that was asked for before. */
  private void untilWorkersAreIdle() throws InterruptedException {
    Admission admission = server.bean(Admission.class);
    boolean idle = false;
    while (!idle) {
      try {
        idle = admission.line(() -> true);
      } catch (ProblemException e) {
        Thread.sleep(10);
      }
    }
    Thread.sleep(500);
  }

  @Test
  void itTakesTheScopeToEnrol() {
    String path = STAR + "/templates/" + enrol() + "/image";
    String admin = server.key(List.of(Scope.ADMIN), List.of());
    String identify = server.key(List.of(Scope.IDENTIFY), List.of());
    String enrol = server.key(List.of(Scope.ENROL), List.of("signs"));
    String elsewhere = server.key(List.of(Scope.ENROL), List.of("other"));

    assertThat(server.send(admin, "GET", path, "").status()).isEqualTo(200);
    assertThat(server.send(enrol, "GET", path, "").status()).isEqualTo(200);
    assertThat(server.send(identify, "GET", path, "").status()).isEqualTo(403);
    assertThat(server.send(elsewhere, "GET", path, "").status()).isEqualTo(403);
    assertThat(server.send("GET", path).status()).isEqualTo(401);
  }
}
