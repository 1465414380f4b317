import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Sorts what the build left of a service into what its image has, a folder for each layer: {@code
 * Parts.java SERVICE_TARGET SERVICE OUT}. In {@code libraries} is what others have made, without
 * native code of other systems; in {@code own} what we have; in {@code native} what is loaded from
 * where it lies and need not be unpacked at each start.
 */
final class Parts {
  private static final String OURS = "io/cleansight/";

  /** By name: libraries for all systems in one jar name the folder or the file after the system. */
  private static final Pattern NATIVE =
      Pattern.compile(".*\\.(so(\\.\\d+)*|dll|dylib|jnilib|a|pdb)|.*\\.dSYM/.*", Pattern.CASE_INSENSITIVE);

  private static final Pattern OF_IMAGES =
      Pattern.compile(
          "(?=.*linux)(?!.*\\.dSYM/).*(x86[_-]64|amd64|x64|linux64).*\\.so(\\.\\d+)*",
          Pattern.CASE_INSENSITIVE);

  /** ONNX Runtime can be told where it lies, with {@code onnxruntime.native.path}. */
  private static final Pattern LOADED_FROM_FILES =
      Pattern.compile("ai/onnxruntime/native/linux-x64/([^/]+)");

  private final Path out;

  private Parts(Path out) {
    this.out = out;
  }

  public static void main(String[] args) throws IOException {
    Path target = Path.of(args[0]);
    var parts = new Parts(Path.of(args[2]));
    for (String folder : List.of("libraries", "own", "native")) {
      Files.createDirectories(parts.out.resolve(folder));
    }
    Files.copy(target.resolve(args[1] + ".jar"), parts.out.resolve("own/service.jar"));
    var names = new ArrayList<String>();
    try (Stream<Path> jars = Files.list(target.resolve("lib"))) {
      for (Path jar : jars.sorted().toList()) {
        parts.sort(jar);
        names.add("/app/lib/" + jar.getFileName());
      }
    }
    // An archive of classes holds for one order of them; that of a folder is the file system's.
    Files.writeString(
        parts.out.resolve("own/class-path"),
        names.stream().collect(Collectors.joining(":", "-cp /app/lib/service.jar:", "\n")));
  }

  private void sort(Path jar) throws IOException {
    try (var zip = new ZipFile(jar.toFile())) {
      List<? extends ZipEntry> entries = zip.stream().toList();
      String folder = entries.stream().anyMatch(it -> it.getName().startsWith(OURS)) ? "own" : "libraries";
      Path copy = out.resolve(folder).resolve(jar.getFileName());
      if (entries.stream().allMatch(Parts::stays)) {
        Files.copy(jar, copy);
        return;
      }
      try (var slim = new ZipOutputStream(Files.newOutputStream(copy))) {
        for (ZipEntry entry : entries) {
          put(zip, entry, slim);
        }
      }
    }
  }

  private void put(ZipFile zip, ZipEntry entry, ZipOutputStream slim) throws IOException {
    var loaded = LOADED_FROM_FILES.matcher(entry.getName());
    try (InputStream in = zip.getInputStream(entry)) {
      if (loaded.matches()) {
        try (OutputStream file = Files.newOutputStream(out.resolve("native").resolve(loaded.group(1)))) {
          in.transferTo(file);
        }
      } else if (stays(entry)) {
        var copied = new ZipEntry(entry.getName());
        copied.setTime(entry.getTime());
        slim.putNextEntry(copied);
        in.transferTo(slim);
        slim.closeEntry();
      }
    }
  }

  private static boolean stays(ZipEntry entry) {
    String name = entry.getName();
    return !LOADED_FROM_FILES.matcher(name).matches()
        && (!NATIVE.matcher(name).matches() || OF_IMAGES.matcher(name).matches());
  }
}
