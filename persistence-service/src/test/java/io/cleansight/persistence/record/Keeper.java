package io.cleansight.persistence.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.persistence.PersistenceApplication;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** persistence-service as a process of its own, to be killed, frozen and thawed. */
final class Keeper implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 60;

  private final Process process;

  private Keeper(Process process) {
    this.process = process;
  }

  /** Starts it as it is. */
  static Keeper start(Path log, List<String> settings) throws IOException {
    return start(PersistenceApplication.class, log, settings);
  }

  /** Starts it so that it halts right after its so-manieth commit. */
  static Keeper thatHalts(Path log, List<String> settings, int commits) throws IOException {
    var all = new ArrayList<>(settings);
    all.add("--" + HaltAfterCommit.AFTER + "=" + commits);
    return start(HaltAfterCommit.class, log, all);
  }

  private static Keeper start(Class<?> main, Path log, List<String> settings) throws IOException {
    Path target = Path.of("target").toAbsolutePath();
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("@" + Path.of("..", "infra", "images", "jvm.options").toAbsolutePath());
    command.addAll(List.of("-Xmx384m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp"));
    command.add(
        String.join(
            ":",
            target.resolve("test-classes").toString(),
            target.resolve("persistence-service.jar").toString(),
            target.resolve("lib") + "/*"));
    command.add(main.getName());
    command.addAll(settings);
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(log.toFile());
    return new Keeper(builder.start());
  }

  void kill() {
    close();
  }

  int awaitEnd() throws InterruptedException {
    assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  void freeze() throws Exception {
    signal("STOP");
  }

  void thaw() throws Exception {
    signal("CONT");
  }

  boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }

  private void signal(String name) throws Exception {
    var kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
    assertThat(kill.waitFor()).isZero();
  }
}
