package io.kith.embedder;

/**
 * Counts the scans of a JPEG file. Each is decoded over the whole image, and a file may repeat one
 * as often as it has bytes for: some hundred bytes cost what all the pixels do.
 */
final class JpegScans {

  private static final int TEM = 0x01;
  private static final int RST0 = 0xd0;
  private static final int SOI = 0xd8;
  private static final int EOI = 0xd9;
  private static final int SOS = 0xda;

  private JpegScans() {}

  /** The number of scans up to the end of the image or of the file. */
  static int count(byte[] jpeg) {
    int scans = 0;
    int at = 0;
    while (at + 1 < jpeg.length) {
      int marker = jpeg[at + 1] & 0xff;
      if ((jpeg[at] & 0xff) != 0xff || marker == 0xff) {
        at++; // coded data, or fill before a marker
      } else if (marker == EOI) {
        return scans;
      } else if (marker <= TEM || (marker >= RST0 && marker <= SOI)) {
        at += 2; // a stuffed zero in coded data, or a marker that stands alone
      } else {
        scans += marker == SOS ? 1 : 0;
        at += 2 + Math.max(2, length(jpeg, at + 2));
      }
    }
    return scans;
  }

  private static int length(byte[] jpeg, int at) {
    return at + 1 < jpeg.length ? (jpeg[at] & 0xff) << 8 | (jpeg[at + 1] & 0xff) : 0;
  }
}
