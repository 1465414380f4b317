package io.cleansight.inference.onnx;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Models, pictures and golden files that lie beside the checkout. */
final class Shared {
  private static final Path ROOT = Path.of("../../shared");

  private Shared() {}

  /** That file or directory; skips the test, saying so, where it is absent. */
  static Path path(String name) {
    Path path = ROOT.resolve(name);
    assumeTrue(Files.exists(path), () -> "SKIPPED: no " + path + " beside this checkout");
    return path;
  }

  /** A model's directory, made of a shared model and a card. */
  static Path model(Path folder, String file, String card) throws IOException {
    Files.createDirectories(folder);
    Files.copy(path("models/" + file), folder.resolve("model.onnx"));
    Files.writeString(folder.resolve("model.yaml"), card, StandardCharsets.UTF_8);
    return folder;
  }

  /** NumPy's format 1.0: magic, header length, header, little-endian values. */
  static FloatBuffer tensor(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    int header = Short.toUnsignedInt(bytes.getShort(8));
    return bytes.position(10 + header).slice().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
  }
}
