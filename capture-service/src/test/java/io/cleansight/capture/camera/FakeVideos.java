package io.cleansight.capture.camera;

import io.cleansight.video.Opening;
import io.cleansight.video.Picture;
import io.cleansight.video.Source;
import io.cleansight.video.Taking;
import io.cleansight.video.Video;
import io.cleansight.video.VideoException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Videos that are opened one after the other; after the last, the camera is stopped. */
final class FakeVideos implements Video.Opener {
  /** Time between two pictures. */
  static final Duration INTERVAL = Duration.ofMillis(40);

  private final Deque<Script> scripts = new ArrayDeque<>();
  private final Runnable exhausted;
  private Runnable whenOpened = () -> {};

  /** Which sources were opened, and with how much patience. */
  final List<Source> opened = new ArrayList<>();

  final List<Duration> patience = new ArrayList<>();

  /** How many are open now. */
  int open;

  /**
   * What a video does.
   *
   * @param refusal thrown when it is opened
   * @param picture of that number, asked for when its turn has come
   * @param end thrown after its pictures; null: it ends
   */
  private record Script(
      @Nullable VideoException refusal,
      int pictures,
      IntFunction<Picture> picture,
      @Nullable VideoException end) {}

  FakeVideos(Runnable exhausted) {
    this.exhausted = exhausted;
  }

  /** What happens whenever a video is opened. */
  FakeVideos onOpen(Runnable event) {
    whenOpened = event;
    return this;
  }

  FakeVideos refusing(VideoException refusal) {
    scripts.add(new Script(refusal, 0, FakeVideos::shaded, null));
    return this;
  }

  /** One that ends after so many pictures. */
  FakeVideos ending(int pictures) {
    return playing(pictures, FakeVideos::shaded);
  }

  /** One that ends after so many pictures, which are asked for one by one. */
  FakeVideos playing(int pictures, IntFunction<Picture> picture) {
    scripts.add(new Script(null, pictures, picture, null));
    return this;
  }

  /** One that is lost after so many pictures, which are asked for one by one. */
  FakeVideos breakingOff(int pictures, IntFunction<Picture> picture, VideoException end) {
    scripts.add(new Script(null, pictures, picture, end));
    return this;
  }

  FakeVideos breakingOff(int pictures, VideoException end) {
    scripts.add(new Script(null, pictures, FakeVideos::shaded, end));
    return this;
  }

  static Picture shaded(int number) {
    return Pictures.shaded(at(number));
  }

  static Duration at(int number) {
    return INTERVAL.multipliedBy(number);
  }

  @Override
  public Video open(Opening opening) throws VideoException {
    opened.add(opening.source());
    whenOpened.run();
    patience.add(opening.patience());
    if (scripts.isEmpty()) {
      exhausted.run();
      throw new VideoException(VideoException.Fault.NOT_FOUND);
    }
    Script script = scripts.removeFirst();
    if (script.refusal() != null) {
      throw script.refusal();
    }
    open++;
    return new FakeVideo(script);
  }

  private final class FakeVideo implements Video {
    private final Script script;
    private int next;

    FakeVideo(Script script) {
      this.script = script;
    }

    @Override
    public Optional<Picture> next() throws VideoException {
      if (next == script.pictures()) {
        if (script.end() != null) {
          throw script.end();
        }
        return Optional.empty();
      }
      return Optional.of(script.picture().apply(next++));
    }

    @Override
    public void take(Taking taking) {}

    @Override
    public Optional<Duration> duration() {
      return Optional.of(at(script.pictures()));
    }

    @Override
    public void close() {
      open--;
    }
  }
}
