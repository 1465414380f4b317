package io.cleansight.video.decoder;

import io.cleansight.video.JpegEncoder;
import io.cleansight.video.Picture;
import io.cleansight.video.Rules;
import io.cleansight.video.Source;
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
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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

  private static final int HUNG = 3;

  private final Wire wire;
  private volatile long due = Long.MAX_VALUE;
  private Duration patience = Duration.ofMinutes(1);
  private @Nullable Video video;
  private @Nullable Picture picture;
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
    decoder.answer();
    decoder.close();
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
        wire.send(
            Word.OPENED,
            out -> out.writeLong(opened.duration().map(Duration::toNanos).orElse(-1L)));
      }
      case NEXT -> show();
      case ENCODE -> encode();
      case OPENED, PICTURE, JPEG, END, FAULT ->
          throw new IOException(request.word() + " is no request");
    }
  }

  private void show() throws IOException, VideoException {
    if (video == null) {
      throw new IOException("nothing is open");
    }
    Optional<Picture> next = video.next();
    picture = next.orElse(null);
    if (next.isEmpty()) {
      wire.send(Word.END);
      return;
    }
    Picture shown = next.get();
    wire.send(
        Word.PICTURE,
        out -> {
          out.writeInt(shown.width());
          out.writeInt(shown.height());
          out.writeLong(shown.mediaTime().toNanos());
        });
  }

  private void encode() throws IOException, VideoException {
    if (picture == null) {
      throw new IOException("there is no picture");
    }
    byte[] jpeg = encoder.encode(picture);
    byte[] glance = encoder.glance().bytes();
    wire.send(
        Word.JPEG,
        out -> {
          out.write(glance);
          out.write(jpeg);
        });
  }

  private Video open(DataInputStream in) throws IOException, VideoException {
    boolean file = in.readBoolean();
    String address = in.readUTF();
    patience = Duration.ofNanos(in.readLong());
    Rules rules = rules(in);
    due = System.nanoTime() + patience.plus(GRACE).toNanos();
    try {
      Source source = file ? new Source.VideoFile(Path.of(address)) : Source.parse(address);
      return new InProcessOpener(rules).open(source, patience);
    } catch (IllegalArgumentException noSource) {
      throw new VideoException(Fault.NOT_FOUND);
    }
  }

  private static Rules rules(DataInputStream in) throws IOException {
    var allowed = new ArrayList<String>();
    for (int i = in.readInt(); i > 0; i--) {
      allowed.add(in.readUTF());
    }
    boolean local = in.readBoolean();
    String ca = in.readUTF();
    return new Rules(List.copyOf(allowed), local, ca.isEmpty() ? null : Path.of(ca), in.readLong());
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
