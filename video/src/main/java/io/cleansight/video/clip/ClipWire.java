package io.cleansight.video.clip;

import io.cleansight.event.Box;
import io.cleansight.video.clip.ClipRequest.Piece;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a clip's process is told, and what it answers. Whoever reads believes no length.
 *
 * @param request what the clip is of
 * @param most bytes that a clip may have
 * @param patience after which the process ends itself
 */
record ClipWire(ClipRequest request, int most, Duration patience) {
  /** Of pieces, of judged frames, and of heads in one of them. */
  private static final int MOST_ENTRIES = 100_000;

  private static final int MOST_HEADS = 1000;

  void write(DataOutputStream out) throws IOException {
    out.writeInt(most);
    out.writeLong(patience.toNanos());
    write(request.init(), out);
    out.writeInt(request.pieces().size());
    for (Piece piece : request.pieces()) {
      out.writeLong(piece.at().toNanos());
      write(piece.fragment(), out);
    }
    List<JudgedFrame> judged = request.judged();
    out.writeInt(judged == null ? -1 : judged.size());
    for (JudgedFrame frame : judged == null ? List.<JudgedFrame>of() : judged) {
      write(frame, out);
    }
    out.flush();
  }

  static ClipWire read(DataInputStream in) throws IOException {
    int most = in.readInt();
    var patience = Duration.ofNanos(in.readLong());
    byte[] init = bytes(in, most);
    var pieces = new ArrayList<Piece>();
    for (int left = count(in.readInt(), MOST_ENTRIES); left > 0; left--) {
      pieces.add(new Piece(Duration.ofNanos(in.readLong()), bytes(in, most)));
    }
    int frames = in.readInt();
    return new ClipWire(
        new ClipRequest(init, pieces, frames < 0 ? null : judged(in, count(frames, MOST_ENTRIES))),
        most,
        patience);
  }

  static void write(MadeClip clip, DataOutputStream out) throws IOException {
    out.writeBoolean(true);
    out.writeInt(clip.pictures());
    out.writeLong(clip.length().toNanos());
    write(clip.mp4(), out);
    out.writeBoolean(clip.blurred() != null);
    if (clip.blurred() != null) {
      write(clip.blurred(), out);
    }
    out.flush();
  }

  /** Instead of a clip. */
  static void refuse(DataOutputStream out) throws IOException {
    out.writeBoolean(false);
    out.flush();
  }

  /** The clip; null: there is none to be made of it. */
  static @Nullable MadeClip clip(DataInputStream in, int most) throws IOException {
    if (!in.readBoolean()) {
      return null;
    }
    int pictures = in.readInt();
    long nanos = in.readLong();
    if (pictures < 1 || nanos < 0) {
      throw new IOException(pictures + " pictures of " + nanos + " ns");
    }
    byte[] mp4 = bytes(in, most);
    byte @Nullable [] blurred = in.readBoolean() ? bytes(in, most) : null;
    return new MadeClip(mp4, blurred, pictures, Duration.ofNanos(nanos));
  }

  private static void write(JudgedFrame frame, DataOutputStream out) throws IOException {
    List<Box> heads = frame.heads();
    out.writeLong(frame.at().toNanos());
    out.writeInt(heads == null ? -1 : heads.size());
    for (Box head : heads == null ? List.<Box>of() : heads) {
      out.writeDouble(head.getX());
      out.writeDouble(head.getY());
      out.writeDouble(head.getWidth());
      out.writeDouble(head.getHeight());
    }
  }

  private static List<JudgedFrame> judged(DataInputStream in, int frames) throws IOException {
    var judged = new ArrayList<JudgedFrame>();
    for (int left = frames; left > 0; left--) {
      var at = Duration.ofNanos(in.readLong());
      int heads = in.readInt();
      judged.add(new JudgedFrame(at, heads < 0 ? null : heads(in, count(heads, MOST_HEADS))));
    }
    return judged;
  }

  private static List<Box> heads(DataInputStream in, int count) throws IOException {
    var heads = new ArrayList<Box>();
    for (int left = count; left > 0; left--) {
      heads.add(new Box(in.readDouble(), in.readDouble(), in.readDouble(), in.readDouble()));
    }
    return heads;
  }

  private static void write(byte[] bytes, DataOutputStream out) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static byte[] bytes(DataInputStream in, int most) throws IOException {
    int length = count(in.readInt(), most);
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("ended within " + length + " bytes");
    }
    return bytes;
  }

  private static int count(int said, int most) throws IOException {
    if (said < 0 || said > most) {
      throw new IOException(said + " is not from 0 to " + most);
    }
    return said;
  }
}
