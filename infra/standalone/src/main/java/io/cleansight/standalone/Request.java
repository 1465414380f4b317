package io.cleansight.standalone;

import io.cleansight.contracts.CameraId;
import io.cleansight.contracts.vocabulary.StreamScheme;
import io.cleansight.contracts.vocabulary.Term;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the person at the keyboard wants to see.
 *
 * @param cameras in the order given
 * @param bridge whether events are said again for those who read no Avro
 */
record Request(List<Camera> cameras, Playback playback, boolean bridge) {
  private static final Set<String> STREAMS = Term.words(StreamScheme.class);

  private static final String SCENE = "scene:";

  /** What people meant as an address: it has a scheme, or a login. */
  private static final Pattern MISTYPED = Pattern.compile("^[A-Za-z][A-Za-z0-9+.-]*:|@");

  /** What is to be seen where nobody says what to watch: a drawn kitchen. */
  private static final String SHOWN = "kitchen-1";

  /** In the first minute of this one five people come in without a hairnet: enough for an alert. */
  private static final String SHOWN_SCENE = "scene:2959";

  /** One camera with its source as written. */
  record Camera(String id, String source) {}

  /**
   * How the sources are played.
   *
   * @param fps frames a second of each camera, 0.01 to 60; null: those of the source
   * @param pace {@code realtime} or {@code max}
   * @param epoch identity of this request for recorded video, null for a new one: the same video
   *     under the same epoch gives the same frames, and so the same violations, ids included
   */
  record Playback(boolean loop, @Nullable Double fps, String pace, @Nullable Instant epoch) {
    private void check() throws CannotStartException {
      if (!List.of("realtime", "max").contains(pace)) {
        throw new CannotStartException("--pace must be realtime or max, not " + pace);
      }
      if (fps != null && !(fps >= 0.01 && fps <= 60)) {
        throw new CannotStartException("--fps must be 0.01 to 60, not " + fps);
      }
    }
  }

  /** Pairs what was given, and looks at each source. */
  static Request of(
      List<String> sources, List<String> ids, Playback playback, boolean bridge, RunLayout layout)
      throws CannotStartException, IOException, InterruptedException {
    playback.check();
    if (sources.isEmpty() && ids.isEmpty()) {
      return new Request(List.of(new Camera(SHOWN, SHOWN_SCENE)), playback, bridge);
    }
    if (sources.size() != ids.size()) {
      throw new CannotStartException(
          "--source and --camera-id go in pairs: there are %d and %d"
              .formatted(sources.size(), ids.size()));
    }
    List<Camera> cameras = cameras(sources, ids);
    probe(
        cameras.stream().map(Camera::source).filter(source -> !isStream(source)).toList(), layout);
    return new Request(cameras, playback, bridge);
  }

  private static List<Camera> cameras(List<String> sources, List<String> ids)
      throws CannotStartException {
    var cameras = new ArrayList<Camera>();
    var seen = new HashSet<String>();
    for (int i = 0; i < sources.size(); i++) {
      String id = ids.get(i);
      if (!CameraId.isValid(id)) {
        throw new CannotStartException(
            "--camera-id must be 1 to 64 letters, digits, '.', '_' or '-'");
      }
      if (!seen.add(id)) {
        throw new CannotStartException("--camera-id " + id + " is there twice");
      }
      cameras.add(new Camera(id, located(sources.get(i))));
    }
    return List.copyOf(cameras);
  }

  /** What runs, in the order in which it is started. */
  List<Service> services() {
    return bridge
        ? Stream.concat(Service.LINE.stream(), Stream.of(Service.BRIDGE)).toList()
        : Service.LINE;
  }

  /**
   * Settings of capture-service, as JSON for its environment; a process started again gets the
   * same.
   */
  String captureSettings(Instant now) {
    Instant epoch = playback.epoch();
    String asked = (epoch == null ? now : epoch).truncatedTo(ChronoUnit.MICROS).toString();
    List<Map<String, Object>> settings =
        cameras.stream().map(camera -> settings(camera, asked)).toList();
    return new JsonMapper().writeValueAsString(Map.of("capture", Map.of("cameras", settings)));
  }

  private Map<String, Object> settings(Camera camera, String asked) {
    var settings = new LinkedHashMap<String, Object>();
    settings.put("id", camera.id());
    settings.put("source", camera.source());
    settings.put("loop", playback.loop());
    settings.put("pace", playback.pace());
    settings.put("epoch", asked);
    if (playback.fps() != null) {
      settings.put("fps", playback.fps());
    }
    return settings;
  }

  private static boolean isStream(String source) {
    return source.contains("://");
  }

  private static String located(String source) throws CannotStartException {
    int schemeEnd = source.indexOf("://");
    boolean asWritten = schemeEnd >= 0 || source.startsWith(SCENE);
    if (!asWritten && MISTYPED.matcher(source).find() && Files.notExists(Path.of(source))) {
      // Not repeated, and in no command line: what was mistyped may hold a password.
      throw new CannotStartException(
          "--source: no file, and no address as rtsp://user:password@host/path");
    }
    if (schemeEnd >= 0
        && !STREAMS.contains(source.substring(0, schemeEnd).toLowerCase(Locale.ROOT))) {
      throw new CannotStartException("--source: an address must begin with one of " + STREAMS);
    }
    return asWritten ? source : Path.of(source).toAbsolutePath().toString();
  }

  /** A file must be there and hold video, a scene be one; a stream may still come. */
  private static void probe(List<String> sources, RunLayout layout)
      throws CannotStartException, IOException, InterruptedException {
    if (sources.isEmpty()) {
      return;
    }
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + layout.home().resolve("infra/images/jvm.options"),
                "-XX:TieredStopAtLevel=1",
                "-Dorg.bytedeco.javacpp.cachedir=" + layout.data().resolve("native"),
                "-cp",
                Service.CAPTURE.built(layout.home()).classPath(),
                Service.CAPTURE.mainClass(),
                "probe"));
    command.addAll(sources);
    var probe = new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    String complaint =
        new String(probe.getErrorStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    if (probe.waitFor() != 0) {
      throw new CannotStartException(
          "--source: " + complaint.lines().reduce("", (_, last) -> last));
    }
  }
}
