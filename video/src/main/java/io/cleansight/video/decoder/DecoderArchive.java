package io.cleansight.video.decoder;

import io.cleansight.video.process.ClassArchive;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Makes the {@link ClassArchive} of decoders: {@code DecoderArchive FILE}, when an image is built.
 */
public final class DecoderArchive {
  private DecoderArchive() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    ClassArchive.make(Path.of(args[0]), Rehearsal.class);
  }
}
