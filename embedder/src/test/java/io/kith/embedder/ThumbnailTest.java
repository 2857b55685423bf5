package io.kith.embedder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThumbnailTest {

  @ParameterizedTest
  @CsvSource({
    "1000, 500, 96, 96, 48",
    "500, 1000, 96, 48, 96",
    "100, 50, 96, 96, 48",
    "96, 40, 96, 96, 40",
    "40, 20, 96, 40, 20",
    "4000, 8, 96, 96, 1",
    "8, 4000, 96, 1, 96",
    "4000, 1, 16, 16, 1"
  })
  @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD, unit = TimeUnit.SECONDS)
  void keepsItsShapeAndHasTheSideAskedFor(
      int width, int height, int side, int smallWidth, int smallHeight) throws IOException {
    byte[] pixels = new byte[3 * width * height];
    Arrays.fill(pixels, (byte) 100);

    byte[] jpeg = new DecodedImage(pixels, width, height).thumbnail(side);

    BufferedImage small = ImageIO.read(new ByteArrayInputStream(jpeg));
    assertThat(small.getWidth()).isEqualTo(smallWidth);
    assertThat(small.getHeight()).isEqualTo(smallHeight);
    int middle = small.getRGB(smallWidth / 2, smallHeight / 2) & 0xff;
    assertThat(middle).isCloseTo(100, within(4));
  }
}
