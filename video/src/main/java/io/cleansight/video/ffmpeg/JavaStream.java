package io.cleansight.video.ffmpeg;

import static org.bytedeco.ffmpeg.global.avformat.avio_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avio_context_free;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EXIT;
import static org.bytedeco.ffmpeg.global.avutil.av_free;
import static org.bytedeco.ffmpeg.global.avutil.av_malloc;

import java.io.IOException;
import java.io.InputStream;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.Read_packet_Pointer_BytePointer_int;
import org.bytedeco.ffmpeg.avformat.Seek_Pointer_long_int;
import org.bytedeco.ffmpeg.avformat.Write_packet_Pointer_BytePointer_int;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/** Bytes that come by a stream of Java, for FFmpeg to read. */
final class JavaStream implements AutoCloseable {
  /** What FFmpeg is told when reading has failed. */
  static final int EIO = -5;

  private static final int BUFFER = 32 << 10;

  private final Reader reader;
  private final AVIOContext context;

  JavaStream(InputStream in, Deadline deadline) {
    this.reader = new Reader(in, deadline);
    this.context =
        avio_alloc_context(
            new BytePointer(av_malloc(BUFFER)).capacity(BUFFER),
            BUFFER,
            0,
            null,
            reader,
            (Write_packet_Pointer_BytePointer_int) null,
            (Seek_Pointer_long_int) null);
  }

  /** What FFmpeg reads it from. */
  AVIOContext context() {
    return context;
  }

  @Override
  public void close() {
    av_free(context.buffer());
    avio_context_free(context);
    reader.close();
  }

  /** Must not throw: who calls is no Java. */
  private static final class Reader extends Read_packet_Pointer_BytePointer_int {
    private final InputStream in;
    private final Deadline deadline;
    private final byte[] bytes = new byte[BUFFER];

    Reader(InputStream in, Deadline deadline) {
      this.in = in;
      this.deadline = deadline;
    }

    @Override
    public int call(Pointer opaque, BytePointer buffer, int size) {
      try {
        int read = in.read(bytes, 0, Math.min(size, BUFFER));
        if (deadline.isOver()) {
          return AVERROR_EXIT;
        }
        if (read < 0) {
          return AVERROR_EOF;
        }
        buffer.put(bytes, 0, read);
        return read;
      } catch (IOException brokeOff) {
        return deadline.isOver() ? AVERROR_EXIT : EIO;
      }
    }
  }
}
