package io.kith.embedder.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import io.kith.config.ModelCard;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Networks that look at an image from several sides, with random weights. */
class ViewsTest {

  private static final int DIMENSION = 6;
  private static final int SIDE = 16;

  private final RandomNetworks networks = new RandomNetworks(SIDE);
  private final NDManager manager = networks.manager;
  private final NDArray image = networks.images(1);

  @AfterEach
  void close() {
    networks.close();
  }

  /** The views are a group: turning the image only changes which view comes first. */
  @Test
  void aTurnedImageHasTheSameViewsInAnotherOrder() {
    Block network = network();
    List<float[]> upright = views(network, image);
    List<float[]> turned = views(network, image.rotate90(1, new int[] {2, 3}));

    assertThat(upright).hasSize(4);
    assertThat(turned)
        .allSatisfy(
            view ->
                assertThat(upright).filteredOn(other -> cosine(view, other) > 0.999).hasSize(1));
    assertThat(cosine(upright.getFirst(), turned.getFirst())).isLessThan(0.99);
  }

  @Test
  void theFirstViewIsOfTheImageAsItIs() {
    Block network = network();
    float[] first = views(network, image).getFirst();
    NDArray once = manager.create(run(Backbones.oneView(network), image));

    assertThat(once.normalize(2, 0).toFloatArray()).containsExactly(first, within(1e-5f));
    assertThat(network.getOutputShapes(new Shape[] {image.getShape()}))
        .containsExactly(new Shape(1, 4 * DIMENSION));
  }

  private Block network() {
    return networks.network(
        new ModelCard.Backbone(ModelCard.Backbone.Kind.SMALL, 16, DIMENSION, 4));
  }

  private float[] run(Block network, NDArray images) {
    return networks.run(network, images).toFloatArray();
  }

  private List<float[]> views(Block network, NDArray images) {
    float[] all = run(network, images);
    return IntStream.range(0, all.length / DIMENSION)
        .mapToObj(i -> Arrays.copyOfRange(all, i * DIMENSION, (i + 1) * DIMENSION))
        .toList();
  }

  /** Of views, which have norm 1. */
  private static double cosine(float[] a, float[] b) {
    return IntStream.range(0, a.length).mapToDouble(i -> a[i] * b[i]).sum();
  }
}
