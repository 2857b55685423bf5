package io.kith.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.it.ServerProcess.Answer;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server on real photographs and on files that are none, with the real face model. */
final class ImagesTest {

  private static final String GALLERY = "/v1/galleries/people";
  private static final String TEMPLATES = GALLERY + "/identities/ada/templates";

  @TempDir static Path home;
  private static ServerProcess server;
  private static List<byte[]> photographs;
  private static byte[] ada;

  @BeforeAll
  static void start() throws Exception {
    Files.createSymbolicLink(home.resolve("models"), Installed.models());
    photographs = Installed.photographs();
    server = ServerProcess.start(home);
    ada = faces(photographs.getLast()).getFirst();
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  @BeforeEach
  void newGallery() throws IOException {
    server.send("DELETE", GALLERY, "");
    assertThat(server.send("PUT", GALLERY, "{\"model\":\"faces\"}").status()).isEqualTo(201);
    assertThat(server.send("PUT", GALLERY + "/identities/ada", "{\"label\":\"Ada\"}").status())
        .isEqualTo(201);
  }

  @Test
  void aPersonEnrolledWithOneImageIsKnownInAnotherAndStrangersAreUnknown() throws IOException {
    assertThat(server.upload(TEMPLATES, ada).status()).isEqualTo(200);

    Answer same = server.upload(GALLERY + "/identify", smaller(ada));
    Answer group = server.upload(GALLERY + "/identify", photographs.getFirst());

    assertThat(same.objects("results").getFirst())
        .containsEntry("decision", "known")
        .containsEntry("identity", "ada")
        .containsEntry("label", "Ada")
        .containsEntry("thresholdSource", "model card");
    assertThat(group.objects("results"))
        .hasSize(3)
        .allSatisfy(it -> assertThat(it).containsEntry("decision", "unknown"))
        .allSatisfy(it -> assertThat(it.get("box")).isNotNull());
  }

  @Test
  void severalFacesAreRefusedUnlessTheRequestSaysWhichIsMeant() throws IOException {
    byte[] group = photographs.getLast();

    assertRefused(server.upload(TEMPLATES, group), 422, "several-subjects");
    Answer largest = server.upload(TEMPLATES + "?subjects=largest", group);
    assertThat(largest.objects("templates")).hasSize(1);
    Answer all = server.upload(TEMPLATES + "?subjects=all", group);
    assertThat(all.objects("templates")).hasSize(4);
    assertThat(all.objects("templates").getFirst()).containsEntry("status", "already enrolled");
  }

  @Test
  void theSameImageIsEnrolledOnceAndAnothersIsWarnedOf() throws IOException {
    server.upload(TEMPLATES, ada);
    Answer again = server.upload(TEMPLATES, ada);
    server.send("PUT", GALLERY + "/identities/eve", "{}");
    Answer other = server.upload(GALLERY + "/identities/eve/templates", ada);

    assertThat(again.objects("templates").getFirst()).containsEntry("status", "already enrolled");
    assertThat(other.status()).isEqualTo(200);
    assertThat(String.valueOf(other.json().get("warnings"))).contains("ada");
    assertThat(templates()).isEqualTo(2);
  }

  @Test
  void verificationTellsTheSamePersonFromAnother() throws IOException {
    server.upload(TEMPLATES, ada);
    byte[] other = faces(photographs.getFirst()).getFirst();

    assertThat(verify(ada, smaller(ada)).json()).containsEntry("match", true);
    assertThat(verify(ada, other).json()).containsEntry("match", false);
    Answer claim =
        server.send(
            "POST",
            GALLERY + "/verify",
            "{\"identity\":\"ada\",\"image\":\"%s\"}".formatted(base64(smaller(ada))));
    assertThat(claim.json()).containsEntry("match", true);
  }

  @Test
  void anEmbeddingEnrolsAndIdentifiesLikeItsImage() throws IOException {
    Answer embedded = server.upload("/v1/embed", ada);
    Object vector = embedded.objects("subjects").getFirst().get("vector");
    assertThat(server.send("POST", TEMPLATES, "{\"vector\":%s}".formatted(vector)).status())
        .isEqualTo(200);

    Map<String, Object> result =
        server.upload(GALLERY + "/identify", ada).objects("results").getFirst();

    assertThat(((Number) Objects.requireNonNull(result.get("cosine"))).doubleValue())
        .isGreaterThan(0.999);
  }

  @Test
  void whatIsNoImageIsRefused() throws IOException {
    assertRefused(server.upload(TEMPLATES, new byte[0]), 400, "invalid-request");
    assertRefused(
        server.upload(TEMPLATES, "not an image".getBytes(StandardCharsets.UTF_8)),
        415,
        "unsupported-image");
    assertRefused(server.upload(TEMPLATES, noise()), 415, "unsupported-image");
    assertRefused(
        server.upload(TEMPLATES, Arrays.copyOf(ada, ada.length / 2)), 422, "unreadable-image");
    assertRefused(server.upload(TEMPLATES, png(1, 1)), 422, "unreadable-image");
    assertRefused(server.upload(TEMPLATES, png(400, 300)), 422, "no-subject");
    assertRefused(server.upload(TEMPLATES, pngBomb()), 413, "too-large");
    assertRefused(server.upload(TEMPLATES, animatedGif()), 415, "unsupported-image");
    assertRefused(server.upload(TEMPLATES, new byte[60 << 20]), 413, "too-large");
    assertRefused(server.send("POST", TEMPLATES, "{\"image\":\"***\"}"), 400, "invalid-request");
  }

  @Test
  void oneBadImageOfARequestRefusesAllOfItAndIsNamed() throws IOException {
    Answer answer =
        server.send(
            "POST",
            TEMPLATES,
            "{\"images\":[\"%s\",\"%s\"]}".formatted(base64(ada), base64(png(400, 300))));

    assertRefused(answer, 422, "no-subject");
    assertThat(String.valueOf(answer.json().get("detail"))).contains("image 2");
  }

  @Test
  void anImageWithoutAFaceShowsNobody() throws IOException {
    Answer answer = server.upload(GALLERY + "/identify", png(400, 300));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.objects("results")).isEmpty();
  }

