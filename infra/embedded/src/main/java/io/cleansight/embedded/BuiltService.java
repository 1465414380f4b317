package io.cleansight.embedded;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A service as the build has left it, and how it is started from there on a laptop and in tests: to
 * be there soon, and with little memory.
 *
 * @param folder of its module
 * @param name of its module, which is that of its jar
 */
public record BuiltService(Path folder, String name) {
  /** The quick compiler alone; an archive holds for just these. */
  private static final List<String> QUICK = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

  public BuiltService {
    folder = folder.toAbsolutePath().normalize();
  }

  /** Begins a command line: Java with so much heap, as {@code 384m}. */
  public List<String> java(String heap) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("@" + folder.resolveSibling("infra/images/jvm.options"));
    command.addAll(QUICK);
    command.add("-Xmx" + heap);
    return command;
  }

  /**
   * The class path, and the archive of its classes (Java's CDS), which Java makes when the first of
   * these jars ends in peace.
   */
  public List<String> sharedClasses() {
    return List.of(
        "-XX:+AutoCreateSharedArchive",
        "-XX:SharedArchiveFile=" + classArchive(),
        "-Xlog:cds=off,aot=off",
        "-cp",
        classPath());
  }

  /** Its jar and the libraries beside it. */
  public String classPath() {
    return target().resolve(name + ".jar") + ":" + target().resolve("lib") + "/*";
  }

  /** Beside what it is of; not there at first. */
  public Path classArchive() {
    return target().resolve(name + ".jsa");
  }

  Path target() {
    return folder.resolve("target");
  }
}
