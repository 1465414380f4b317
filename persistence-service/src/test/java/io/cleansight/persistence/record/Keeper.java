package io.cleansight.persistence.record;

import io.cleansight.embedded.ServiceJvm;
import io.cleansight.persistence.PersistenceApplication;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** persistence-service as a process of its own, to be killed, frozen and thawed. */
final class Keeper {
  private static final String MODULE = "persistence-service";

  private Keeper() {}

  /** Starts it as it is. */
  static ServiceJvm start(Path log, List<String> settings) throws IOException {
    return ServiceJvm.start(MODULE, PersistenceApplication.class, log, settings);
  }

  /** Starts it as another main class makes it. */
  static ServiceJvm start(Path log, Class<?> main, List<String> settings) throws IOException {
    return ServiceJvm.start(MODULE, main, log, settings);
  }

  /** Starts it so that it halts right after its nth commit. */
  static ServiceJvm thatHalts(Path log, List<String> settings, int commits) throws IOException {
    var all = new ArrayList<>(settings);
    all.add("--" + HaltAfterCommit.AFTER + "=" + commits);
    return ServiceJvm.start(MODULE, HaltAfterCommit.class, log, all);
  }
}
