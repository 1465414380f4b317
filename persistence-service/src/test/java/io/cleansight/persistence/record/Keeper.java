package io.cleansight.persistence.record;

import io.cleansight.embedded.ServiceJvm;
import io.cleansight.persistence.PersistenceApplication;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** persistence-service as a process of its own, to be killed, frozen and thawed. */
final class Keeper {
  private static final String MODULE = "persistence-service";

  /** Unless a test says otherwise it does not wait for clips, of which it sends no video. */
  private static final String WITHOUT_CLIPS = "--persistence.clips.every=1h";

  private Keeper() {}

  private static List<String> with(List<String> settings) {
    return settings.stream().anyMatch(it -> it.startsWith("--persistence.clips.every="))
        ? settings
        : Stream.concat(Stream.of(WITHOUT_CLIPS), settings.stream()).toList();
  }

  /** Starts it as it is. */
  static ServiceJvm start(Path log, List<String> settings) throws IOException {
    return ServiceJvm.start(MODULE, PersistenceApplication.class, log, with(settings));
  }

  /** Starts it as another main class makes it. */
  static ServiceJvm start(Path log, Class<?> main, List<String> settings) throws IOException {
    return ServiceJvm.start(MODULE, main, log, with(settings));
  }

  /** Starts it so that it halts right after its nth commit. */
  static ServiceJvm thatHalts(Path log, List<String> settings, int commits) throws IOException {
    var all = new ArrayList<>(with(settings));
    all.add("--" + HaltAfterCommit.AFTER + "=" + commits);
    return ServiceJvm.start(MODULE, HaltAfterCommit.class, log, all);
  }
}
