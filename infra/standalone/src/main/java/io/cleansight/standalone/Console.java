package io.cleansight.standalone;

import java.io.PrintStream;
import java.util.concurrent.Callable;

/** What the person at the keyboard reads. */
final class Console {
  private static final PrintStream OUT = System.out;

  /** Work that may fail. */
  interface Work {
    void run() throws Exception;
  }

  void say(String line) {
    OUT.println(line);
  }

  /** Says that something begins, and when it is ready. */
  Callable<Void> timed(String what, Work work) {
    return () -> {
      long start = System.nanoTime();
      work.run();
      say("  %-20s ready after %.1f s".formatted(what, (System.nanoTime() - start) / 1e9));
      return null;
    };
  }
}
