package io.kith.embedder;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Checks that decoding a WebP file takes no more than a few passes over its pixels.
 *
 * <p>Lossless coding, of an image or of the transparency of a lossy one, has four transforms, each
 * allowed once, and parts of an image come once each. The decoder takes as many as there are: 200
 * bytes with one transform 400 times keep it busy for ten seconds, some megabytes for days. So what
 * stands before the pixels is read here first, as RFC 9649 describes it.
 */
final class LosslessWebp {

  private static final int FIRST_CHUNK = 12;
  private static final int IMAGE_HEADER = 5;
  private static final int PREDICTOR = 0;
  private static final int COLOUR = 1;
  private static final int SUBTRACT_GREEN = 2;

  private static final int LITERALS = 256;
  private static final int LENGTHS = 24;
  private static final int DISTANCES = 40;

  /** In which order a code's own lengths are given. */
  private static final int[] LENGTHS_IN_ORDER = {
    17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
  };

  private final byte[] bytes;
  private long bit;

  private LosslessWebp(byte[] bytes, int start) {
    this.bytes = bytes;
    this.bit = 8L * start;
  }

  /**
   * @param width pixels, as the file's header says
   * @param height pixels, as the file's header says
   * @throws IOException when something is there more than once, or not whole
   */
  static void check(byte[] webp, int width, int height) throws IOException {
    ByteBuffer file = ByteBuffer.wrap(webp).order(ByteOrder.LITTLE_ENDIAN);
    Set<String> parts = new HashSet<>();
    long at = FIRST_CHUNK;
    while (at + 8 < webp.length) {
      int start = (int) at + 8;
      long size = Integer.toUnsignedLong(file.getInt((int) at + 4));
      String name = new String(webp, (int) at, 4, StandardCharsets.US_ASCII);
      boolean first =
          switch (name) {
            case "ALPH", "VP8L", "VP8 " -> parts.add(name);
            default -> true;
          };
      if (!first) {
        throw new IOException("it has two parts " + name.strip());
      }
      if (name.equals("VP8L")) {
        new LosslessWebp(webp, start + IMAGE_HEADER).checkTransforms(width, height);
      } else if (name.equals("ALPH") && (webp[start] & 3) == 1) {
        new LosslessWebp(webp, start + 1).checkTransforms(width, height);
      } else if (name.equals("VP8 ")) {
        checkSize(file, start, width, height);
      }
      at = start + size + (size & 1);
    }
  }

  /* The lossy part has a size of its own, and is decoded at that. */
  private static void checkSize(ByteBuffer file, int start, int width, int height)
      throws IOException {
    if (start + 10 > file.limit()) {
      throw new EOFException("it ends early");
    }
    int ownWidth = file.getShort(start + 6) & 0x3fff;
    int ownHeight = file.getShort(start + 8) & 0x3fff;
    if (ownWidth != width || ownHeight != height) {
      throw new IOException(
          "its size: %d x %d differs from that of its pixels: %d x %d"
              .formatted(width, height, ownWidth, ownHeight));
    }
  }

  private void checkTransforms(int width, int height) throws IOException {
    boolean[] seen = new boolean[4];
    int columns = width;
    while (bits(1) == 1) {
      int transform = bits(2);
      if (seen[transform]) {
        throw new IOException("it has transform %d twice".formatted(transform));
      }
      seen[transform] = true;
      switch (transform) {
        case PREDICTOR, COLOUR -> {
          int block = bits(3) + 2;
          skipPixels((long) blocks(columns, block) * blocks(height, block));
        }
        case SUBTRACT_GREEN -> {}
        default -> {
          int colours = bits(8) + 1;
          skipPixels(colours);
          columns = blocks(columns, colours > 16 ? 0 : colours > 4 ? 1 : colours > 2 ? 2 : 3);
        }
      }
    }
  }

  private static int blocks(int pixels, int bits) {
    return (pixels + (1 << bits) - 1) >> bits;
  }

