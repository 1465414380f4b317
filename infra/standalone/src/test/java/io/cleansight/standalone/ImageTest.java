package io.cleansight.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.lang.module.ResolvedModule;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What images are made of, as far as it can be seen without making one. */
class ImageTest {
  private static final Path FOLDER = Launched.HOME.resolve("infra/images");
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();
  private static final Pattern NEEDED = Pattern.compile(".* -> (java\\.\\S+|jdk\\.\\S+)");

  @Test
  void nobodyIsRootAndWhoeverAsksIsToldHowItIs() throws IOException {
    String last = dockerfile().substring(dockerfile().lastIndexOf("\nFROM "));
    assertThat(last)
        .contains("\nUSER 10001:10001\n", "\nHEALTHCHECK ", "CMD [\"/app/health\"]")
        .contains("\nENTRYPOINT [\"/app/start\"]")
        .contains(
            Stream.of("title", "version", "revision", "source", "licenses")
                .map(it -> "org.opencontainers.image." + it + "=")
                .toList());
  }

  @Test
  void whatChangesSeldomIsBelowWhatChangesOften() throws IOException {
    List<String> layers =
        dockerfile().lines().filter(it -> it.matches("COPY --from=.*|RUN .*--archive .*")).toList();
    assertThat(layers)
        .satisfiesExactly(
            it -> assertThat(it).contains("/runtime"),
            it -> assertThat(it).contains("/parts/native"),
            it -> assertThat(it).contains("/parts/libraries"),
            it -> assertThat(it).contains("/parts/own"),
            it -> assertThat(it).contains("/parts/app"),
            it -> assertThat(it).contains("/app/service.aot"));
  }

  /** The classes of libraries, too, are among what CONTRIBUTING.md has jdeps look through. */
  @Test
  void javaHasTheModulesThatOurClassesNeed() throws IOException {
    List<String> modules =
        Files.readAllLines(FOLDER.resolve("modules")).stream()
            .filter(it -> !it.startsWith("#"))
            .toList();
    assertThat(modules).allMatch(it -> ModuleFinder.ofSystem().find(it).isPresent());
    var classes = new ArrayList<String>(List.of("--ignore-missing-deps", "-s"));
    try (Stream<Path> folders = Files.list(Launched.HOME)) {
      folders
          .map(it -> it.resolve("target/classes"))
          .filter(Files::isDirectory)
          .forEach(it -> classes.add(it.toString()));
    }
    assertThat(classes).hasSizeGreaterThan(10);
    var printed = new StringWriter();
    ToolProvider.findFirst("jdeps")
        .orElseThrow()
        .run(new PrintWriter(printed), new PrintWriter(printed), classes.toArray(String[]::new));
    List<String> needed =
        NEEDED.matcher(printed.toString()).results().map(it -> it.group(1)).toList();
    assertThat(needed).contains("java.base");
    assertThat(resolved(modules)).containsAll(needed);
  }

