package io.cleansight.video.ffmpeg;

import io.cleansight.messaging.address.AddressPolicy;
import io.cleansight.video.Fragment;
import io.cleansight.video.Opening;
import io.cleansight.video.Rules;
import io.cleansight.video.Source;
import io.cleansight.video.Video;
import io.cleansight.video.VideoException;
import io.cleansight.video.VideoException.Fault;
import io.cleansight.video.drawn.DrawnVideo;
import io.cleansight.video.fragment.Keeper;
import io.cleansight.video.fragment.Reencoder;
import io.cleansight.video.fragment.Remuxer;
import io.cleansight.video.web.Wanted;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Opens sources in this process.
 *
 * @param addresses where they may lie, by those rules
 * @param alive run again and again while a video goes on of which no picture is due
 */
public record InProcessOpener(Rules rules, AddressPolicy addresses, Runnable alive)
    implements Video.Opener {
  private static final int MOST_REDIRECTS = 3;

  public InProcessOpener(Rules rules) {
    this(rules, rules.addresses());
  }

  public InProcessOpener(Rules rules, AddressPolicy addresses) {
    this(rules, addresses, () -> {});
  }

  /** Loads what every source needs, which takes most of the time until the first is open. */
  public static void load() {
    Reader.load();
  }

  @Override
  public Video open(Opening opening) throws VideoException {
    return switch (opening.pictures()) {
      case Source.Drawn(var scene) -> new DrawnVideo(scene, opening.taking(), opening.fragments());
      case Source.VideoFile _, Source.Folder _, Source.Device _, Source.Stream _ -> video(opening);
    };
  }

  private Video video(Opening opening) throws VideoException {
    Reader.load();
    var deadline = new Deadline();
    deadline.in(opening.patience());
    Reader reader = follow(opening.pictures(), opening, deadline);
    try {
      var decoder =
          PictureDecoder.open(
              reader.stream().codecpar(),
              reader.input().codecs(),
              rules.largestPicture(),
              opening.hardware());
      deadline.rest();
      return new FfmpegVideo(
          reader,
          decoder,
          keeper(reader, opening),
          new FfmpegVideo.Waiting(deadline, opening.patience(), alive),
          opening.taking());
    } catch (VideoException e) {
      reader.close();
      throw e;
    }
  }

  private Keeper keeper(Reader reader, Opening opening) {
    Consumer<Fragment> receiver = opening.fragments();
    if (receiver == null) {
      return Keeper.NONE;
    }
    if (opening.taking().isMasked()) {
      return new Reencoder(receiver); // the main stream, if there is another, shows everything
    }
    if (opening.substream() != null) {
      return new MainStream(
          deadline -> follow(opening.source(), opening, deadline), opening.patience(), receiver);
    }
    return Remuxer.takes(reader.stream().codecpar()) && !reader.hasOtherVideo()
        ? new Remuxer(reader.format(), reader.number(), Duration.ZERO, receiver)
        : new Reencoder(receiver);
  }

  /** Opens a source, or where it says that it is instead. */
  private Reader follow(Source source, Opening opening, Deadline deadline) throws VideoException {
    boolean smallest = source.equals(opening.substream());
    var wanted = new Wanted(opening.patience(), smallest, opening.taking().framesPerSecond());
    Source next = source;
    for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
      Input input = Input.of(next, wanted, deadline, rules, addresses);
      try {
        return Reader.open(input, deadline, rules.largestPicture());
      } catch (VideoException e) {
        Optional<Source.Stream> redirect = input.redirect();
        if (redirect.isEmpty()) {
          throw e;
        }
        next = redirect.get();
      }
    }
    throw new VideoException(Fault.UNWILLING);
  }
}
