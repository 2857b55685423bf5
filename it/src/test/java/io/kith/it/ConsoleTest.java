package io.kith.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Clock;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import com.microsoft.playwright.options.MouseButton;
import com.microsoft.playwright.options.ReducedMotion;
import io.kith.server.demo.SymbolFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The console in a browser, on a server of its own. */
@SuppressWarnings("NullAway.Init") // JUnit sets the fields
final class ConsoleTest {

  private static final int PEOPLE = 30;

  /** Enough for look-alikes to be told from chance. */
  private static final int MANY = 60;

  private static final int DIMENSION = 16;

  private static final String IDS_USED_TWICE =
      "[...document.querySelectorAll('[id]')].map(it => it.id)"
          + ".filter((id, at, all) => all.indexOf(id) !== at)";

  private static final Page.EmulateMediaOptions LIGHT =
      new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT);

  /* Without the transitions, in the midst of which colours are others. */
  private static final Page.EmulateMediaOptions DARK =
      new Page.EmulateMediaOptions()
          .setColorScheme(ColorScheme.DARK)
          .setReducedMotion(ReducedMotion.REDUCE);

  private static final Set<String> GRAVE = Set.of("serious", "critical");

  /** Addresses of all pages; {@code people} has enough identities to be calibrated. */
  private static final List<String> PAGES =
      List.of(
          "/",
          "/galleries/people",
          "/galleries/people/identities/person-00",
          "/galleries/people/threshold",
          "/galleries/people/health",
          "/galleries/people/inbox",
          "/galleries/guests/inbox",
          "/galleries/drawings",
          "/galleries/drawings/identify",
          "/galleries/drawings/threshold",
          "/galleries/drawings/health",
          "/jobs",
          "/keys",
          "/nowhere");

  /** Long names, with no place to break a line at. */
  private static final String LONG_GALLERY = "g".repeat(64);

  private static final String LONG_IDENTITY = "i".repeat(120);

  private static final List<String> LONG_NAMED =
      Stream.of("", "/identities/" + LONG_IDENTITY, "/identify", "/threshold", "/health", "/inbox")
          .map(page -> "/galleries/" + LONG_GALLERY + page)
          .toList();

  @TempDir static Path home;
  private static ConsoleBrowser browser;
  private static ServerProcess server;

  @BeforeAll
  static void start() throws Exception {
    browser = ConsoleBrowser.start();
    server = ServerProcess.start(home);
    server.send("PUT", "/v1/galleries/drawings", "{\"model\": \"glyphs\"}");
    SplittableRandom random = new SplittableRandom(1);
    enrolPeople("people", faces(PEOPLE, DIMENSION, random), random);
    makeInbox("guests");
    String longNamed = "/v1/galleries/" + LONG_GALLERY;
    server.send("PUT", longNamed, "{\"model\": \"m\", \"dimension\": 3}");
    server.send(
        "PUT",
        longNamed + "/identities/" + LONG_IDENTITY,
        "{\"label\": \"%s\"}".formatted("l".repeat(100)));
  }

  /** A gallery whose inbox holds two subjects, one of whom came twice. */
  private static void makeInbox(String gallery) throws IOException {
    String path = "/v1/galleries/" + gallery;
    server.send("PUT", path, "{\"model\": \"m\", \"dimension\": 3, \"threshold\": 0.9}");
    server.send("PUT", path + "/inbox", "{\"keep\": \"12h\"}");
    for (String vector : List.of("[1, 0, 0]", "[1, 0.1, 0]", "[0, 1, 0]")) {
      server.send("POST", path + "/identify", "{\"vector\": %s}".formatted(vector));
    }
  }

  private static List<double[]> faces(int people, int dimension, SplittableRandom random) {
    return Stream.generate(() -> random.doubles(dimension, -1, 1).toArray()).limit(people).toList();
  }

  /** A calibrated gallery with two images of each face. */
  private static void enrolPeople(String gallery, List<double[]> faces, SplittableRandom random)
      throws IOException {
    String path = "/v1/galleries/" + gallery;
    server.send(
        "PUT", path, "{\"model\": \"m\", \"dimension\": %d}".formatted(faces.getFirst().length));
    enrolFaces(path, faces, random);
    server.send("POST", path + "/calibrations", "{}");
  }

  private static void enrolFaces(String path, List<double[]> faces, SplittableRandom random)
      throws IOException {
    for (int i = 0; i < faces.size(); i++) {
      String person = path + "/identities/person-%02d".formatted(i);
      server.send("PUT", person, "{\"label\": \"Person Number %d\"}".formatted(i));
      for (int image = 0; image < 2; image++) {
        server.send(
            "POST",
            person + "/templates",
            "{\"vector\": %s}".formatted(near(faces.get(i), random)));
      }
    }
  }

  private static List<Double> near(double[] face, SplittableRandom random) {
    return Arrays.stream(face).map(x -> x + random.nextDouble(-0.2, 0.2)).boxed().toList();
  }

  @AfterAll
  static void stop() {
    browser.close();
    server.close();
  }

  @AfterEach
  void noPageComplained() {
    browser.closePages();
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void aDrawnSymbolIsRecognisedInAnotherHandAndAnotherSymbolIsUnknown() throws IOException {
    server.send("PUT", "/v1/galleries/symbols", "{\"model\": \"glyphs\"}");
    Page page = open("/galleries/symbols");

    button(page, "Enrol").click();
    field(page, "Name").fill("House");
    PenStrokes.house().draw(page);
    button(page, "Enrol").last().click();
    assertThat(heading(page)).hasText("House");

    page.navigate(address("/galleries/symbols/identify"));
    PenStrokes.house().inAnotherHand().draw(page);
    button(page, "Identify").click();
    assertThat(page.getByRole(AriaRole.ARTICLE)).hasAccessibleName("Known: House");

    button(page, "Clear").click();
    PenStrokes.spiral().draw(page);
    button(page, "Identify").click();
    assertThat(page.getByRole(AriaRole.ARTICLE)).hasAccessibleName("Unknown");
    assertThat(page.getByRole(AriaRole.ARTICLE)).containsText("The nearest, House, reaches");
  }

  @Test
  void whatIsUnknownIsEnrolledFromTheAnswer() throws IOException {
    server.send("PUT", "/v1/galleries/doodles", "{\"model\": \"glyphs\"}");
    Page page = open("/galleries/doodles/identify");
    PenStrokes.spiral().draw(page);
    button(page, "Identify").click();

    button(page, "Enrol as somebody new").click();
    assertThat(page.evaluate(IDS_USED_TWICE)).isEqualTo(List.of());
    field(page, "Name").fill("Spiral");
    button(page, "Enrol").click();
    assertThat(page.getByRole(AriaRole.DIALOG)).hasCount(0);
    assertThat(page.getByText("Enrolled", new Page.GetByTextOptions().setExact(true))).isVisible();
    assertThat(page.getByRole(AriaRole.ARTICLE)).hasCount(0);
    button(page, "Identify").click();

    assertThat(page.getByRole(AriaRole.ARTICLE)).hasAccessibleName("Known: Spiral");
  }

  @Test
  void aGalleryIsMadeAndIsDeletedOnlyWhenItsNameIsTyped() throws IOException {
    Page page = open("/");

    button(page, "New gallery").click();
    field(page, "Name").fill("short-lived");
    page.getByText("For drawings").click();
    button(page, "Create").click();
    assertThat(heading(page)).hasText("short-lived");

    button(page, "Delete this gallery").click();
    Locator word = page.getByRole(AriaRole.DIALOG).getByRole(AriaRole.TEXTBOX);
    word.fill("something else");
    button(page, "Delete gallery").click();
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("Type short-lived to confirm");
    word.fill("short-lived");
    button(page, "Delete gallery").click();

    assertThat(heading(page)).hasText("Galleries");
    assertThat(server.send("GET", "/v1/galleries/short-lived", "").status()).isEqualTo(404);
  }

  @Test
  void aNameThatIsNotAllowedIsRefusedInWordsAndNothingIsLost() {
    Page page = open("/");

    button(page, "New gallery").click();
    field(page, "Name").fill("no/slashes");
    page.getByText("For drawings").click();
    button(page, "Create").click();

    assertThat(page.getByRole(AriaRole.ALERT)).isVisible();
    assertThat(field(page, "Name")).hasValue("no/slashes");
  }

  @Test
  void anIdentityWhoseImageIsRefusedIsNotLeftBehind() throws IOException {
    Page page = open("/galleries/drawings");

    button(page, "Enrol").click();
    field(page, "Name").fill("Nobody");
    page.getByRole(AriaRole.TAB, new Page.GetByRoleOptions().setName("File")).click();
    page.locator("dialog input[type=file]")
        .setInputFiles(new FilePayload("a.png", "image/png", new byte[] {1, 2, 3}));
    button(page, "Enrol").last().click();

    assertThat(page.getByRole(AriaRole.ALERT)).isVisible();
    assertThat(server.send("GET", "/v1/galleries/drawings", "").json())
        .containsEntry("identities", 0);
  }

  @Test
  void theMainFlowWorksByKeyboardAlone() throws IOException {
    Page page = open("/");

    tabTo(page, button(page, "New gallery")).press("Enter");
    assertThat(field(page, "Name")).isFocused();
    page.keyboard().type("by-keyboard");
    tabTo(page, page.getByRole(AriaRole.RADIO).first());
    tabToModelOfDrawings(page);
    page.keyboard().press("Enter");
    assertThat(heading(page)).hasText("by-keyboard");

    tabTo(page, button(page, "Enrol")).press("Enter");
    assertThat(field(page, "Name")).isFocused();
    page.keyboard().type("Corner");
    tabTo(page, page.getByLabel("Drawing area"));
    drawCorner(page);
    tabTo(page, button(page, "Enrol").last()).press("Enter");
    assertThat(heading(page)).hasText("Corner");

    page.navigate(address("/galleries/by-keyboard/identify"));
    tabTo(page, page.getByLabel("Drawing area"));
    drawCorner(page);
    tabTo(page, button(page, "Identify")).press("Enter");

    assertThat(page.getByRole(AriaRole.ARTICLE)).hasAccessibleName("Known: Corner");
  }

  /* Radio buttons are one stop of the Tab key; the arrows choose among them. */
  private static void tabToModelOfDrawings(Page page) {
    Locator drawings = page.locator("input[value=glyphs]");
    while (!drawings.isChecked()) {
      page.keyboard().press("ArrowDown");
    }
  }

  private static void drawCorner(Page page) {
    page.keyboard().press("Space");
    for (int i = 0; i < 12; i++) {
      page.keyboard().press("ArrowUp");
    }
    for (int i = 0; i < 8; i++) {
      page.keyboard().press("ArrowRight");
    }
    page.keyboard().press("Space");
  }

  @Test
  void identitiesAreShownAPageAtATimeAndFoundByTheirBeginnings() {
    Page page = open("/galleries/people");
    Locator rows = page.getByLabel("Identities").getByRole(AriaRole.LISTITEM);
    assertThat(rows).hasCount(24);

    button(page, "Show more").click();
    assertThat(rows).hasCount(PEOPLE);

    page.getByRole(AriaRole.SEARCHBOX).fill("person-1");
    assertThat(rows).hasCount(10);
    page.getByRole(AriaRole.SEARCHBOX).fill("NUMB");
    assertThat(rows).hasCount(24);
    page.getByRole(AriaRole.SEARCHBOX).fill("elsewhere");
    assertThat(page.getByText("No id and no name starts like that.")).isVisible();
  }

  @Test
  void theSliderSaysInWordsWhatAThresholdMeansAndSetsIt() throws IOException {
    Page page = open("/galleries/people/threshold");
    Locator meaning = page.getByLabel("What a threshold means");
    assertThat(meaning).containsText("Of 1,000 strangers, about");

    page.getByRole(AriaRole.SLIDER).fill("0.7");
    assertThat(meaning).containsText("At a threshold of 0.700");
    button(page, "Decide at this threshold").click();
    assertThat(meaning).containsText("Present threshold 0.700");
    assertThat(server.send("GET", "/v1/galleries/people", "").json())
        .containsEntry("threshold", 0.7)
        .containsEntry("thresholdSource", "gallery");

    button(page, "1 in 20").click();
    assertThat(button(page, "1 in 20")).hasAttribute("aria-pressed", "true");
    assertThat(server.send("GET", "/v1/galleries/people", "").json())
        .containsEntry("targetFpir", 0.05);
  }

  @Test
  void aCalibrationIsFollowedToItsEndAndIsAmongTheJobs() {
    Page page = open("/galleries/people/health");

    button(page, "Look again").click();
    assertThat(page.getByText("Last looked just now")).isVisible();

    page.navigate(address("/jobs"));
    assertThat(page.getByRole(AriaRole.ARTICLE).first()).containsText("Calibration of people");
    assertThat(page.getByRole(AriaRole.ARTICLE).first()).containsText("Done");
  }

  @Test
  void anIndexIsBuiltAnewAndTheNextGenerationIsSearched() {
    Page page = open("/galleries/people/health");
    assertThat(page.getByText("Generation 1, ")).isVisible();
    button(page, "Build it anew").click();
    assertThat(page.getByText("Generation 2 is searched now.")).isVisible();
    assertThat(page.getByText("Generation 2, ")).isVisible();
  }

  @Test
  void whoWasEnrolledTwiceIsFoundAndMerged() throws IOException {
    SplittableRandom random = new SplittableRandom(2);
    List<double[]> faces = new ArrayList<>(faces(MANY, 64, random));
    faces.set(7, faces.get(3));
    enrolPeople("twice", faces, random);
    Page page = open("/galleries/twice/threshold");
    assertThat(page.getByText("Possible errors raise the threshold")).isVisible();
    page.getByText("Look at it").click();

    button(page, "Merge person-03 and person-07").click();
    button(page, "Merge").click();

    assertThat(page.getByText("Look-alikes: none")).isVisible();
    assertThat(server.send("GET", "/v1/galleries/twice", "").json())
        .containsEntry("identities", MANY - 1)
        .containsEntry("templates", 2 * MANY);
  }

  @Test
  void theInboxIsSwitchedOnForATimeAndOff() throws IOException {
    server.send(
        "PUT", "/v1/galleries/doors", "{\"model\": \"m\", \"dimension\": 3, \"threshold\": 0.9}");
    Page page = open("/galleries/doors/inbox");

    button(page, "Switch it on").click();
    page.getByRole(AriaRole.COMBOBOX).selectOption("1d");
    inDialog(page, "Switch it on").click();
    assertThat(page.getByText("Unknown subjects are kept for 1 day")).isVisible();
    assertThat(server.send("GET", "/v1/galleries/doors/unknowns", "").json())
        .containsEntry("keep", "1d");

    button(page, "Switch it off").click();
    inDialog(page, "Switch off").click();
    assertThat(page.getByText("The inbox is off", new Page.GetByTextOptions().setExact(true)))
        .isVisible();
    assertThat(server.send("GET", "/v1/galleries/doors/unknowns", "").json())
        .containsEntry("keep", null);
  }

  @Test
  void whoeverWasUnknownIsEnrolledFromTheInboxOrDismissed() throws IOException {
    makeInbox("visitors");
    Page page = open("/galleries/visitors/inbox");
    Locator groups = page.getByLabel("Groups").getByRole(AriaRole.LISTITEM);
    assertThat(groups).hasCount(2);
    assertThat(groups.first()).containsText("seen 2 times");

    button(page, "Dismiss Subject 2").click();
    inDialog(page, "Dismiss").click();
    assertThat(groups).hasCount(1);

    button(page, "Enrol Subject 1").click();
    inDialog(page, "Enrol").click();
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("Who is it?");
    field(page, "Name").fill("Grace Hopper");
    inDialog(page, "Enrol").click();
    assertThat(heading(page)).hasText("Grace Hopper");

    page.navigate(address("/galleries/visitors/inbox"));
    assertThat(page.getByText("Nobody is in the inbox")).isVisible();
    assertThat(
            server
                .send("GET", "/v1/galleries/visitors/identities/grace-hopper", "")
                .objects("templates"))
        .hasSize(2);
  }

  @Test
  void aPhotographIsTakenWithTheCameraAndIdentified() {
    Page page = open("/galleries/drawings/identify");

    page.getByRole(AriaRole.TAB, new Page.GetByRoleOptions().setName("Camera")).click();
    button(page, "Switch the camera on").click();
    button(page, "Take a photograph").click();

    assertThat(page.getByRole(AriaRole.ARTICLE)).hasAccessibleName("Unknown");
  }

  @Test
  void theCameraIsSwitchedOnOnceAndOffWhenItsPageIsLeft() {
    Page page = open("/galleries/drawings/identify");
    page.evaluate(
        """
        () => {
          const media = navigator.mediaDevices;
          const ask = media.getUserMedia.bind(media);
          window.cameras = [];
          media.getUserMedia = async wanted => {
            const stream = await ask(wanted);
            window.cameras.push(...stream.getTracks());
            return stream;
          };
        }""");
    page.getByRole(AriaRole.TAB, new Page.GetByRoleOptions().setName("Camera")).click();

    button(page, "Switch the camera on").evaluate("it => [it, it].forEach(it => it.click())");
    assertThat(button(page, "Take a photograph")).isVisible();
    page.getByText("Galleries").first().click();
    assertThat(heading(page)).hasText("Galleries");

    assertThat(page.evaluate("window.cameras.map(it => it.readyState)"))
        .isEqualTo(List.of("ended"));
  }

  @Test
  void imagesThatAreKeptAreShown() throws IOException {
    server.send("PUT", "/v1/galleries/kept", "{\"model\": \"glyphs\", \"keepImages\": true}");
    Page page = open("/galleries/kept");
    button(page, "Enrol").last().click();
    field(page, "Name").fill("House");
    PenStrokes.house().draw(page);
    inDialog(page, "Enrol").click();
    assertThat(heading(page)).hasText("House");

    assertThat(page.getByAltText("Template 1")).isVisible();
    assertThat(page.getByAltText("Template 1")).hasJSProperty("complete", true);
    assertThat((int) page.getByAltText("Template 1").evaluate("image => image.naturalWidth"))
        .isPositive();
  }

  @Test
  void identitiesThatLookAlikeAreShownBesideEachOther(@TempDir Path drawings) throws IOException {
    String path = "/v1/galleries/alike";
    server.send("PUT", path, "{\"model\": \"glyphs\", \"keepImages\": true}");
    SplittableRandom random = new SplittableRandom(3);
    enrolFaces(path, faces(MANY, 512, random), random);
    SymbolFolder.write(drawings.resolve("first"), 1, 2);
    SymbolFolder.write(drawings.resolve("second"), 1, 2);
    try (Stream<Path> symbol = Files.list(drawings.resolve("second"))) {
      Files.move(symbol.findFirst().orElseThrow(), drawings.resolve("second/twin"));
    }
    server.enrol("alike", drawings.resolve("first"));
    server.enrol("alike", drawings.resolve("second"));
    server.send("POST", path + "/calibrations", "{}");

    Locator shown = open("/galleries/alike/health").getByAltText("An image of twin");

    assertThat(shown).isVisible();
    assertThat(shown).hasJSProperty("complete", true);
    assertThat((int) shown.evaluate("image => image.naturalWidth")).isPositive();
  }

  @Test
  void imagesAreFetchedOnceTheyAreSeen() {
    AtomicInteger fetched = new AtomicInteger();
    Page page = browser.page(1280, 900, ColorScheme.LIGHT);
    page.route("**/identities/person-00", answer(identity("person-00", 100)));
    page.route(
        "**/image?side=*",
        route -> {
          fetched.incrementAndGet();
          route.abort();
        });

    show(page, "/galleries/people/identities/person-00");
    page.waitForCondition(() -> fetched.get() > 0);
    assertThat(page.getByText("100 templates")).isVisible();
    assertThat(fetched).hasValueLessThan(20);

    page.evaluate("scrollTo(0, document.body.scrollHeight)");
    int before = fetched.get();
    page.waitForCondition(() -> fetched.get() > before);
  }

  @Test
  void whatIsReadStaysWhereItIsWhenSomethingIsChanged() {
    Page page = open("/");
    page.route("**/identities/person-00", answer(identity("person-00", 100)));
    page.route("**/templates/t79", answer(""));
    show(page, "/galleries/people/identities/person-00");
    button(page, "Delete template 80").click();
    int read = (int) page.evaluate("scrollY");
    assertThat(read).isPositive();

    page.route("**/identities/person-00", answer(identity("person-00", 99)));
    inDialog(page, "Delete template").click();

    assertThat(page.getByText("99 templates")).hasCount(1);
    assertThat(page.evaluate("scrollY")).isEqualTo(read);
  }

  private static String identity(String id, int templates) {
    return IntStream.range(0, templates)
        .mapToObj(
            i ->
                """
                {"id": "t%d", "image": true, "quality": 1, "created": "2025-01-01T00:00:00Z"}"""
                    .formatted(i))
        .collect(
            Collectors.joining(
                ",",
                """
                {"id": "%s", "version": "1", "created": "2025-01-01T00:00:00Z", "metadata": {}, "templates": ["""
                    .formatted(id),
                "]}"));
  }

  @Test
  void aDialogStaysUntilWhatWasAskedForIsDone() throws IOException {
    server.send("PUT", "/v1/galleries/patience", "{\"model\": \"glyphs\"}");
    Held images = new Held();
    Page page = open("/");
    page.getByText("patience").click();
    page.route("**/templates", images);
    button(page, "Enrol").click();
    field(page, "Name").fill("House");
    PenStrokes.house().draw(page);
    inDialog(page, "Enrol").click();
    Route late = images.awaited(page);

    page.keyboard().press("Escape");
    page.keyboard().press("Escape");
    assertThat(inDialog(page, "Cancel")).isDisabled();
    page.goBack();
    assertThat(page.getByText("All galleries").or(page.getByText("patience"))).isVisible();
    assertThat(page.getByRole(AriaRole.DIALOG)).hasCount(1);

    late.resume();
    assertThat(page.getByText("1 image enrolled")).isVisible();
    assertThat(heading(page)).hasText("House");
  }

  @Test
  void imagesAreSentInGroupsAndWhatWasEnrolledIsNotSentAgain() {
    List<Integer> sent = new ArrayList<>();
    Deque<Consumer<Route>> answers =
        new ArrayDeque<>(
            List.of(
                answer(enrolled(32, "")), Route::abort, answer(enrolled(1, "\"It is blurred\""))));
    Page page = open("/galleries/drawings");
    page.route("**/identities/crowd", answer(identity("crowd", 33)));
    page.route(
        "**/templates",
        route -> {
          sent.add(imagesIn(route.request()));
          answers.remove().accept(route);
        });
    button(page, "Enrol").click();
    field(page, "Name").fill("Crowd");
    page.getByRole(AriaRole.TAB, new Page.GetByRoleOptions().setName("File")).click();
    page.locator("dialog input[type=file]")
        .setInputFiles(
            IntStream.range(0, 33)
                .mapToObj(i -> new FilePayload(i + ".png", "image/png", new byte[] {1}))
                .toArray(FilePayload[]::new));

    inDialog(page, "Enrol").click();
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("Kith does not answer");
    assertThat(page.getByLabel("Images chosen").getByRole(AriaRole.LISTITEM)).hasCount(1);
    inDialog(page, "Enrol").click();

    assertThat(page.getByText("33 images enrolled")).isVisible();
    assertThat(page.getByText("It is blurred")).isVisible();
    assertThat(heading(page)).hasText("crowd");
    assertThat(sent).containsExactly(32, 1, 1);
  }

  private static int imagesIn(Request request) {
    String form = new String(request.postDataBuffer(), StandardCharsets.ISO_8859_1);
    return form.split("filename=", -1).length - 1;
  }

  private static String enrolled(int templates, String warnings) {
    return """
        {"identity": "crowd", "templates": [%s], "warnings": [%s]}"""
        .formatted(
            String.join(",", Collections.nCopies(templates, "{\"status\": \"enrolled\"}")),
            warnings);
  }

  @Test
  void whoeverComesBackFindsWhatWasSearchedAndShown() {
    Page page = open("/galleries/people");
    Locator rows = page.getByLabel("Identities").getByRole(AriaRole.LISTITEM);
    page.waitForResponse(
        "**/identities?*prefix=NUMB", () -> page.getByRole(AriaRole.SEARCHBOX).fill("NUMB"));
    button(page, "Show more").click();
    assertThat(rows).hasCount(PEOPLE);

    page.getByText("Person Number 29").click();
    assertThat(heading(page)).hasText("Person Number 29");
    page.goBack();

    assertThat(page.getByRole(AriaRole.SEARCHBOX)).hasValue("NUMB");
    assertThat(rows).hasCount(PEOPLE);
  }

  @Test
  void aPageThatIsLeftWhileItLoadsIsNoError() {
    Held gallery = new Held();
    Page page = open("/");
    page.route("**/v1/galleries/people", gallery);
    page.getByText("people").click();
    Route late = gallery.awaited(page);

    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Jobs")).click();

    assertThat(heading(page)).hasText("Jobs");
    assertThat(late.request().failure()).isEqualTo("net::ERR_ABORTED");
  }

  @Test
  void aKeyThatDoesNotAllowAPageLeavesTheWayToTheOthersAndCanBeForgotten() {
    Page page = open("/");
    page.evaluate("sessionStorage.setItem('kith.key', 'kith_few')");
    page.route("**/identities?*", refusal(403));
    page.route("**/v1/keys", refusal(403));

    show(page, "/galleries/drawings");
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("Not allowed");
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Identify")).click();
    assertThat(page.getByText("Who is it?")).isVisible();

    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Keys")).click();
    button(page, "Forget the key").click();
    assertThat(button(page, "Forget the key")).hasCount(0);
    assertThat(page.evaluate("sessionStorage.getItem('kith.key')")).isNull();
  }

  private static Consumer<Route> refusal(int status) {
    return route ->
        route.fulfill(
            new Route.FulfillOptions()
                .setStatus(status)
                .setContentType("application/problem+json")
                .setBody("{\"title\": \"Not allowed\", \"detail\": \"it is not\"}"));
  }

  @Test
  void whoeverGoesBackLeavesTheDialogToo() {
    Page page = open("/");
    page.getByText("people").click();
    button(page, "Delete this gallery").click();
    assertThat(page.getByRole(AriaRole.DIALOG)).isVisible();

    page.goBack();

    assertThat(heading(page)).hasText("Galleries");
    assertThat(page.getByRole(AriaRole.DIALOG)).hasCount(0);
  }

  @Test
  void aServerThatIsGoneIsSaidToBe() {
    Page page = open("/");
    page.route("**/v1/models", Route::abort);

    button(page, "New gallery").click();

    assertThat(page.getByRole(AriaRole.ALERT)).containsText("Kith does not answer");
  }

  @Test
  void whatAnotherOperatorEnrolsUnderTheSameNameStays() throws IOException {
    server.send("PUT", "/v1/galleries/namesakes", "{\"model\": \"glyphs\"}");
    String ada = "/v1/galleries/namesakes/identities/ada";
    Held images = new Held();
    Page page = open("/galleries/namesakes");
    page.route("**/templates", images);
    button(page, "Enrol").click();
    field(page, "Name").fill("Ada");
    PenStrokes.house().draw(page);

    inDialog(page, "Enrol").click();
    Route refused = images.awaited(page);
    server.send("PATCH", ada, "{\"label\": \"Ada Lovelace\"}");
    refused.abort();
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("Kith does not answer");
    inDialog(page, "Enrol").click();

    assertThat(page.getByRole(AriaRole.ALERT)).containsText("There is an identity ada already");
    assertThat(server.send("GET", ada, "").json()).containsEntry("label", "Ada Lovelace");
  }

  @Test
  void anIdThatLooksLikeAPathHasAPageOrIsRefusedInWords() throws IOException {
    server.send("PUT", "/v1/galleries/guests/identities/a%2Fb%25", "{}");
    Page page = open("/galleries/guests");
    page.getByText("a/b%").click();
    assertThat(heading(page)).hasText("a/b%");

    show(page, "/galleries/guests/identities/..");
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("a step in the address");
    show(page, "/galleries/guests/identities/");
    assertThat(heading(page)).hasText("There is nothing here");
  }

  @Test
  void aPageOfIdentitiesThatIsNoLongerAskedForIsNotShown() {
    Held more = new Held();
    Page page = open("/galleries/people");
    page.route("**/identities?*cursor=*", more);
    button(page, "Show more").click();
    Route late = more.awaited(page);

    page.getByRole(AriaRole.SEARCHBOX).fill("person-1");

    assertThat(page.getByLabel("Identities").getByRole(AriaRole.LISTITEM)).hasCount(10);
    assertThat(late.request().failure()).isEqualTo("net::ERR_ABORTED");
  }

  @Test
  void aThresholdBelowWhatWasMeasuredIsSaidToBe() throws IOException {
    server.send("PUT", "/v1/galleries/people", "{\"threshold\": -0.9}");

    Page page = open("/galleries/people/threshold");

    assertThat(page.getByRole(AriaRole.SLIDER)).hasValue("-0.9");
    Locator meaning = page.getByLabel("What a threshold means");
    assertThat(meaning).containsText("Present threshold −0.900");
    assertThat(meaning).containsText("below what was measured");
    server.send("PUT", "/v1/galleries/people", "{\"targetFpir\": 0.05}");
  }

  @Test
  void aJobIsFollowedOnWhenTheServerDoesNotAnswerForAWhile() {
    Deque<Consumer<Route>> answers =
        new ArrayDeque<>(
            List.of(
                Route::abort, answer(job("slow", "running")), answer(job("slow", "succeeded"))));
    Page page = open("/galleries/people/threshold");
    page.route("**/calibrations", answer(job("slow", "waiting")));
    page.route("**/v1/jobs/slow", route -> answers.remove().accept(route));

    button(page, "Calibrate again").click();

    assertThat(page.getByText("Calibrated: the threshold comes from")).isVisible();
  }

  /* Eight streams of events would be more than a browser has connections for. */
  @Test
  void manyJobsAreFollowedByOneRequestAtATimeUntilNoKeyIsGiven() {
    AtomicInteger asked = new AtomicInteger();
    Deque<Consumer<Route>> answers =
        new ArrayDeque<>(
            List.of(
                answer(jobs("running")),
                answer(jobs("succeeded")),
                route -> route.fulfill(new Route.FulfillOptions().setStatus(401))));
    Page page = browser.page(1280, 900, ColorScheme.LIGHT);
    page.clock().install(new Clock.InstallOptions().setTime(0));
    page.clock().pauseAt(1_000);
    page.route(
        "**/v1/jobs**",
        route -> {
          asked.incrementAndGet();
          answers.remove().accept(route);
        });

    show(page, "/jobs");
    assertThat(page.getByText("Running")).hasCount(8);
    page.clock().runFor(3_000);
    assertThat(page.getByText("Done")).hasCount(8);
    page.clock().runFor(3_000);
    assertThat(page.getByRole(AriaRole.DIALOG)).hasCount(1);
    page.clock().runFor(30_000);
    inDialog(page, "Cancel").click();
    assertThat(page.getByRole(AriaRole.ALERT)).hasCount(1);
    page.clock().runFor(30_000);

    assertThat(button(page, "Try again")).isVisible();
    assertThat(asked).hasValue(3);
  }

  private static String jobs(String state) {
    return IntStream.range(0, 8)
        .mapToObj(i -> job("job-" + i, state))
        .collect(Collectors.joining(",", "{\"jobs\": [", "]}"));
  }

  private static String job(String id, String state) {
    return """
        {"id": "%s", "kind": "calibration", "gallery": "people", "state": "%s", "done": 1, "all": 2,
         "created": "2025-01-01T00:00:00Z"}"""
        .formatted(id, state);
  }

  @Test
  void theAnswerIsThatOfTheLatestImage() {
    Held first = new Held();
    Page page = open("/galleries/drawings/identify");
    page.getByRole(AriaRole.TAB, new Page.GetByRoleOptions().setName("File")).click();
    Locator file = page.locator("input[type=file]");
    FilePayload image = new FilePayload("a.png", "image/png", new byte[] {1});
    page.route("**/identify", first);
    file.setInputFiles(image);
    Route late = first.awaited(page);

    page.route("**/identify", answer("{\"results\": []}"));
    file.setInputFiles(image);

    assertThat(page.getByText("No face was found")).isVisible();
    assertThat(page.locator("[aria-busy=true]")).hasCount(0);
    assertThat(late.request().failure()).isEqualTo("net::ERR_ABORTED");
  }

  @Test
  void theImageBeforeIsNotShownBesideAFailureAndARefusalIsNoSuccess() {
    Page page = browser.page(1280, 900, ColorScheme.LIGHT);
    page.route(
        "**/v1/models", answer("{\"models\": [{\"name\": \"m\", \"input\": \"subjects\"}]}"));
    page.route("**/rejections", refusal(422));
    page.route(
        "**/identify",
        answer(
            """
            {"results": [{"decision": "known", "identity": "person-00", "cosine": 0.9, "threshold": 0.5,
              "candidates": [{"identity": "person-00", "cosine": 0.9}], "gap": null, "fpir": null,
              "search": {"compared": 1, "measured": 1, "exact": true},
              "box": {"x": 0, "y": 0, "width": 1, "height": 1}}]}"""));
    show(page, "/galleries/people/identify");
    Locator file = page.locator("input[type=file]");
    FilePayload image = new FilePayload("a.png", "image/png", new byte[] {1});
    file.setInputFiles(image);
    Locator picture = page.getByAltText("The image, with the subjects found in it");
    assertThat(picture).hasCount(1);

    button(page, "Not this one").click();
    assertThat(page.getByRole(AriaRole.ARTICLE).getByRole(AriaRole.ALERT)).isVisible();
    assertThat(page.locator(".notice")).hasCount(0);

    page.route("**/identify", refusal(422));
    file.setInputFiles(image);
    assertThat(page.getByRole(AriaRole.ARTICLE)).hasCount(0);
    assertThat(page.getByRole(AriaRole.ALERT)).isVisible();
    assertThat(picture).hasCount(0);
  }

  @Test
  void theLargestSubjectOfAPhotographIsEnrolledWhereThatIsChosenAndNoneIsDrawn() {
    List<String> sent = new ArrayList<>();
    Page page = browser.page(1280, 900, ColorScheme.LIGHT);
    page.route(
        "**/v1/models", answer("{\"models\": [{\"name\": \"m\", \"input\": \"subjects\"}]}"));
    page.route(
        "**/templates",
        route -> {
          sent.add(part("subjects", route.request()));
          (sent.size() == 1 ? refusal(422) : answer(enrolled(1, ""))).accept(route);
        });
    show(page, "/galleries/people/identities/person-00");
    button(page, "Add images").click();
    assertThat(page.getByRole(AriaRole.TAB)).hasText(new String[] {"File", "Camera"});
    page.locator("dialog input[type=file]")
        .setInputFiles(new FilePayload("a.png", "image/png", new byte[] {1}));

    inDialog(page, "Add").click();
    assertThat(page.getByRole(AriaRole.ALERT)).isVisible();
    page.getByRole(AriaRole.COMBOBOX).selectOption("largest");
    inDialog(page, "Add").click();

    assertThat(page.getByText("1 image enrolled")).isVisible();
    assertThat(sent).containsExactly("one", "largest");
  }

  private static String part(String name, Request request) {
    String form = new String(request.postDataBuffer(), StandardCharsets.ISO_8859_1);
    return form.split("name=\"" + name + "\"\r\n\r\n", 2)[1].lines().findFirst().orElseThrow();
  }

  @Test
  void anIndexThatIsNotSearchedIsNotCalledDone() {
    Page page = browser.page(1280, 900, ColorScheme.LIGHT);
    String gates =
        "{\"switched\": false, \"gates\": [{\"name\": \"count\", \"passed\": true, \"found\": \"all\"},"
            + "{\"name\": \"errors\", \"passed\": %s, \"found\": \"more are missed\"}]}";
    answerJobs(page, done("refused", gates.formatted(false)), done("dry", gates.formatted(true)));

    show(page, "/jobs");

    Locator jobs = page.getByRole(AriaRole.ARTICLE);
    assertThat(jobs.first()).containsText("Done, not switched");
    assertThat(jobs.first().getByRole(AriaRole.ALERT))
        .hasText("The index stays as it is: errors. More are missed.");
    assertThat(jobs.last().getByRole(AriaRole.STATUS)).hasText("Done, a dry run");
    assertThat(jobs.last().getByRole(AriaRole.ALERT)).hasCount(0);
  }

  @Test
  void aBulkEnrolmentThatWasRefusedDoesNotLookLikeASuccess() {
    Page page = browser.page(1280, 900, ColorScheme.LIGHT);
    String counts = "{\"enrolled\": %d, \"alreadyEnrolled\": %d, \"refused\": %d}";
    answerJobs(
        page,
        done("none", counts.formatted(0, 0, 432)),
        done("some", counts.formatted(1200, 3, 1)),
        done("all", counts.formatted(5, 0, 0)));

    show(page, "/jobs");

    assertThat(page.getByRole(AriaRole.ARTICLE).getByRole(AriaRole.STATUS))
        .hasText(
            new String[] {
              "Done: 0 enrolled, 432 refused",
              "Done: 1,200 enrolled, 3 already enrolled, 1 refused",
              "Done"
            });
    assertThat(page.locator(".job[data-short]")).hasCount(2);
  }

  private static String done(String id, String result) {
    return job(id, "succeeded").replaceFirst("}\\s*$", ", \"result\": " + result + "}");
  }

  private static void answerJobs(Page page, String... jobs) {
    page.route("**/v1/jobs", answer("{\"jobs\": [%s]}".formatted(String.join(",", jobs))));
  }

  @Test
  void oneFingerDrawsAndNoOtherButtonOfAMouse() {
    Page page = open("/galleries/drawings/identify");
    Locator paper = page.getByLabel("Drawing area");

    paper.click(new Locator.ClickOptions().setButton(MouseButton.RIGHT));
    paper.dispatchEvent("pointerdown", Map.of("isPrimary", false, "pointerId", 7));
    assertThat(button(page, "Identify")).isDisabled();
    assertThat(button(page, "Undo")).isDisabled();

    paper.click();
    assertThat(button(page, "Identify")).isEnabled();
  }

  @Test
  void aFileThatIsDroppedBesideItsPlaceDoesNotTakeThePageAway() {
    Page page = open("/galleries/drawings");

    assertThat(
            page.evaluate(
                """
                () => {
                  const dataTransfer = new DataTransfer();
                  dataTransfer.items.add(new File([], 'a.png'));
                  const drop = new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true });
                  return document.querySelector('h1').dispatchEvent(drop);
                }"""))
        .isEqualTo(false);
  }

  @Test
  void whatIsDroppedHasToBeAFile() {
    Page page = open("/galleries/drawings/identify");
    page.getByRole(AriaRole.TAB, new Page.GetByRoleOptions().setName("File")).click();

    page.locator(".drop")
        .dispatchEvent(
            "drop", Map.of("dataTransfer", page.evaluateHandle("() => new DataTransfer()")));

    assertThat(page.getByText("A file is needed")).isVisible();
  }

  @Test
  void theFirstKeyIsShownOnceAndFromThenOnTheConsoleAsksForOne(@TempDir Path ownHome)
      throws Exception {
    try (ServerProcess guarded = ServerProcess.start(ownHome)) {
      Page page = browser.page(1280, 900, ColorScheme.LIGHT);
      page.addInitScript("Object.defineProperty(navigator, 'clipboard', {value: undefined})");
      page.navigate(guarded.uri() + "/#/keys");
      button(page, "New key").click();
      field(page, "What it is for").fill("me");
      button(page, "Make the key").click();
      String secret = page.getByLabel("The new key").inputValue();
      page.keyboard().press("Escape");
      page.keyboard().press("Escape");
      assertThat(inDialog(page, "Cancel")).hasCount(0);
      button(page, "Copy").click();
      assertThat(page.getByText("press Ctrl+C")).isVisible();
      assertThat(page.evaluate("getSelection().toString()")).isEqualTo(secret);
      button(page, "I have it").click();
      assertThat(page.getByRole(AriaRole.LISTITEM)).containsText("may admin");

      Page another = browser.page(1280, 900, ColorScheme.LIGHT);
      another.navigate(guarded.uri().toString());
      field(another, "API key").fill("kith_schlüssel");
      button(another, "Continue").click();
      assertThat(another.getByRole(AriaRole.ALERT)).containsText("This is not a key");
      field(another, "API key").fill("kith_wrong");
      button(another, "Continue").click();
      assertThat(another.getByRole(AriaRole.ALERT)).containsText("The key was refused");
      field(another, "API key").fill(secret);
      button(another, "Continue").click();
      assertThat(heading(another)).hasText("Galleries");
      assertThat(another.evaluate("JSON.stringify([localStorage, document.cookie])"))
          .asString()
          .doesNotContain(secret);

      button(page, "Revoke me").click();
      button(page, "Revoke key").click();
      assertThat(field(page, "API key")).isVisible();
    }
  }

  @Test
  void noPageScrollsSidewaysOnAPhone() {
    Page page = browser.page(360, 740, ColorScheme.LIGHT);
    for (String address : Stream.concat(PAGES.stream(), LONG_NAMED.stream()).toList()) {
      show(page, address);
      assertThat(beyond(page.locator("html"))).as(address).isZero();
    }
    show(page, LONG_NAMED.getFirst());
    button(page, "Delete this gallery").click();
    assertThat(beyond(page.getByRole(AriaRole.DIALOG))).isZero();
  }

  @Test
  void aRefusalIsSeenAndTheWaysThroughAGalleryFitOnAPhone() {
    Page page = browser.page(390, 740, ColorScheme.LIGHT);
    show(page, "/galleries/drawings");
    assertThat(beyond(page.locator(".subnav"))).isZero();

    show(page, "/");
    button(page, "New gallery").click();
    field(page, "Name").fill("bad name!");
    button(page, "Create").click();
    BoundingBox refusal = page.getByRole(AriaRole.ALERT).boundingBox();

    assertThat(refusal.y + refusal.height)
        .isLessThanOrEqualTo(page.locator(".actions").boundingBox().y);
  }

  private static int beyond(Locator element) {
    return (int) element.evaluate("it => it.scrollWidth - it.clientWidth");
  }

  @Test
  void noPageHasSeriousBarriersNorIsHardToReadInTheDarkTheme() {
    Page page = browser.page(1280, 800, ColorScheme.LIGHT);
    for (String address : PAGES) {
      show(page, address);
      assertNoBarriers(page, address);
    }
    show(page, "/galleries/drawings");
    button(page, "Enrol").click();
    assertNoBarriers(page, "dialog");
  }

  /* The dark theme differs from the other in nothing but colours. */
  private static void assertNoBarriers(Page page, String shown) {
    assertThat(barriers(new AxeBuilder(page))).as(shown).isEmpty();
    page.emulateMedia(DARK);
    assertThat(barriers(new AxeBuilder(page).withRules(List.of("color-contrast"))))
        .as(shown + " in the dark theme")
        .isEmpty();
    page.emulateMedia(LIGHT);
  }

  /* Legacy mode leaves frames of other origins out, of which there are none, and needs no further page for it. */
  private static Set<String> barriers(AxeBuilder checker) {
    return checker.setLegacyMode(true).analyze().getViolations().stream()
        .filter(rule -> GRAVE.contains(rule.getImpact()))
        .map(ConsoleTest::described)
        .collect(Collectors.toSet());
  }

  private static String described(Rule rule) {
    return rule.getId() + " " + rule.getNodes().stream().map(it -> it.getHtml()).toList();
  }

  private static Consumer<Route> answer(String json) {
    return route ->
        route.fulfill(new Route.FulfillOptions().setContentType("application/json").setBody(json));
  }

  private static Page open(String address) {
    Page page = browser.page(1280, 900, ColorScheme.LIGHT);
    show(page, address);
    return page;
  }

  /* A page is left first, since the browser does not load one anew for another fragment. */
  private static void show(Page page, String address) {
    page.navigate("about:blank");
    page.navigate(address(address));
    assertThat(heading(page)).isVisible();
  }

  private static String address(String fragment) {
    return server.uri() + "/#" + fragment;
  }

  private static Locator heading(Page page) {
    return page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1));
  }

  private static Locator button(Page page, String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  private static Locator inDialog(Page page, String name) {
    return page.getByRole(AriaRole.DIALOG)
        .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name).setExact(true));
  }

  private static Locator field(Page page, String label) {
    return page.getByLabel(label, new Page.GetByLabelOptions().setExact(true));
  }

  private static Locator tabTo(Page page, Locator wanted) {
    for (int i = 0; i < 60; i++) {
      if ((boolean) wanted.evaluate("element => element === document.activeElement")) {
        return wanted;
      }
      page.keyboard().press("Tab");
    }
    throw new AssertionError("the Tab key does not come to " + wanted);
  }

  /** Requests that get no answer before the test gives one. */
  private static final class Held implements Consumer<Route> {

    private final List<Route> routes = new ArrayList<>();

    @Override
    public void accept(Route route) {
      routes.add(route);
    }

    Route awaited(Page page) {
      page.waitForCondition(() -> !routes.isEmpty());
      return routes.getLast();
    }
  }
}