  @Test
  void nativeCodeIsThatOfTheImage(@TempDir Path folder) throws Exception {
    Path lib = Files.createDirectories(folder.resolve("target/lib"));
    jar(folder.resolve("target/query-api.jar"), "io/cleansight/query/Application.class");
    jar(lib.resolve("video.jar"), "io/cleansight/video/Source.class");
    jar(lib.resolve("plain.jar"), "org/example/Plain.class");
    jar(
        lib.resolve("compressing.jar"),
        "META-INF/MANIFEST.MF",
        "org/example/Compressing.class",
        "native/Linux/x86_64/libc.so",
        "native/FreeBSD/x86_64/libc.so",
        "native/Linux/aarch64/libc.so",
        "native/Mac/x86_64/libc.dylib",
        "native/AIX/ppc64/libc.a",
        "libc-linux64.so",
        "libc-linux-riscv64.so",
        "ffmpeg/linux-x86_64/libavutil.so.60",
        "windows/amd64/c.dll");
    jar(
        lib.resolve("onnxruntime-1.jar"),
        "ai/onnxruntime/OrtSession.class",
        "ai/onnxruntime/native/linux-x64/libonnxruntime.so",
        "ai/onnxruntime/native/osx-aarch64/libonnxruntime.dylib.dSYM/Contents/Info.plist",
        "ai/onnxruntime/native/win-x64/onnxruntime.dll");
    Path out = folder.resolve("out");

    assertThat(run(parts(folder.resolve("target"), out), Map.of())).isZero();

    assertThat(names(out.resolve("libraries/compressing.jar")))
        .containsExactlyInAnyOrder(
            "META-INF/MANIFEST.MF",
            "org/example/Compressing.class",
            "native/Linux/x86_64/libc.so",
            "libc-linux64.so",
            "ffmpeg/linux-x86_64/libavutil.so.60");
    assertThat(names(out.resolve("libraries/onnxruntime-1.jar")))
        .containsExactly("ai/onnxruntime/OrtSession.class");
    assertThat(out.resolve("native/libonnxruntime.so")).hasContent("code");
    assertThat(out.resolve("libraries/plain.jar")).hasSameBinaryContentAs(lib.resolve("plain.jar"));
    assertThat(out.resolve("own/video.jar")).exists();
    assertThat(out.resolve("own/class-path"))
        .hasContent(
            "-cp /app/lib/service.jar:/app/lib/compressing.jar:/app/lib/onnxruntime-1.jar"
                + ":/app/lib/plain.jar:/app/lib/video.jar\n");
  }

  @Test
  void aContainerIsHealthyWhileItsServiceIsReady() throws Exception {
    var answer = new AtomicInteger(200);
    var asked = new CopyOnWriteArrayList<String>();
    HttpServer service =
        HttpServer.create(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            0,
            "/",
            exchange -> {
              asked.add(exchange.getRequestURI().getPath());
              exchange.sendResponseHeaders(answer.get(), -1);
              exchange.close();
            });
    service.start();
    var environment =
        Map.of("SERVICE", "query-api", "MANAGEMENT_PORT", "" + service.getAddress().getPort());
    try {
      assertThat(run(List.of("bash", FOLDER.resolve("health").toString()), environment)).isZero();
      answer.set(503);
      assertThat(run(List.of("bash", FOLDER.resolve("health").toString()), environment)).isOne();
    } finally {
      service.stop(0);
    }
    assertThat(run(List.of("bash", FOLDER.resolve("health").toString()), environment)).isOne();
    assertThat(asked).hasSize(2).containsOnly("/actuator/health/readiness");
  }

  @Test
  void everyServiceIsAskedAtItsPort() throws IOException {
    String health = Files.readString(FOLDER.resolve("health"));
    for (Service service : Service.values()) {
      Map<String, Object> pod = Chart.at(Chart.values(), "services", service.title());
      String setting = pod.containsKey("managementPort") ? "MANAGEMENT_PORT" : "SERVER_PORT";
      assertThat(health)
          .contains(
              service.title()
                  + ") port=${%s:-%s} ;;"
                      .formatted(setting, pod.getOrDefault("managementPort", pod.get("port"))));
    }
  }

  private static String dockerfile() throws IOException {
    return Files.readString(FOLDER.resolve("Dockerfile"));
  }

  /** With those that they need in turn. */
  private static List<String> resolved(List<String> modules) {
    return Configuration.empty()
        .resolve(ModuleFinder.ofSystem(), ModuleFinder.of(), modules)
        .modules()
        .stream()
        .map(ResolvedModule::name)
        .toList();
  }

  private static List<String> parts(Path target, Path out) {
    return List.of(
        JAVA,
        FOLDER.resolve("Parts.java").toString(),
        target.toString(),
        "query-api",
        out.toString());
  }

  private static int run(List<String> command, Map<String, String> environment)
      throws IOException, InterruptedException {
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int status = process.waitFor();
    if (status > 1) {
      throw new IOException(printed);
    }
    return status;
  }

  private static void jar(Path file, String... names) throws IOException {
    try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (String name : names) {
        zip.putNextEntry(new ZipEntry(name));
        zip.write("code".getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
      }
    }
  }

  private static List<String> names(Path jar) throws IOException {
    try (var zip = new ZipFile(jar.toFile())) {
      return zip.stream().map(ZipEntry::getName).toList();
    }
  }
}
