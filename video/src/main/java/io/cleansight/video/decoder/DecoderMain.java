package io.cleansight.video.decoder;

import io.cleansight.video.Fragment;
import io.cleansight.video.JpegEncoder;
import io.cleansight.video.Notice;
import io.cleansight.video.Opening;
import io.cleansight.video.Picture;
import io.cleansight.video.Rules;
import io.cleansight.video.Video;
import io.cleansight.video.VideoException;
import io.cleansight.video.VideoException.Fault;
import io.cleansight.video.decoder.Wire.Message;
import io.cleansight.video.decoder.Wire.Word;
import io.cleansight.video.ffmpeg.InProcessOpener;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A process that decodes one source for {@link ContainedVideo}: answers requests until nobody asks
 * any more. It ends itself if an answer takes longer than was allowed, so that it does not outlive
 * whoever started it, even where the decoder never returns.
 */
public final class DecoderMain {
  /** Beyond the patience; whoever waits for the answer gives up a little earlier. */
  private static final Duration GRACE = Duration.ofSeconds(20);

  /** Shorter than any patience; whoever waits hears so often that the video goes on. */
  private static final Duration YET = Duration.ofMillis(500);

  private static final int HUNG = 3;

  private final Wire wire;
  private volatile long due = Long.MAX_VALUE;
  private long said;
  private Duration patience = Duration.ofMinutes(1);
  private @Nullable Video video;
  private final JpegEncoder encoder = new JpegEncoder();

  private DecoderMain(Wire wire) {
    this.wire = wire;
  }

  public static void main(String[] args) throws IOException {
    var wire =
        new Wire(new FileInputStream(FileDescriptor.in), new FileOutputStream(FileDescriptor.out));
    System.setOut(System.err); // what is said here must not come between the answers
    var decoder = new DecoderMain(wire);
    Thread.ofPlatform().daemon().name("watchdog").start(decoder::watch);
    decoder.load();
    wire.send(Word.READY);
    decoder.answer();
    decoder.close();
  }

  /** What every source needs is there before one is opened: that takes most of the start. */
  private void load() {
    due = System.nanoTime() + patience.toNanos();
    InProcessOpener.load();
    due = Long.MAX_VALUE;
  }

  private void answer() throws IOException {
    while (true) {
      Message request;
      try {
        request = wire.receive();
      } catch (EOFException nobodyAsks) {
        return;
      }
      due = System.nanoTime() + patience.plus(GRACE).toNanos();
      said = System.nanoTime();
      try {
        answer(request);
      } catch (VideoException e) {
        wire.send(Word.FAULT, out -> out.writeUTF(e.fault().name()));
      }
      due = Long.MAX_VALUE;
    }
  }

  private void answer(Message request) throws IOException, VideoException {
    switch (request.word()) {
      case OPEN -> {
        Video opened = open(request.body());
        video = opened;
        notices(opened);
        wire.send(
            Word.OPENED,
            out -> out.writeLong(opened.duration().map(Duration::toNanos).orElse(-1L)));
      }
      case REHEARSE -> {
        rehearse();
        wire.send(Word.READY);
      }
      case TAKE -> opened().take(Packing.taking(request.body()));
      case NEXT -> show(opened());
      default -> throw new IOException(request.word() + " is no request");
    }
  }

  private static void rehearse() throws VideoException {
    try {
      Rehearsal.play();
    } catch (IOException noRoom) {
      throw new VideoException(Fault.DECODER_LOST);
    }
  }

  private Video opened() throws IOException {
    if (video == null) {
      throw new IOException("nothing is open");
    }
    return video;
  }

  private void show(Video shown) throws IOException, VideoException {
    Optional<Picture> next = shown.next();
    notices(shown);
    if (next.isEmpty()) {
      wire.send(Word.END);
      return;
    }
    byte[] jpeg = encoder.encode(next.get());
    wire.send(Word.PICTURE, out -> Packing.write(next.get(), encoder.glance(), jpeg, out));
  }

  private void notices(Video of) throws IOException {
    for (Notice notice : of.notices()) {
      wire.send(Word.NOTICE, out -> out.writeUTF(notice.name()));
    }
  }

  private void send(Fragment fragment) {
    say(Word.FRAGMENT, out -> Packing.write(fragment, out));
  }

  /** So that nobody gives up on a video of which a picture is seldom due. */
  private void sayYet() {
    long now = System.nanoTime();
    due = now + patience.plus(GRACE).toNanos();
    if (now - said > YET.toNanos()) {
      say(Word.YET, _ -> {});
    }
  }

  private void say(Word word, Wire.Body body) {
    try {
      wire.send(word, body);
      said = System.nanoTime();
    } catch (IOException nobodyReads) {
      throw new UncheckedIOException(nobodyReads);
    }
  }

  private Video open(DataInputStream in) throws IOException, VideoException {
    try {
      Opening opening = Packing.opening(in, this::send);
      patience = opening.patience();
      due = System.nanoTime() + patience.plus(GRACE).toNanos();
      Rules rules = Packing.rules(in);
      return new InProcessOpener(rules, rules.addresses(), this::sayYet).open(opening);
    } catch (IllegalArgumentException noSource) {
      throw new VideoException(Fault.NOT_FOUND);
    }
  }

  private void close() {
    due = System.nanoTime() + GRACE.toNanos();
    encoder.close();
    if (video != null) {
      video.close(); // says goodbye to a camera
    }
  }

  private void watch() {
    while (System.nanoTime() < due) {
      LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
    }
    Runtime.getRuntime().halt(HUNG);
  }
}
