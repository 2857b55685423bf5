package io.kith.server.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kith.server.api.EnrolRequest;
import io.kith.server.api.GalleryRequest;
import io.kith.server.api.IdentityRequest;
import io.kith.server.api.Kith;
import io.kith.server.demo.SymbolFolder;
import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.serde.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The command line in this process, on a home of its own. */
final class CommandLineTest {

  @TempDir Path home;

  @BeforeEach
  void setHome() {
    System.setProperty("kith.home", home.toString());
  }

  @AfterEach
  void clearHome() {
    System.clearProperty("kith.home");
  }

  @Test
  void aGalleryIsCreatedListedShownAndDeleted() throws IOException {
    assertThat(run("galleries", "create", "g", "--model", "mine", "--dimension", "37").code())
        .isZero();

    assertThat(run("galleries", "list", "--json").json().toString()).contains("name=g");
    assertThat(run("galleries", "show", "g", "--json").json()).containsEntry("identities", 0);
    assertThat(run("galleries", "show", "g").out()).contains("mine").contains("37");
    assertThat(run("galleries", "delete", "g").code()).isZero();
    assertThat(run("galleries", "list", "--json").json()).containsEntry("galleries", List.of());
  }

  @Test
  void aTargetThatTakesMoreIdentitiesIsSaidToDecideLater() {
    Run glyphs = run("galleries", "create", "g", "--model", "glyphs", "--target-fpir", ".0001");
    assertThat(glyphs.code()).isZero();
    assertThat(glyphs.err())
        .contains("a target of 0.0001 needs a calibration on 2000 identities")
        .contains("until there is one, the model card's threshold decides");
    Run mine =
        run("galleries", "create", "h", "--model", "m", "--dimension", "9", "--target-fpir", ".01");
    assertThat(mine.err())
        .contains(
            "on 20 identities; until there is one, each identification must give a threshold");
    assertThat(run("galleries", "create", "h", "--keep-images").err()).isEmpty();
    enrolAtRandom("h", 40);
    assertThat(run("calibrate", "--gallery", "h").code()).isZero();

    assertThat(run("galleries", "create", "h", "--target-fpir", ".01").err()).isEmpty();
    assertThat(run("galleries", "create", "h", "--target-fpir", ".001").err())
        .contains("on 200 identities; until there is one, the threshold is that for 0.50 %");
  }

  private static void enrolAtRandom(String gallery, int identities) {
    Random random = new Random(1);
    try (Session session = Session.open()) {
      for (int i = 0; i < identities; i++) {
        float[] vector = new float[9];
        for (int j = 0; j < vector.length; j++) {
          vector[j] = (float) random.nextGaussian();
        }
        String id = "id" + i;
        session.kith().putIdentity(gallery, id, new IdentityRequest(null, null));
        EnrolRequest request = new EnrolRequest(null, null, null, vector, null, null);
        session.kith().enrol(gallery, id, request);
      }
    }
  }

