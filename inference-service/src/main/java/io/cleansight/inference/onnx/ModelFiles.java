package io.cleansight.inference.onnx;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.springframework.core.io.ClassPathResource;

/**
 * A model as it lies somewhere: {@code model.onnx} and, where there is one, {@code model.yaml}.
 *
 * @param name of the directory, for people
 */
record ModelFiles(String name, byte[] onnx, String sha256, ModelCard card) {
  static final long LARGEST = 1L << 30;

  private static final String CLASS_PATH = "classpath:";
  private static final String ONNX = "model.onnx";
  private static final String YAML = "model.yaml";

  /**
   * Reads a directory, on disk or, after {@code classpath:}, among the service's own.
   *
   * @throws RefusedModelException if it is not there, too large or not what its card says
   */
  static ModelFiles read(String where) {
    try {
      return where.startsWith(CLASS_PATH)
          ? own(where, where.substring(CLASS_PATH.length()))
          : onDisk(where, Path.of(where));
    } catch (IOException e) {
      throw new RefusedModelException(where, "cannot be read: " + e.getMessage(), e);
    } catch (InvalidPathException e) {
      throw new RefusedModelException(where, "is no name of a directory", e);
    }
  }

  /** Changes when the files do; for looking whether to read them again. */
  static String trace(String where) {
    if (where.startsWith(CLASS_PATH)) {
      return where;
    }
    return trace(Path.of(where, ONNX)) + trace(Path.of(where, YAML));
  }

  private static String trace(Path file) {
    try {
      return Files.getLastModifiedTime(file) + "/" + Files.size(file) + ";";
    } catch (IOException gone) {
      return "none;";
    }
  }

  private static ModelFiles own(String where, String path) throws IOException {
    String folder = path.endsWith("/") ? path : path + "/";
    var onnx = new ClassPathResource(folder + ONNX);
    if (!onnx.exists()) {
      throw new RefusedModelException(where, "holds no " + ONNX);
    }
    var yaml = new ClassPathResource(folder + YAML);
    byte[] card = yaml.exists() ? yaml.getContentAsByteArray() : new byte[0];
    return checked(
        where, Path.of(path).getFileName().toString(), onnx.getContentAsByteArray(), card);
  }

  private static ModelFiles onDisk(String where, Path folder) throws IOException {
    Path onnx = folder.resolve(ONNX);
    if (!Files.isRegularFile(onnx)) {
      throw new RefusedModelException(where, "must be a directory with a file " + ONNX);
    }
    long size = Files.size(onnx);
    if (size == 0 || size > LARGEST) {
      throw new RefusedModelException(
          where, ONNX + " has " + size + " bytes: it must have 1 to " + LARGEST);
    }
    String name = String.valueOf(folder.toAbsolutePath().getFileName());
    return checked(where, name, Files.readAllBytes(onnx), cardOnDisk(folder.resolve(YAML)));
  }

  /** Empty where there is none; no more of it than is needed to see that it is too long. */
  private static byte[] cardOnDisk(Path yaml) throws IOException {
    if (!Files.isRegularFile(yaml)) {
      return new byte[0];
    }
    try (InputStream in = Files.newInputStream(yaml)) {
      return in.readNBytes(1 << 20);
    }
  }

  private static ModelFiles checked(String where, String name, byte[] onnx, byte[] yaml) {
    try {
      ModelCard card = yaml.length == 0 ? ModelCard.EMPTY : ModelCard.parse(yaml);
      String sha256 = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(onnx));
      String wanted = card.sha256();
      if (wanted != null && !wanted.equalsIgnoreCase(sha256)) {
        throw new RefusedModelException(
            where, "model.onnx has SHA-256 " + sha256 + ", model.yaml says " + wanted);
      }
      return new ModelFiles(name, onnx, sha256, card);
    } catch (IllegalArgumentException e) {
      throw new RefusedModelException(where, String.valueOf(e.getMessage()), e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
