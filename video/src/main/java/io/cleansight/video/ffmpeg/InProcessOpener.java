package io.cleansight.video.ffmpeg;

import io.cleansight.messaging.address.AddressPolicy;
import io.cleansight.video.DrawnVideo;
import io.cleansight.video.Opening;
import io.cleansight.video.Rules;
import io.cleansight.video.Source;
import io.cleansight.video.Video;
import io.cleansight.video.VideoException;
import io.cleansight.video.VideoException.Fault;
import io.cleansight.video.web.Wanted;
import java.time.Duration;
import java.util.Optional;

/**
 * Opens sources in this process.
 *
 * @param addresses where they may lie, by those rules
 */
public record InProcessOpener(Rules rules, AddressPolicy addresses) implements Video.Opener {
  private static final int MOST_REDIRECTS = 3;

  public InProcessOpener(Rules rules) {
    this(rules, rules.addresses());
  }

  @Override
  public Video open(Opening opening) throws VideoException {
    return switch (opening.pictures()) {
      case Source.Drawn(var scene) -> new DrawnVideo(scene, opening.taking());
      case Source.VideoFile _, Source.Folder _, Source.Device _, Source.Stream _ -> follow(opening);
    };
  }

  /** Opens a source, or where it says that it is instead. */
  private Video follow(Opening opening) throws VideoException {
    Duration patience = opening.patience();
    var deadline = new Deadline();
    deadline.in(patience);
    var wanted =
        new Wanted(patience, opening.substream() != null, opening.taking().framesPerSecond());
    Source next = opening.pictures();
    for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
      Input input = Input.of(next, wanted, deadline, rules, addresses);
      try {
        return new FfmpegOpening(input, deadline, rules).open(patience, opening.taking());
      } catch (VideoException e) {
        input.close();
        Optional<Source.Stream> redirect = input.redirect();
        if (redirect.isEmpty()) {
          deadline.close();
          throw input.fault().map(VideoException::new).orElse(e);
        }
        next = redirect.get();
      }
    }
    deadline.close();
    throw new VideoException(Fault.UNWILLING);
  }
}
