package io.cleansight.query.video;

import io.cleansight.contracts.codec.Decoded;
import io.cleansight.event.Segment;
import io.cleansight.query.video.Piece.InFile;
import io.cleansight.query.video.Piece.InTopic;
import io.cleansight.snapshot.Recordings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;
import net.jcip.annotations.NotThreadSafe;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.core.ConsumerFactory;

/** Fetches the bytes of footage, a fragment at a time and in order; holds no more than that. */
@NotThreadSafe
final class VideoCopy implements AutoCloseable {
  private final Recordings recordings;
  private final ConsumerFactory<String, Decoded<SpecificRecord>> consumers;
  private final String camera;
  private final List<Piece> pieces;
  private @Nullable SegmentReader topic;
  private @Nullable Segment held;
  private @Nullable InputStream file;
  private @Nullable InFile inFile;

  VideoCopy(
      Recordings recordings,
      ConsumerFactory<String, Decoded<SpecificRecord>> consumers,
      String camera,
      Footage footage) {
    this.recordings = recordings;
    this.consumers = consumers;
    this.camera = camera;
    this.pieces = footage.pieces();
  }

  /** What the fragments need before them. To be asked for first. */
  byte[] init() throws IOException {
    return switch (pieces.getFirst().place()) {
      case InFile it -> {
        try (InputStream in = open(it, 0, it.init())) {
          yield in.readNBytes(it.init());
        }
      }
      case InTopic it -> {
        Segment segment = segment(it);
        held = segment;
        yield bytes(segment.getInit());
      }
    };
  }

  /**
   * The next fragment.
   *
   * @param index of the piece, from 0, one after the other
   * @throws IOException if it is not there any more
   */
  byte[] fragment(int index) throws IOException {
    return switch (pieces.get(index).place()) {
      case InFile it -> fragment(it, index);
      case InTopic it -> {
        Segment segment = held == null ? segment(it) : held;
        held = null;
        yield bytes(segment.getFragment());
      }
    };
  }

  private Segment segment(InTopic place) throws IOException {
    if (topic == null) {
      topic = SegmentReader.open(consumers, camera);
    }
    return topic
        .at(place)
        .orElseThrow(() -> new IOException("video of " + camera + " has left its topic"));
  }

  private byte[] fragment(InFile place, int index) throws IOException {
    InputStream in = file;
    if (in == null || inFile == null || !follows(place, inFile)) {
      closeFile();
      in = open(place, place.offset(), lengthFrom(index, place));
      file = in;
    }
    inFile = place;
    byte[] bytes = in.readNBytes(place.bytes());
    if (bytes.length < place.bytes()) {
      throw new IOException("a recording of " + camera + " is shorter than it was");
    }
    return bytes;
  }

  private static boolean follows(InFile place, InFile before) {
    return place.path().equals(before.path())
        && place.store().equals(before.store())
        && place.offset() == before.offset() + before.bytes();
  }

  /** Of all that lies together there, so that it is fetched at once. */
  private long lengthFrom(int index, InFile first) {
    InFile last = first;
    for (int next = index + 1; next < pieces.size(); next++) {
      if (!(pieces.get(next).place() instanceof InFile place) || !follows(place, last)) {
        break;
      }
      last = place;
    }
    return last.offset() + last.bytes() - first.offset();
  }

  private InputStream open(InFile place, long offset, long length) throws IOException {
    return recordings
        .named(place.store())
        .orElseThrow(() -> new IOException("no store " + place.store() + " of recordings"))
        .read(place.path(), offset, length)
        .orElseThrow(() -> new IOException("a recording of " + camera + " is gone"));
  }

  private static byte[] bytes(ByteBuffer buffer) {
    var bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }

  private void closeFile() throws IOException {
    if (file != null) {
      file.close();
      file = null;
    }
  }

  @Override
  public void close() throws IOException {
    if (topic != null) {
      topic.close();
    }
    closeFile();
  }
}
