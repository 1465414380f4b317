package io.cleansight.video;

import io.cleansight.contracts.vocabulary.StreamScheme;
import io.cleansight.contracts.vocabulary.Term;
import io.cleansight.simulator.Scene;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;

/** Where video comes from: a file of this machine, a stream, or a scene that is drawn. */
public sealed interface Source {

  /** Before the {@code ://} of an address. */
  Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*");

  /** What people meant as an address: it has a scheme, or a login. */
  Pattern MISTYPED = Pattern.compile("^[A-Za-z][A-Za-z0-9+.-]*:|@");

  record VideoFile(Path path) implements Source {}

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
      case VideoFile _ -> true;
      case Drawn(var scene) -> scene.ends();
      case Stream _ -> false;
    };
  }

  /**
   * Reads what a person wrote.
   *
   * @throws IllegalArgumentException if it is neither a stream address, nor a scene, nor an
   *     existing regular file; says why, and does not repeat what may be an address that was
   *     mistyped, password and all
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

  private static VideoFile file(String text) {
    try {
      Path path = Path.of(text);
      if (!Files.exists(path) && MISTYPED.matcher(text).find()) {
        throw new IllegalArgumentException(
            "no file, and no address as rtsp://user:password@host/path");
      }
      if (!Files.exists(path)) {
        throw new IllegalArgumentException("no such file: " + text);
      }
      if (!Files.isRegularFile(path)) {
        throw new IllegalArgumentException("not a regular file: " + text);
      }
      return new VideoFile(path);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("not a file name: character " + e.getIndex() + " of it");
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
        throw new IllegalArgumentException(scheme + " address without a host");
      }
      return new Stream(uri);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(
          scheme + " address is malformed at character " + e.getIndex());
    }
  }
}