  private static void assertRefused(Answer answer, int status, String kind) throws IOException {
    assertThat(answer.status()).as(answer.json().toString()).isEqualTo(status);
    assertThat(answer.json())
        .containsEntry("type", "urn:kith:problem:" + kind)
        .containsKey("detail");
    assertThat(templates()).isZero();
  }

  private static long templates() throws IOException {
    Object count = server.send("GET", GALLERY, "").json().get("templates");
    return ((Number) Objects.requireNonNull(count)).longValue();
  }

  private static Answer verify(byte[] a, byte[] b) throws IOException {
    return server.send(
        "POST", "/v1/verify", "{\"a\":\"%s\",\"b\":\"%s\"}".formatted(base64(a), base64(b)));
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  /** The faces of a photograph, each cut out as a JPEG of its own, largest first. */
  @SuppressWarnings("unchecked") // JSON objects have text keys
  private static List<byte[]> faces(byte[] photograph) throws IOException {
    BufferedImage image = decode(photograph);
    Answer embedded = server.upload("/v1/embed", photograph);
    return embedded.objects("subjects").stream()
        .map(it -> (Map<String, Number>) Objects.requireNonNull(it.get("box")))
        .map(box -> cut(image, box))
        .toList();
  }

  private static byte[] cut(BufferedImage image, Map<String, Number> box) {
    int x = number(box, "x") - 60;
    int y = number(box, "y") - 60;
    BufferedImage cut =
        new BufferedImage(
            number(box, "width") + 120, number(box, "height") + 120, BufferedImage.TYPE_INT_RGB);
    cut.createGraphics().drawImage(image, -x, -y, null);
    return encode(cut, "jpg");
  }

  private static int number(Map<String, Number> box, String key) {
    return Objects.requireNonNull(box.get(key)).intValue();
  }

  private static byte[] smaller(byte[] jpeg) throws IOException {
    BufferedImage image = decode(jpeg);
    int width = image.getWidth() / 2;
    int height = image.getHeight() / 2;
    BufferedImage small = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    small.createGraphics().drawImage(image, 0, 0, width, height, null);
    return encode(small, "jpg");
  }

  private static byte[] png(int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(Color.PINK);
    graphics.fillRect(0, 0, width, height);
    return encode(image, "png");
  }

  private static byte[] noise() {
    byte[] noise = new byte[5_000];
    new Random(7).nextBytes(noise);
    return noise;
  }

  /** A PNG whose header promises 20,000 x 20,000 pixels. */
  private static byte[] pngBomb() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
    ByteBuffer header = ByteBuffer.allocate(13).putInt(20_000).putInt(20_000);
    chunk(out, "IHDR", header.put(new byte[] {8, 2, 0, 0, 0}).array());
    ByteArrayOutputStream pixels = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(pixels)) {
      deflater.write(new byte[1 << 20]);
    }
    chunk(out, "IDAT", pixels.toByteArray());
    chunk(out, "IEND", new byte[0]);
    return bytes.toByteArray();
  }

  private static void chunk(DataOutputStream out, String type, byte[] data) throws IOException {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 crc = new CRC32();
    crc.update(name);
    crc.update(data);
    out.writeInt(data.length);
    out.write(name);
    out.write(data);
    out.writeInt((int) crc.getValue());
  }

  /** A GIF of two frames: the second is a copy of the first, image data and all. */
  private static byte[] animatedGif() {
    byte[] one = encode(new BufferedImage(64, 64, BufferedImage.TYPE_BYTE_INDEXED), "gif");
    int tables = 13 + (one[10] < 0 ? 3 * (2 << (one[10] & 7)) : 0);
    ByteArrayOutputStream two = new ByteArrayOutputStream();
    two.write(one, 0, one.length - 1);
    two.write(one, tables, one.length - tables);
    return two.toByteArray();
  }

  private static BufferedImage decode(byte[] image) throws IOException {
    return Objects.requireNonNull(ImageIO.read(new ByteArrayInputStream(image)));
  }

  private static byte[] encode(BufferedImage image, String format) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      ImageIO.write(image, format, bytes);
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
