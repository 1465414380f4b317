package io.cleansight.standalone;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * The classes of this process, Kafka's above all, as they are once loaded (Java's CDS), kept for
 * the next start. Java could do so by itself, but would keep those of a start that was refused.
 */
final class OwnClasses {
  /** System property of {@code ./run}: where they are. */
  private static final String PROPERTY = "cleansight.classes";

  private static final String RECORDING = "-XX:+RecordDynamicDumpInfo";
  private static final String DIAGNOSTICS = "com.sun.management:type=DiagnosticCommand";

  private OwnClasses() {}

  /** Does nothing where this process was not started to keep them. */
  static void keep(Console console) {
    String asked = System.getProperty(PROPERTY);
    boolean recorded = ManagementFactory.getRuntimeMXBean().getInputArguments().contains(RECORDING);
    if (asked == null || !recorded) {
      return;
    }
    Path archive = Path.of(asked);
    Path draft = archive.resolveSibling(archive.getFileName() + ".new");
    PrintStream out = System.out;
    System.setOut(new PrintStream(OutputStream.nullOutputStream())); // Java says that it was jcmd
    try {
      ManagementFactory.getPlatformMBeanServer()
          .invoke(
              new ObjectName(DIAGNOSTICS),
              "vmCds",
              new Object[] {new String[] {"dynamic_dump", draft.toString()}},
              new String[] {String[].class.getName()});
      Files.move(draft, archive, StandardCopyOption.ATOMIC_MOVE);
    } catch (JMException | IOException e) {
      console.say("  the next start is no quicker than this one: " + e.getMessage());
    } finally {
      System.setOut(out);
    }
  }
}
