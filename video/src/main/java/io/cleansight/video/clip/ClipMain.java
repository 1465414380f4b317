package io.cleansight.video.clip;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * A process that makes one clip for {@link ClipMaker}. It ends itself when it takes longer than it
 * may, so that it does not outlive whoever started it.
 */
public final class ClipMain {
  private static final int BUFFER = 64 << 10;
  private static final int HUNG = 3;

  private ClipMain() {}

  public static void main(String[] args) throws IOException {
    var in =
        new DataInputStream(
            new BufferedInputStream(new FileInputStream(FileDescriptor.in), BUFFER));
    var out =
        new DataOutputStream(
            new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), BUFFER));
    System.setOut(System.err); // what is said here must not come between the answers
    ClipWire asked = ClipWire.read(in);
    long due = System.nanoTime() + asked.patience().toNanos();
    Thread.ofPlatform().daemon().name("watchdog").start(() -> watch(due));
    answer(asked, out);
  }

  private static void answer(ClipWire asked, DataOutputStream out) throws IOException {
    MadeClip made;
    try {
      made = make(asked);
    } catch (IOException | RuntimeException unreadable) {
      ClipWire.refuse(out);
      return;
    }
    ClipWire.write(made, out);
  }

  private static MadeClip make(ClipWire asked) throws IOException {
    var pieces = new Pieces(asked.request());
    if (pieces.pictures() == 0) {
      throw new IOException("there is no picture");
    }
    byte[] mp4 = Remuxing.of(pieces, asked.most());
    List<JudgedFrame> judged = asked.request().judged();
    return new MadeClip(
        mp4,
        judged == null ? null : new Blurring(pieces, judged).make(asked.most()),
        pieces.pictures(),
        pieces.length());
  }

  private static void watch(long due) {
    while (System.nanoTime() - due < 0) {
      LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
    }
    Runtime.getRuntime().halt(HUNG);
  }
}
