package io.cleansight.video.decoder;

import io.cleansight.video.Rules;
import io.cleansight.video.Source;
import io.cleansight.video.VideoException.Fault;
import io.cleansight.video.decoder.Wire.Word;
import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.bytedeco.javacpp.Pointer;

/** Programs that are run in place of a decoder, and one that runs a decoder. */
final class Misbehaving {
  private Misbehaving() {}

  /** Takes three gigabytes, and only if it gets them says that it has ended. */
  static final class Glutton {
    private static final long BITE = 16 << 20;

    public static void main(String[] args) throws IOException {
      for (long taken = 0; taken < 3L << 30; taken += BITE) {
        Pointer memory = Pointer.malloc(BITE);
        if (memory == null || memory.isNull()) {
          throw new IllegalStateException("got no more than " + taken);
        }
        Pointer.memset(memory, 1, BITE);
      }
      wire().send(Word.FAULT, out -> out.writeUTF(Fault.ENDED.name()));
    }
  }

  /** Writes what is no answer. */
  static final class Babbler {
    public static void main(String[] args) throws IOException {
      var random = new byte[1 << 20];
      new Random(7).nextBytes(random);
      new FileOutputStream(FileDescriptor.out).write(random);
    }
  }

  /** Announces two gigabytes. */
  static final class Boaster {
    public static void main(String[] args) throws Exception {
      var out = new DataOutputStream(new FileOutputStream(FileDescriptor.out));
      out.writeInt(Integer.MAX_VALUE);
      new CountDownLatch(1).await();
    }
  }

  /** Has opened the source, and then shows a picture that cannot be. */
  static final class Liar {
    public static void main(String[] args) throws IOException {
      Wire wire = wire();
      wire.receive();
      wire.send(Word.OPENED, out -> out.writeLong(-1));
      wire.receive();
      wire.send(
          Word.PICTURE,
          out -> {
            out.writeInt(1 << 16);
            out.writeInt(1 << 16);
            out.writeLong(0);
          });
    }
  }

  /** Opens the video that it is given, says so, and waits. */
  static final class Parent {
    public static void main(String[] args) throws Exception {
      try (var decoders = new Decoders(Rules.OWN_MACHINE, 1L << 30, 0);
          var video =
              decoders.open(new Source.VideoFile(Path.of(args[0])), Duration.ofSeconds(20))) {
        video.next();
        System.out.println(decoders.pids().iterator().next());
        new CountDownLatch(1).await();
      }
    }
  }

  /** What a decoder says when it has started, and what it is asked by. */
  private static Wire wire() throws IOException {
    var wire =
        new Wire(new FileInputStream(FileDescriptor.in), new FileOutputStream(FileDescriptor.out));
    wire.send(Word.READY);
    return wire;
  }
}
