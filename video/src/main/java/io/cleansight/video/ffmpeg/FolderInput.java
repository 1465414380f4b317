package io.cleansight.video.ffmpeg;

import io.cleansight.video.Source;
import io.cleansight.video.VideoException;
import io.cleansight.video.VideoException.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

/** A folder's pictures one after the other. */
final class FolderInput extends StreamInput {
  private final double framesPerSecond;
  private final PictureFiles files;

  private FolderInput(double framesPerSecond, PictureFiles files) {
    super(files);
    this.framesPerSecond = framesPerSecond;
    this.files = files;
  }

  static FolderInput open(Source.Folder folder) throws VideoException {
    try {
      return new FolderInput(folder.framesPerSecond(), PictureFiles.of(folder.pictures()));
    } catch (IOException | UncheckedIOException gone) {
      throw new VideoException(Fault.NOT_FOUND);
    }
  }

  @Override
  public String format() {
    return files.png() ? "png_pipe" : "jpeg_pipe";
  }

  @Override
  public String codecs() {
    return files.png() ? "png" : "mjpeg";
  }

  @Override
  public Map<String, String> options() {
    var options = new HashMap<>(options(format()));
    options.put("framerate", Double.toString(framesPerSecond));
    return options;
  }

  @Override
  public void close() {
    files.close();
  }
}
