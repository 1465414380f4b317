package io.cleansight.video.web;

import io.cleansight.video.VideoException;
import java.io.IOException;
import java.io.InputStream;
import net.jcip.annotations.NotThreadSafe;

/** Bytes that come one part after the other. */
@NotThreadSafe
abstract class Parts extends InputStream {
  private InputStream part = InputStream.nullInputStream();

  /**
   * Makes the next part ready by {@link #show}; false if there is none.
   *
   * @throws VideoException if there should be one
   */
  abstract boolean next() throws IOException, VideoException;

  final void show(InputStream shown) {
    part = shown;
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    try {
      int read = part.read(bytes, offset, length);
      while (read < 0) {
        if (!next()) {
          return -1;
        }
        read = part.read(bytes, offset, length);
      }
      return read;
    } catch (VideoException e) {
      throw new FaultException(e);
    }
  }
}
