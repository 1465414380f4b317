package io.cleansight.video.ffmpeg;

import io.cleansight.video.Taking;
import io.cleansight.video.VideoException.Fault;
import io.cleansight.video.web.WebStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A stream by HTTP. */
final class HttpInput extends StreamInput {
  private final WebStream web;

  HttpInput(WebStream web) {
    super(web.body());
    this.web = web;
  }

  @Override
  public Map<String, String> options() {
    return switch (web.kind()) {
      case STREAM -> options(FORMATS);
      case SEGMENTS -> options("mpegts,mov,mp4,m4a,3gp");
      case PICTURES -> {
        var options = new HashMap<>(options("mpjpeg"));
        options.put("use_wallclock_as_timestamps", "1"); // they have no times of their own
        options.put("fpsprobesize", "0"); // nor a rate that is worth to wait for
        yield options;
      }
    };
  }

  @Override
  public boolean isDatedByClock() {
    return web.kind() == WebStream.Kind.PICTURES;
  }

  @Override
  public void take(Taking taking) {
    web.rate(taking.framesPerSecond());
  }

  @Override
  public Optional<Fault> fault() {
    return web.fault();
  }

  @Override
  public void close() {
    web.close();
  }
}