  @Test
  void ofTwoImagesTheOneThatIsWrongIsNamedHereAndThroughAServer() throws IOException {
    SymbolFolder.write(home.resolve("symbols"), 1, 1);
    String good;
    try (Stream<Path> files = Files.walk(home.resolve("symbols"))) {
      good = files.filter(Files::isRegularFile).findFirst().orElseThrow().toString();
    }
    String bad = Files.writeString(home.resolve("bad.png"), "no image").toString();

    assertThat(run("verify", "--model", "glyphs", good, good).out()).contains("the same");
    assertThat(run("verify", "--model", "glyphs", good, bad).err()).startsWith("kith: " + bad);
    try (Session server = Session.open(Map.of("micronaut.server.port", -1))) {
      var _ = server.kith();
      server.context().getBean(EmbeddedServer.class).start();

      assertThat(run("verify", "--model", "glyphs", good, bad).err()).startsWith("kith: " + bad);
      assertThat(run("verify", "--model", "glyphs", bad, good).err()).startsWith("kith: " + bad);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "galleries list",
        "galleries export g",
        "identities list --gallery g",
        "identify --gallery g a.jpg",
        "keys list",
        "calibrate --gallery g",
        "backup FILE",
        "check"
      })
  void whatMakesNothingMakesNoHome(String line) {
    Path mistyped = home.resolve("mistyped");
    System.setProperty("kith.home", mistyped.toString());

    Run run = run(line.split(" "));

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("there is no Kith home " + mistyped + " yet");
    assertThat(run("models", "list").code()).isZero();
    assertThat(mistyped).doesNotExist();
    assertThat(run("galleries", "create", "g", "--model", "m", "--dimension", "3").code()).isZero();
    assertThat(run("galleries", "list").out()).contains("g  ");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aHomeIsItsOwnersAloneAndTheFoldersAboveItAreAsAnyOther() throws IOException {
    Path above = home.resolve("above");
    System.setProperty("kith.home", above.resolve("kith").toString());

    run("galleries", "create", "g", "--model", "m", "--dimension", "3");

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(above.resolve("kith"))))
        .isEqualTo("rwx------");
    assertThat(Files.getPosixFilePermissions(above))
        .isEqualTo(Files.getPosixFilePermissions(Files.createDirectory(home.resolve("other"))));
  }

  @Test
  void aPathThatIsWrongIsSaidInPlainWords() throws IOException {
    run("galleries", "create", "g", "--model", "m", "--dimension", "3");
    String folder = Files.createDirectory(home.resolve("folder")).toString();
    String file = Files.writeString(home.resolve("file"), "x").toString();
    String missing = home.resolve("missing").toString();

    assertThat(failure("galleries", "import", "g", missing)).endsWith("missing does not exist");
    assertThat(failure("galleries", "import", "g", folder)).contains("is a folder; name a file");
    assertThat(failure("galleries", "export", "g", missing + "/x"))
        .endsWith("there is no folder %s; make it first".formatted(missing));
    assertThat(failure("galleries", "export", "g", folder)).endsWith("it is a folder, not a file");
    assertThat(failure("backup", missing + "/x")).contains("there is no folder");
    assertThat(failure("models", "install", "faces", "--from", folder)).contains("is a folder");
    assertThat(failure("models", "install", "faces", "--from", missing))
        .contains("missing does not exist; name");
    assertThat(failure("enrol", "--gallery", "g", file)).contains("is not a folder");
    assertThat(failure("restore", missing)).contains("already");
    assertThat(failure("identify", "--gallery", "g", missing))
        .isEqualTo("kith: %s: does not exist", missing);
    assertThat(failure("verify", missing, missing)).isEqualTo("kith: %s does not exist", missing);
  }

  private static String failure(String... arguments) {
    Run run = run(arguments);
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).doesNotContain("Exception").doesNotContain(".part");
    return run.err().lines().reduce("", (_, last) -> last);
  }

  @Test
  void anIndexIsRebuiltAndGoneBackFrom() throws IOException {
    try (Session session = Session.open()) {
      prepare(session.kith());
    }

    Run rebuilt = run("rebuild", "--gallery", "g", "--structure", "scan", "--json");
    assertThat(rebuilt.code()).as(rebuilt.err()).isZero();
    assertThat(rebuilt.json()).containsEntry("switched", true).containsEntry("to", 2);
    Run again = run("rebuild", "--gallery", "g", "--threads", "1");
    assertThat(again.code()).isZero();
    assertThat(again.out()).contains("parity").contains("digest").contains("generation 3");
    assertThat(run("rebuild", "--gallery", "g", "--rollback", "--json").json())
        .containsEntry("to", 2);
    assertThat(run("rebuild", "--gallery", "none").code()).isEqualTo(1);
  }

  @Test
  void whatDoesNotExistIsAnErrorOnStderrAndExitCodeOne() {
    Run run = run("galleries", "show", "none", "--json");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("kith: gallery none does not exist");
  }

  @Test
  void anUnknownFormatOfTheLogIsOneLineAndExitCodeOne() throws Exception {
    Run run = process(Map.of("KITH_LOG_FORMAT", "JSON"), "galleries", "list");

    assertThat(run.err().lines())
        .containsExactly("kith: KITH_LOG_FORMAT: JSON is not allowed; allowed: text, json");
    assertThat(run.code()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"check", "restore FILE", "models list", "models install faces"})
  void whatIsDoneToTheHomeItselfIsRefusedWhereAServerIsNamed(String line) throws Exception {
    Run run = process(Map.of("KITH_SERVER", "http://127.0.0.1:1"), line.split(" "));

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("KITH_SERVER names the server http://127.0.0.1:1");
    assertThat(home).isEmptyDirectory();
  }

  @Test
  void numbersAreWrittenInOneWayInAnyLanguage() throws Exception {
    Run run = process(Map.of("JDK_JAVA_OPTIONS", "-Duser.language=de"), "models", "show", "faces");

    assertThat(run.out()).containsPattern("thresholds +0\\.\\d\\d to identify");
  }

  private Run process(Map<String, String> environment, String... arguments) throws Exception {
    ProcessBuilder command =
        new ProcessBuilder(
            ProcessHandle.current().info().command().orElseThrow(),
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName());
    command.command().addAll(List.of(arguments));
    command.environment().put("KITH_HOME", home.toString());
    command.environment().putAll(environment);
    Path err = Files.createTempFile("kith", "err");
    Process process = command.redirectError(err.toFile()).start();
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    int code = process.waitFor();
    String said = Files.readString(err);
    Files.delete(err);
    return new Run(code, out, said);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://kith_server:5484", "http://[::1", "localhost:5484", "http://a/b"})
  void whatIsNoAddressOfAServerIsSaid(String address) {
    assertThatThrownBy(() -> Session.address(address))
        .hasMessage(
            "KITH_SERVER: %s is no address of a server; use one such as http://localhost:5484",
            address);
  }

  @Test
  void anAddressOfAServerMayBeAName() {
    assertThat(Session.address("https://kith.example:5484/")).hasHost("kith.example");
  }

  @Test
  void wrongArgumentsAreExitCodeTwo() {
    assertThat(run("identify", "x.jpg").code()).isEqualTo(2);
    assertThat(run("fly").code()).isEqualTo(2);
    assertThat(run("train").code()).isEqualTo(2);
  }

  @Test
  void identitiesAreListedShownAndDeleted() throws IOException {
    try (Session session = Session.open()) {
      prepare(session.kith());
    }

    assertThat(run("identities", "list", "--gallery", "g", "--json").json().toString())
        .contains("id=oak");
    assertThat(run("identities", "show", "--gallery", "g", "oak", "--json").json())
        .containsEntry("label", "Oak");
    assertThat(run("identities", "delete", "--gallery", "g", "oak").code()).isZero();
    assertThat(run("identities", "show", "--gallery", "g", "oak").code()).isEqualTo(1);
  }

  @Test
  void aBackupIsMadeThroughAServerAndRestoredIntoAnotherHome(@TempDir Path elsewhere)
      throws IOException {
    Path backup = elsewhere.resolve("backup.zip");
    try (Session server = Session.open(Map.of("micronaut.server.port", -1))) {
      prepare(server.kith());
      server.context().getBean(EmbeddedServer.class).start();
      Run run = run("backup", backup.toString());
      assertThat(run.code()).as(run.err()).isZero();
      assertThat(run.err())
          .endsWith("kith: wrote %s, %,d bytes\n".formatted(backup, Files.size(backup)));
    }
    assertThat(run("restore", backup.toString()).err()).contains("set KITH_HOME");

    System.setProperty("kith.home", elsewhere.resolve("home").toString());
    assertThat(run("restore", backup.toString(), "--json").json())
        .containsEntry("modelsLeft", List.of());
    assertThat(run("galleries", "show", "g", "--json").json()).containsEntry("templates", 1);
    assertThat(run("check").code()).isZero();
    assertThat(run("backup", elsewhere.resolve("none/backup.zip").toString()).err())
        .contains("cannot be written");
  }

  @Test
  void commandsGoThroughTheServerThatHoldsTheHome() throws IOException {
    try (Session server = Session.open(Map.of("micronaut.server.port", -1))) {
      prepare(server.kith());
      server.context().getBean(EmbeddedServer.class).start();

      assertThat(run("galleries", "show", "g", "--json").json()).containsEntry("templates", 1);
      assertThat(run("identities", "delete", "--gallery", "g", "oak").code()).isZero();
      assertThat(run("galleries", "show", "none").err()).contains("gallery none does not exist");

      assertThat(server.kith().gallery("g").identities()).isZero();
    }
    assertThat(run("galleries", "show", "g", "--json").json()).containsEntry("identities", 0);
  }

  @Test
  void keysAreMadeListedAndRevokedWithoutAServer() throws IOException {
    Run made = run("keys", "create", "--scope", "admin", "--label", "mine");

    assertThat(made.code()).isZero();
    assertThat(made.out().strip()).matches("kith_[0-9a-f]{12}_[0-9a-f]{64}");
    String id = made.out().substring(5, 17);
    assertThat(run("keys", "list").out()).contains(id).contains("mine").contains("never");
    assertThat(run("keys", "revoke", id, "--json").json()).containsEntry("state", "revoked");
    assertThat(run("keys", "revoke", "none").err()).contains("there is no key with id none");
    assertThat(run("keys", "create", "--scope", "enrol", "--expires", "soon").code()).isEqualTo(2);
    assertThat(
            run("keys", "create", "--scope", "enrol,identify", "--gallery", "g", "--expires", "9d")
                .code())
        .isZero();
  }

  @Test
  void aKeyThatNobodySawIsRevoked() throws IOException {
    StringWriter err = new StringWriter();
    CommandLine command =
        Main.commandLine().setOut(new PrintWriter(full(), true)).setErr(new PrintWriter(err, true));

    assertThat(command.execute("keys", "create", "--scope", "admin")).isEqualTo(1);
    assertThat(err.toString()).contains("stdout cannot be written; the key is revoked");
    assertThat(run("keys", "list", "--json").json().toString()).contains("state=revoked");
    assertThat(command.execute("galleries", "list")).isEqualTo(1);
    assertThat(err.toString()).contains("kith: stdout cannot be written");
  }

  /** Where nothing can be written any more. */
  private static OutputStream full() {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        throw new IOException("No space left on device");
      }
    };
  }

  @Test
  void aKeyExpiresInTheYear9999AtTheLatest() {
    Run run = run("keys", "create", "--scope", "admin", "--expires", "+999999999-01-01");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("too late; use a time up to the year 9999");
  }

  @Test
  void aServersPortIsOneThatThereIsAndIsThatOfTlsToo() {
    assertThat(run("serve", "--port", "70000").code()).isEqualTo(2);

    ServeCommand serve = CommandLine.populateCommand(new ServeCommand(), "--port", "8443");
    assertThat(serve.settings())
        .containsEntry("micronaut.server.port", 8443)
        .containsEntry("micronaut.server.ssl.port", 8443);
  }

  @Test
  void waysToScoreAreNotComparedOnACohort() {
    Run run = run("calibrate", "--gallery", "g", "--compare", "--cohort", "h");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("leave out all other options");
  }

  @Test
  void commandsShowTheServerTheirKey() throws IOException {
    try (Session server = Session.open(Map.of("micronaut.server.port", -1))) {
      server.context().getBean(EmbeddedServer.class).start();
      String key = run("keys", "create", "--scope", "admin").out().strip();
      Path file = Files.writeString(home.resolve("key"), key + "\n");

      assertThat(run("galleries", "list").err())
          .contains("wants a key; set KITH_KEY")
          .doesNotContain("Exception");
      assertThat(run("galleries", "export", "g", home.resolve("g.ndjson").toString()).err())
          .contains("wants a key; set KITH_KEY");
      System.setProperty("kith.key", "kith_other"); // as KITH_KEY does
      assertThat(run("galleries", "list", "--key-file", file.toString()).code()).isZero();
      Files.writeString(file, "kith_wrong");
      assertThat(run("--key-file", file.toString(), "galleries", "list").err())
          .contains("refuses the key");
      assertThat(run("galleries", "list", "--key-file", "none").err())
          .contains("--key-file: none does not exist");
    } finally {
      System.clearProperty("kith.key-file");
      System.clearProperty("kith.key");
    }
  }

  @Test
  void aHomeThatACommandHoldsIsNotWrittenByAnother() {
    try (Session other = Session.open()) {
      other.local();

      Run run = run("galleries", "list");

      assertThat(run.code()).isEqualTo(1);
      assertThat(run.err()).contains("kith:").doesNotContain("Exception");
      assertThat(run.err()).contains("is just starting there, try again");
    }
  }

  @Test
  void aFolderWithoutImagesIsRefusedBeforeAnythingIsMade() throws IOException {
    Run run =
        run("enrol", "--gallery", "g", Files.createDirectory(home.resolve("photos")).toString());

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("holds no images");
    assertThat(run("galleries", "list", "--json").json()).containsEntry("galleries", List.of());
  }

  @Test
  void modelsAreListedWithWhetherTheyAreInstalled() throws IOException {
    assertThat(run("models", "list", "--json").json().toString())
        .contains("name=faces")
        .contains("installed=false");
    assertThat(run("models", "show", "none").err()).contains("there is no model named none");
  }

  @Test
  void aModelCardThatCannotBeReadIsInTheWayOfNoOtherModel() throws IOException {
    Path broken = Files.createDirectories(home.resolve("models/broken"));
    Files.writeString(broken.resolve("card.yml"), "name: broken\n");

    assertThat(run("models", "list", "--json").json().toString()).contains("name=glyphs");
    assertThat(run("galleries", "create", "g", "--model", "glyphs").code()).isZero();
    assertThat(run("galleries", "create", "h", "--model", "broken").err()).contains("is missing");
    assertThat(run("models", "show", "broken").err()).contains("card.yml").contains("is missing");
  }

  @Test
  void noImageIsTriedAfterAFailureThatWouldMeetEach() throws IOException {
    run("galleries", "create", "g", "--model", "broken", "--dimension", "3");
    Path card = Files.createDirectories(home.resolve("models/broken")).resolve("card.yml");
    Files.writeString(card, "name: broken\n");
    String image = Files.writeString(home.resolve("a.jpg"), "").toString();

    Run run = run("identify", "--gallery", "g", "--threshold", "0.5", image, image, image);

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("card.yml").contains("images not tried: 2");
    assertThat(run.out()).containsOnlyOnce("failed");
  }

  @Test
  void aPackageWithAWrongHashIsNotInstalled() throws IOException {
    Path file = Files.writeString(home.resolve("model.tgz"), "not the package");

    Run run = run("models", "install", "faces", "--from", file.toString());

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .contains("SHA-256")
        .contains("7ea06031d9a3f83753254fcff60506a07b81b46fc84d4ee024cd041f260ec1ba");
    assertThat(run("models", "show", "faces", "--json").json()).containsEntry("installed", false);
  }

  @Test
  void anEmptyStoreIsWhole() throws IOException {
    assertThat(run("check", "--json").json()).containsEntry("clean", true);
  }

  @Test
  void aPurgeTellsWhatItDid() throws IOException {
    run("galleries", "create", "g", "--model", "m", "--dimension", "3");

    assertThat(run("purge", "--json").json()).containsEntry("galleries", 1);
    assertThat(run("purge").out()).contains("nothing that was deleted is left");
  }

  @Test
  void aGalleryTellsItsStructure() {
    run("galleries", "create", "g", "--model", "m", "--dimension", "3");
    assertThat(run("galleries", "show", "g").out()).contains("auto: scan");

    run("rebuild", "--gallery", "g", "--structure", "scan");

    assertThat(run("galleries", "show", "g").out()).contains("scan").doesNotContain("auto");
  }

  @Test
  void whatARollbackTakesIsSaid() throws IOException {
    run("galleries", "create", "g", "--model", "m", "--dimension", "3");

    assertThat(run("rebuild", "--gallery", "g", "--rollback", "--structure", "scan").err())
        .contains("leave --structure out");
    assertThat(run("rebuild", "--gallery", "g", "--leave-behind").err())
        .contains("--leave-behind is for --model");
  }

  @Test
  void aGalleryIsExportedAndImportedElsewhereHereAndThroughAServer() throws IOException {
    Path file = home.resolve("g.ndjson");
    try (Session session = Session.open()) {
      prepare(session.kith());
      session.kith().putIdentity("g", "größe", new IdentityRequest("Größe", Map.of("m", 1)));
      session.kith().putGallery("h", new GalleryRequest("m", 3, 0.5, null, null));
      session.kith().putGallery("i", new GalleryRequest("m", 3, 0.5, null, null));
    }
    assertThat(run("galleries", "export", "g", file.toString()).err())
        .endsWith("kith: wrote %s, %,d bytes\n".formatted(file, Files.size(file)));
    List<String> exported = Files.readAllLines(file);
    assertThat(exported).hasSize(2);
    String oak = exported.stream().filter(it -> it.contains("oak")).findFirst().orElseThrow();

    assertThat(run("galleries", "import", "h", file.toString(), "--json").json())
        .containsEntry("enrolled", 1)
        .containsEntry("identities", 1)
        .containsEntry("refused", List.of());
    assertThat(run("identities", "show", "--gallery", "h", "größe", "--json").json())
        .containsEntry("label", "Größe");

    Files.write(file, List.of("{\"identity\": \"a\"", oak, "{}"));
    try (Session server = Session.open(Map.of("micronaut.server.port", -1))) {
      var _ = server.kith();
      server.context().getBean(EmbeddedServer.class).start();

      Run mixed = run("galleries", "import", "i", file.toString());
      assertThat(mixed.code()).isEqualTo(1);
      assertThat(mixed.out()).contains("1 template enrolled").contains("2 lines refused");
      assertThat(mixed.err()).contains("line 1: ").contains("line 3: identity: is missing");
      assertThat(run("galleries", "export", "i", file.toString()).code()).isZero();
      assertThat(Files.readAllLines(file)).containsExactly(oak);
      Run none = run("galleries", "export", "none", home.resolve("no").toString());
      assertThat(none.err()).contains("gallery none does not exist");
      assertThat(home.resolve("no")).doesNotExist();
    }
    assertThat(run("galleries", "import", "none", file.toString()).code()).isEqualTo(1);
    assertThat(run("galleries", "import", "i", "missing.ndjson").err()).contains("missing.ndjson");
  }

  private static void prepare(Kith kith) {
    kith.putGallery("g", new GalleryRequest("m", 3, 0.5, null, null));
    kith.putIdentity("g", "oak", new IdentityRequest("Oak", Map.of()));
    kith.enrol("g", "oak", new EnrolRequest(null, null, null, new float[] {1, 0, 0}, null, null));
  }

  /** What a command printed, and its exit code. */
  private record Run(int code, String out, String err) {

    @SuppressWarnings("unchecked") // JSON objects have text keys
    Map<String, Object> json() throws IOException {
      assertThat(code).as(err).isZero();
      return Objects.requireNonNull(ObjectMapper.getDefault().readValue(out, Map.class));
    }
  }

  private static Run run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine command =
        Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    int code = command.execute(arguments);
    command.getOut().flush();
    command.getErr().flush();
    return new Run(code, out.toString(), err.toString());
  }
}
