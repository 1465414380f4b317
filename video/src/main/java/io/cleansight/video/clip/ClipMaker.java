package io.cleansight.video.clip;

import io.cleansight.video.process.ContainedProcess;
import io.cleansight.video.process.ContainedProcesses;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import net.jcip.annotations.ThreadSafe;
import org.jspecify.annotations.Nullable;

/**
 * Makes clips, each in a process of its own: it is strangers' bytes that are read for it. What that
 * process does, dying, hanging, saying what makes no sense, is a {@link ClipException} here, in
 * time.
 */
@ThreadSafe
public final class ClipMaker implements AutoCloseable {
  /** The process gives itself up a little later, should we be gone. */
  private static final Duration GRACE = Duration.ofSeconds(10);

  /** As much as the pieces, the clip and the blurred clip, and a copy of each. */
  private static final int COPIES = 6;

  private static final long HEAP = 64 << 20;
  private static final byte[] FTYP = "ftyp".getBytes(StandardCharsets.US_ASCII);

  private final ContainedProcesses processes;
  private final int most;
  private final Duration patience;

  /**
   * @param most bytes that a clip may have
   * @param memory of address space for a process, besides what the clip itself takes
   * @param patience within which a clip is made
   */
  public ClipMaker(int most, long memory, Duration patience) {
    this(ClipMain.class, most, memory, patience);
  }

  /** With another program in place of the one that makes clips. */
  ClipMaker(Class<?> program, int most, long memory, Duration patience) {
    long heap = HEAP + COPIES * (long) most;
    this.processes = new ContainedProcesses(program, memory + heap, heap);
    this.most = most;
    this.patience = patience;
  }

  /** Waits for it. */
  public MadeClip make(ClipRequest request) throws ClipException {
    try (ContainedProcess process = processes.start()) {
      return within(process, request);
    } catch (IOException e) {
      throw ClipException.lost("cannot be started");
    }
  }

  private MadeClip within(ContainedProcess process, ClipRequest request) throws ClipException {
    try (var deadline = process.within(patience)) {
      try {
        return ask(process, request);
      } catch (IOException broken) {
        process.kill();
        throw ClipException.lost(deadline.isOver() ? "took too long" : "died");
      }
    }
  }

  private MadeClip ask(ContainedProcess process, ClipRequest request)
      throws IOException, ClipException {
    new ClipWire(request, most, patience.plus(GRACE))
        .write(new DataOutputStream(new BufferedOutputStream(process.requests())));
    var in = new DataInputStream(new BufferedInputStream(process.answers()));
    @Nullable MadeClip clip = ClipWire.clip(in, most);
    if (clip == null) {
      throw ClipException.unreadable();
    }
    boolean whole = request.judged() == null || clip.blurred() != null;
    if (!whole || !isMp4(clip.mp4()) || (clip.blurred() != null && !isMp4(clip.blurred()))) {
      throw new IOException("that is no clip");
    }
    return clip;
  }

  private static boolean isMp4(byte[] bytes) {
    return bytes.length > 8 && Arrays.equals(bytes, 4, 8, FTYP, 0, FTYP.length);
  }

  /** Process ids of those that run. */
  Set<Long> pids() {
    return processes.pids();
  }

  /** Kills what still runs. */
  @Override
  public void close() {
    processes.close();
  }
}
