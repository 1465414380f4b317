package io.cleansight.video;

import io.cleansight.contracts.vocabulary.StreamScheme;
import io.cleansight.contracts.vocabulary.Term;
import io.cleansight.simulator.Scene;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where video comes from: a file, a folder of pictures or a camera of this machine, a stream, or a
 * scene that is drawn.
 */
public sealed interface Source {

  /** Before the {@code ://} of an address. */
  Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*");

  /** What people meant as an address: it has a scheme, or a login. */
  Pattern MISTYPED = Pattern.compile("^[A-Za-z][A-Za-z0-9+.-]*:|@");

  /** A folder and how quickly its pictures follow each other. */
  Pattern FOLDER = Pattern.compile("(.+)\\?fps=(.*)", Pattern.DOTALL);

  /** How Linux names its cameras. */
  Pattern DEVICE = Pattern.compile("/dev/video\\d{1,4}");

  /** A file, or a link to one. */
  record VideoFile(Path path) implements Source {}

  /**
   * A folder of pictures, each a frame of a video, in the order of their names.
   *
   * @param framesPerSecond how quickly they follow each other
   */
  record Folder(Path path, double framesPerSecond) implements Source {
    /** Unless somebody says how quickly. */
    public static final double USUAL = 1;

    private static final Pattern PICTURE =
        Pattern.compile(".*\\.(jpe?g|png)", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    /**
     * @throws IllegalArgumentException naming the rate that cannot be
     */
    public Folder {
      if (!(framesPerSecond >= 0.01 && framesPerSecond <= 60)) {
        throw new IllegalArgumentException("fps must be 0.01 to 60, not " + framesPerSecond);
      }
    }

    /** Files that are named as JPEG or PNG; links to elsewhere are none. */
    public List<Path> pictures() throws IOException {
      try (var files = Files.list(path)) {
        return files
            .filter(it -> PICTURE.matcher(it.getFileName().toString()).matches())
            .filter(it -> Files.isRegularFile(it, LinkOption.NOFOLLOW_LINKS))
            .sorted(Comparator.comparing(it -> it.getFileName().toString()))
            .toList();
      }
    }
  }

  /** A camera of this machine, by Video4Linux. */
  record Device(Path path) implements Source {}

  record Drawn(Scene scene) implements Source {}

  /** An address that may hold a password: not to be logged but through {@link #toString}. */
  record Stream(URI uri) implements Source {
    /** The address without user and password, for people. */
    @Override
    public String toString() {
      return uri.getScheme()
          + "://"
          + uri.getHost()
          + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
    }
  }

  /** Whether it ends by itself, and is then recorded video of which no frame may be lost. */
  default boolean ends() {
    return switch (this) {
      case VideoFile _, Folder _ -> true;
      case Drawn(var scene) -> scene.ends();
      case Stream _, Device _ -> false;
    };
  }

  /** Whether its pictures come when they happen; those of others come when they are asked for. */
  default boolean live() {
    return switch (this) {
      case Stream _, Device _ -> true;
      case VideoFile _, Folder _, Drawn _ -> false;
    };
  }

  /**
   * Reads what a person wrote.
   *
   * @throws IllegalArgumentException if it is neither a stream address, nor a scene, nor an
   *     existing regular file, folder with pictures or device; says why, and does not repeat what
   *     may be an address that was mistyped, password and all
   */
  static Source parse(String text) {
    if (Scene.isWritten(text)) {
      return new Drawn(Scene.parse(text));
    }
    int colon = text.indexOf("://");
    if (colon > 0 && SCHEME.matcher(text.substring(0, colon)).matches()) {
      return stream(text, text.substring(0, colon).toLowerCase(Locale.ROOT));
    }
    return file(text);
  }

  private static Source file(String text) {
    try {
      Path path = Path.of(text);
      Matcher folder = FOLDER.matcher(text);
      if (!Files.exists(path) && folder.matches() && Files.isDirectory(Path.of(folder.group(1)))) {
        return folder(Path.of(folder.group(1)), rate(folder.group(2)));
      }
      return Files.exists(path) ? existing(path) : missing(text);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("not a file name: character " + e.getIndex() + " of it");
    }
  }

  private static Source missing(String text) {
    if (DEVICE.matcher(text).matches()) {
      throw new IllegalArgumentException("no such device: " + text);
    }
    throw new IllegalArgumentException(
        MISTYPED.matcher(text).find()
            ? "no file, and no address as rtsp://user:password@host/path"
            : "no such file: " + text);
  }

  private static Source existing(Path path) {
    if (Files.isDirectory(path)) {
      return folder(path, Folder.USUAL);
    }
    if (Files.isRegularFile(path)) {
      return new VideoFile(path);
    }
    try {
      Path real = path.toRealPath();
      if (DEVICE.matcher(real.toString()).matches()) {
        return new Device(real);
      }
    } catch (IOException gone) {
      throw new IllegalArgumentException("no such file: " + path);
    }
    throw new IllegalArgumentException("not a regular file, a folder or /dev/videoN: " + path);
  }

  private static Folder folder(Path path, double framesPerSecond) {
    var folder = new Folder(path, framesPerSecond);
    try {
      if (folder.pictures().isEmpty()) {
        throw new IllegalArgumentException("no JPEG or PNG picture in the folder " + path);
      }
      return folder;
    } catch (IOException | UncheckedIOException unreadable) {
      throw new IllegalArgumentException("the folder cannot be read: " + path);
    }
  }

  private static double rate(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("fps must be 0.01 to 60, not " + text);
    }
  }

  private static Source stream(String text, String scheme) {
    if (!Term.words(StreamScheme.class).contains(scheme)) {
      throw new IllegalArgumentException(
          "scheme " + scheme + " is not one of " + Term.words(StreamScheme.class));
    }
    try {
      var uri = new URI(text);
      if (uri.getHost() == null) {
        throw new IllegalArgumentException(
            scheme + " address without a host; an @ in user or password is written %40");
      }
      if (uri.getSchemeSpecificPart().chars().anyMatch(Character::isISOControl)) {
        throw new IllegalArgumentException(scheme + " address with a control character");
      }
      return new Stream(uri);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(
          scheme + " address is malformed at character " + e.getIndex());
    }
  }
}
