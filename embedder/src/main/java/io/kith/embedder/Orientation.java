package io.kith.embedder;

/** How the pixels of a photograph are turned to stand upright: the EXIF orientations, 1 to 8. */
enum Orientation {
  UPRIGHT(false, false, false),
  MIRRORED(false, true, false),
  TURNED_180(false, true, true),
  FLIPPED(false, false, true),
  TRANSPOSED(true, false, false),
  TURNED_90(true, false, true),
  TRANSVERSED(true, true, true),
  TURNED_270(true, true, false);

  private final boolean swap;
  private final boolean backwardX;
  private final boolean backwardY;

  /*
   * Upright pixel (x, y) is stored at (x, y), or at (y, x) where axes are swapped, counted from
   * the far end of the stored row (backwardX) or column (backwardY).
   */
  Orientation(boolean swap, boolean backwardX, boolean backwardY) {
    this.swap = swap;
    this.backwardX = backwardX;
    this.backwardY = backwardY;
  }

  /** The orientation of an EXIF tag; values outside 1 to 8 mean upright, as viewers take them. */
  static Orientation ofExif(int value) {
    return value >= 1 && value <= 8 ? values()[value - 1] : UPRIGHT;
  }

  /**
   * Turns interleaved three-byte pixels {@code [height, width, 3]} upright; the same array when
   * nothing turns.
   */
  DecodedImage upright(byte[] stored, int width, int height) {
    if (this == UPRIGHT) {
      return new DecodedImage(stored, width, height);
    }
    int uprightWidth = swap ? height : width;
    int uprightHeight = swap ? width : height;
    byte[] upright = new byte[stored.length];
    int target = 0;
    for (int y = 0; y < uprightHeight; y++) {
      for (int x = 0; x < uprightWidth; x++) {
        int storedX = swap ? y : x;
        int storedY = swap ? x : y;
        storedX = backwardX ? width - 1 - storedX : storedX;
        storedY = backwardY ? height - 1 - storedY : storedY;
        int source = 3 * (storedY * width + storedX);
        upright[target++] = stored[source];
        upright[target++] = stored[source + 1];
        upright[target++] = stored[source + 2];
      }
    }
    return new DecodedImage(upright, uprightWidth, uprightHeight);
  }
}