  /** Reads over the small image that a transform takes its parameters from. */
  private void skipPixels(long pixels) throws IOException {
    int cache = bits(1) == 1 ? 1 << bits(4) : 0;
    PrefixCode green = code(LITERALS + LENGTHS + cache);
    PrefixCode red = code(LITERALS);
    PrefixCode blue = code(LITERALS);
    PrefixCode alpha = code(LITERALS);
    PrefixCode distance = code(DISTANCES);
    for (long left = pixels; left > 0; ) {
      int symbol = green.next();
      if (symbol < LITERALS) {
        int _ = red.next() + blue.next() + alpha.next();
        left--;
      } else if (symbol < LITERALS + LENGTHS) {
        left -= number(symbol - LITERALS);
        number(distance.next());
      } else {
        left--;
      }
    }
  }

  /** A length or distance, whose symbol says how many more bits it has. */
  private int number(int symbol) throws IOException {
    if (symbol < 4) {
      return symbol + 1;
    }
    int extra = (symbol - 2) >> 1;
    return ((2 + (symbol & 1)) << extra) + bits(extra) + 1;
  }

  private PrefixCode code(int symbols) throws IOException {
    int[] lengths = new int[Math.max(symbols, LITERALS)];
    if (bits(1) == 1) {
      boolean two = bits(1) == 1;
      lengths[bits(1) == 1 ? bits(8) : bits(1)] = 1;
      if (two && lengths[bits(8)]++ > 0) {
        throw new IOException("a code has a symbol twice");
      }
    } else {
      readLengths(lengths, symbols);
    }
    return new PrefixCode(lengths);
  }

  private void readLengths(int[] lengths, int symbols) throws IOException {
    int[] ofLengths = new int[LENGTHS_IN_ORDER.length];
    int given = 4 + bits(4);
    for (int i = 0; i < given; i++) {
      ofLengths[LENGTHS_IN_ORDER[i]] = bits(3);
    }
    PrefixCode code = new PrefixCode(ofLengths);
    int reads = bits(1) == 1 ? 2 + bits(2 + 2 * bits(3)) : symbols;
    int previous = 8;
    for (int i = 0; i < symbols && reads > 0; reads--) {
      int length = code.next();
      if (length < 16) {
        lengths[i++] = length;
        previous = length == 0 ? previous : length;
        continue;
      }
      int times =
          switch (length) {
            case 16 -> 3 + bits(2);
            case 17 -> 3 + bits(3);
            default -> 11 + bits(7);
          };
      if (i + times > symbols) {
        throw new IOException("a code has too many lengths");
      }
      Arrays.fill(lengths, i, i + times, length == 16 ? previous : 0);
      i += times;
    }
  }

  private int bits(int count) throws EOFException {
    int value = 0;
    for (int i = 0; i < count; i++) {
      int at = (int) (bit >> 3);
      if (at >= bytes.length) {
        throw new EOFException("it ends early");
      }
      value |= (bytes[at] >> (bit & 7) & 1) << i;
      bit++;
    }
    return value;
  }

  /** A canonical prefix code; one with a single symbol takes no bits. */
  private final class PrefixCode {

    private static final int LONGEST = 15;

    private final int[] counts = new int[LONGEST + 1];
    private final int[] symbols;

    PrefixCode(int[] lengths) throws IOException {
      symbols =
          IntStream.range(0, lengths.length)
              .filter(symbol -> lengths[symbol] > 0)
              .boxed()
              .sorted(Comparator.comparingInt(symbol -> lengths[symbol]))
              .mapToInt(symbol -> symbol)
              .toArray();
      int used = 0;
      for (int symbol : symbols) {
        counts[lengths[symbol]]++;
        used += 1 << (LONGEST - lengths[symbol]);
      }
      if (symbols.length != 1 && used != 1 << LONGEST) {
        throw new IOException("a code is not complete");
      }
    }

    int next() throws IOException {
      if (symbols.length == 1) {
        return symbols[0];
      }
      int code = 0;
      int first = 0;
      int index = 0;
      for (int length = 1; length <= LONGEST; length++) {
        code |= bits(1);
        int count = counts[length];
        if (code - first < count) {
          return symbols[index + code - first];
        }
        index += count;
        first = (first + count) << 1;
        code <<= 1;
      }
      throw new IOException("a code has no such symbol");
    }
  }
}
