package io.cleansight.video.ffmpeg;

import io.cleansight.video.VideoException;
import io.cleansight.video.VideoException.Fault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.bytedeco.ffmpeg.global.avdevice;

/** A camera of this machine. */
record DeviceInput(Path path) implements Input {

  /**
   * @throws VideoException also where FFmpeg's devices cannot be loaded, as libraries that they
   *     want are missing
   */
  static DeviceInput open(Path path) throws VideoException {
    if (!Files.isReadable(path)) {
      throw new VideoException(Fault.NOT_FOUND);
    }
    try {
      avdevice.avdevice_register_all();
    } catch (LinkageError missing) {
      throw new VideoException(Fault.FORMAT);
    }
    return new DeviceInput(path);
  }

  @Override
  public String address() {
    return path.toString();
  }

  @Override
  public String format() {
    return "video4linux2";
  }

  @Override
  public String codecs() {
    return CODECS + ",rawvideo";
  }

  /** Its driver dates pictures since the machine started. */
  @Override
  public boolean isDatedByClock() {
    return true;
  }

  @Override
  public Map<String, String> options() {
    return Map.of("protocol_whitelist", "none", "format_whitelist", "video4linux2,v4l2");
  }
}
