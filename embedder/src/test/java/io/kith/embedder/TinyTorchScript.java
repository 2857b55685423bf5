package io.kith.embedder;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Real TorchScript networks without weights.
 *
 * <p>TorchScript is an uncompressed ZIP of the module's code and of its state as a pickle, here of
 * no more than a flag.
 */
final class TinyTorchScript {

  private static final String CODE =
      """
      class Flat(Module):
        __parameters__ = []
        __buffers__ = []
        training : bool
        def forward(self: __torch__.Flat,
          x: Tensor) -> %s:
          return %s
      """;

  private static final String ONES =
      "torch.ones([1, 1, 2], dtype=6, layout=0, device=torch.device(\"cpu\"), pin_memory=False)";

  private TinyTorchScript() {}

  /** A network that gives its input flat. */
  static byte[] flat() throws IOException {
    return network("Tensor", "torch.flatten(x, 1, -1)");
  }

  /** A detector that reports one box, all of the image, whatever that shows. */
  static byte[] wholeImage() throws IOException {
    return network(
        "Tuple[Tensor, Tensor]",
        "(%s, torch.cat([torch.sub(%s, %s), %s], 2))".formatted(ONES, ONES, ONES, ONES));
  }

  private static byte[] network(String type, String value) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      put(zip, "data.pkl", module());
      put(
          zip,
          "code/__torch__.py",
          CODE.formatted(type, value).getBytes(StandardCharsets.US_ASCII));
      put(zip, "constants.pkl", new byte[] {(byte) 0x80, 2, ')', '.'});
      put(zip, "version", "3\n".getBytes(StandardCharsets.US_ASCII));
    }
    return bytes.toByteArray();
  }

  /** Pickle, protocol 2: a new __torch__.Flat with the state {"training": False}. */
  private static byte[] module() {
    ByteArrayOutputStream pickle = new ByteArrayOutputStream();
    pickle.writeBytes(new byte[] {(byte) 0x80, 2});
    pickle.writeBytes("c__torch__\nFlat\n)".getBytes(StandardCharsets.US_ASCII));
    pickle.writeBytes(new byte[] {(byte) 0x81, '}', '(', 'X', 8, 0, 0, 0});
    pickle.writeBytes("training".getBytes(StandardCharsets.US_ASCII));
    pickle.writeBytes(new byte[] {(byte) 0x89, 'u', 'b', '.'});
    return pickle.toByteArray();
  }

  private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
    CRC32 crc = new CRC32();
    crc.update(content);
    ZipEntry entry = new ZipEntry("flat/" + name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length);
    entry.setCrc(crc.getValue());
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }
}
