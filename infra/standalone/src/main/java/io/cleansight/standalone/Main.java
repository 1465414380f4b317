package io.cleansight.standalone;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** {@code ./run}: starts the line, says how it is, stops it. */
@Command(
    name = "./run",
    description = "Watches cameras or videos for hygiene, all of it on this machine.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class Main implements Callable<Integer> {
  private static final int WRONG = 2;
  private static final String LAUNCHER = "launcher";
  private static final String DATA = "data";

  /** In an address that stands where it should not. */
  private static final Pattern LOGIN = Pattern.compile("[^\\s'\"]*@");

  @Option(
      names = "--source",
      paramLabel = "VIDEO_OR_URL",
      description =
          "a video file, an rtsp, rtsps, http or https address, or scene:SEED, a drawn kitchen"
              + " (scene:7?minutes=10&fps=5 ends); repeatable; without any, a drawn kitchen is shown")
  private List<String> sources = new ArrayList<>();

  @Option(
      names = "--camera-id",
      paramLabel = "ID",
      description = "the name of the source before or after it; repeatable")
  private List<String> cameraIds = new ArrayList<>();

  @Option(names = "--loop", description = "repeat files as if they were live cameras")
  private boolean loop;

  @Option(names = "--fps", paramLabel = "N", description = "take N frames per second, not all")
  private @Nullable Double fps;

  @Option(
      names = "--pace",
      paramLabel = "realtime|max",
      description = "play files at their own pace or as fast as they can be judged")
  private String pace = "realtime";

  @Option(
      names = "--epoch",
      paramLabel = "INSTANT",
      description =
          "identity of this request to play files (like 2026-03-01T12:00:00Z): the same again gives"
              + " the same frames and violations, ids included")
  private @Nullable String epoch;

  @Option(
      names = "--bridge",
      description = "say events again as JSON, for consumers that read no Avro, or over MQTT")
  private boolean bridge;

  @Option(
      names = "--port",
      scope = ScopeType.INHERIT,
      description = "port of the web page (default 8080)")
  private int webPort = 8080;

  @Option(
      names = "--base-port",
      scope = ScopeType.INHERIT,
      description = "first of the ten ports behind it (default 18080)")
  private int basePort = 18080;

  @Option(
      names = "--data",
      scope = ScopeType.INHERIT,
      paramLabel = "DIR",
      description = "where everything is kept (default ./data)")
  private @Nullable Path data;

  private final Console console = new Console();
  private volatile boolean started;

  public static void main(String[] args) {
    System.exit(commands().execute(args));
  }

  static CommandLine commands() {
    var main = new Main();
    var commands = new CommandLine(main);
    commands.addSubcommand("status", new Status(main)).addSubcommand("stop", new Stop(main));
    commands.addSubcommand("link", new Link(main));
    commands.setExecutionExceptionHandler((failure, _, _) -> main.explain(failure));
    commands.setParameterExceptionHandler(
        (wrong, _) -> {
          System.err.println(
              "cleansight: "
                  + LOGIN.matcher(String.valueOf(wrong.getMessage())).replaceAll("***@")
                  + " (./run --help says what there is)");
          return WRONG;
        });
    return commands;
  }

  @Override
  public Integer call() throws IOException, InterruptedException, CannotStartException {
    RunLayout layout = layout();
    var pid = new PidFile(layout, LAUNCHER);
    Optional<ProcessHandle> other = pid.find();
    if (other.isPresent()) {
      throw new CannotStartException(
          "already running as process "
              + other.get().pid()
              + " on "
              + layout.data()
              + "; "
              + command("stop", layout)
              + " ends it");
    }
    Request request =
        Request.of(
            sources, cameraIds, new Request.Playback(loop, fps, pace, epoch()), bridge, layout);
    pid.write(ProcessHandle.current());
    layout.remember();
    console.say("Starting on " + layout.data());
    var line = new LocalStack(layout, console);
    var stopped = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform().name("stop").unstarted(() -> stop(line, pid, stopped)));
    line.start(request, System.getenv());
    started = true;
    console.say("");
    console.say("Open " + new LoginLink(layout).newAddress());
    console.say(
        "(it lets one browser in, once and within ten minutes; "
            + command("link", layout)
            + " prints another)");
    console.say("Ctrl-C or " + command("stop", layout) + " ends it; logs are in " + layout.logs());
    stopped.await();
    return 0;
  }

  private @Nullable Instant epoch() throws CannotStartException {
    try {
      return epoch == null ? null : Instant.parse(epoch);
    } catch (DateTimeParseException e) {
      throw new CannotStartException(
          "--epoch must be an instant like 2026-03-01T12:00:00Z, not " + epoch);
    }
  }

  private void stop(LocalStack line, PidFile pid, CountDownLatch stopped) {
    console.say("Stopping");
    line.close();
    delete(pid);
    if (started) {
      OwnClasses.keep(console);
    }
    console.say("Stopped; everything is kept in " + layout().data());
    stopped.countDown();
  }

  /** What to type about that run. */
  private static String command(String name, RunLayout layout) {
    boolean usual = layout.data().equals(layout.home().resolve(DATA));
    return "./run " + name + (usual ? "" : " --data " + layout.data());
  }

  RunLayout layout() {
    Path home = Path.of(System.getProperty("cleansight.home", ".")).toAbsolutePath().normalize();
    Path kept = data == null ? home.resolve(DATA) : data.toAbsolutePath().normalize();
    return new RunLayout(home, kept, webPort, basePort);
  }

  private int explain(Exception failure) throws Exception {
    if (failure instanceof CannotStartException) {
      System.err.println("cleansight: " + failure.getMessage());
      return WRONG;
    }
    throw failure;
  }

  private void delete(PidFile pid) {
    try {
      pid.delete();
    } catch (IOException e) {
      console.say("  " + e.getMessage());
    }
  }

  /** {@code ./run status}. */
  @Command(
      name = "status",
      description = "Says what runs; exit code 0 if all of it is well, 1 if not.")
  static final class Status implements Callable<Integer> {
    private final Main main;

    Status(Main main) {
      this.main = main;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
      RunLayout layout = main.layout().remembered();
      boolean well = new PidFile(layout, LAUNCHER).find().isPresent();
      main.console.say("%-20s %s".formatted(LAUNCHER, well ? "runs" : "does not run"));
      try (var http = HttpClient.newHttpClient()) {
        for (var service : Service.values()) {
          boolean alive = new PidFile(layout, service.title()).find().isPresent();
          if (!alive && !Service.LINE.contains(service)) {
            continue;
          }
          boolean healthy =
              alive
                  && new ServiceProcess(
                          Launch.of(service, layout, Map.of()), layout, main.console, http)
                      .isHealthy();
          well &= healthy;
          main.console.say(
              "%-20s %s"
                  .formatted(
                      service.title(), healthy ? "well" : alive ? "not well" : "does not run"));
        }
      }
      return well ? 0 : 1;
    }
  }

  /** {@code ./run link}. */
  @Command(name = "link", description = "Prints a new address that lets one browser in, once.")
  static final class Link implements Callable<Integer> {
    private final Main main;

    Link(Main main) {
      this.main = main;
    }

    @Override
    public Integer call() throws IOException {
      RunLayout layout = main.layout().remembered();
      if (new PidFile(layout, LAUNCHER).find().isEmpty()) {
        main.console.say("nothing runs on " + layout.data());
        return 1;
      }
      main.console.say("Open " + new LoginLink(layout).newAddress());
      return 0;
    }
  }

  /** {@code ./run stop}. */
  @Command(name = "stop", description = "Stops what runs, as Ctrl-C would.")
  static final class Stop implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Main main;

    Stop(Main main) {
      this.main = main;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
      Optional<ProcessHandle> launcher = new PidFile(main.layout(), LAUNCHER).find();
      if (launcher.isEmpty()) {
        main.console.say("nothing runs on " + main.layout().data());
        return 0;
      }
      launcher.get().destroy();
      if (!PidFile.isGone(launcher.get(), PATIENCE)) {
        main.console.say("process " + launcher.get().pid() + " is still stopping");
        return 1;
      }
      main.console.say("stopped");
      return 0;
    }
  }
}
