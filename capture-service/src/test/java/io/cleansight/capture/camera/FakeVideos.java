package io.cleansight.capture.camera;

import io.cleansight.video.Fragment;
import io.cleansight.video.Opening;
import io.cleansight.video.Picture;
import io.cleansight.video.Sampler;
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
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Videos that are opened one after the other; after the last, the camera is stopped. */
final class FakeVideos implements Video.Opener {
  /** Time between two pictures. */
  static final Duration INTERVAL = Duration.ofMillis(40);

  /** Pictures of which there is a fragment. */
  static final int PER_FRAGMENT = 5;

  private final Deque<Script> scripts = new ArrayDeque<>();
  private final Runnable exhausted;
  private Runnable whenOpened = () -> {};

  /** Which sources were opened, and with how much patience. */
  final List<Source> opened = new ArrayList<>();

  final List<Duration> patience = new ArrayList<>();

  /** As they were opened. */
  final List<Opening> openings = new ArrayList<>();

  /** What was taken of them later. */
  final List<Taking> taken = new ArrayList<>();

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

  private static Fragment fragment(int number) {
    Duration to = at(number + PER_FRAGMENT);
    return new Fragment(new byte[10], new byte[100], "avc1.64001F", 64, 36, true, at(number), to);
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
    openings.add(opening);
    return new FakeVideo(script, opening);
  }

  private final class FakeVideo implements Video {
    private final Script script;
    private final @Nullable Consumer<Fragment> fragments;
    private Sampler sampler;
    private int next;

    FakeVideo(Script script, Opening opening) {
      this.script = script;
      this.fragments = opening.fragments();
      this.sampler = new Sampler(opening.taking().framesPerSecond());
    }

    @Override
    public Optional<Picture> next() throws VideoException {
      while (next < script.pictures()) {
        int number = next++;
        if (fragments != null && number % PER_FRAGMENT == 0) {
          fragments.accept(fragment(number));
        }
        if (sampler.keeps(at(number))) {
          return Optional.of(script.picture().apply(number));
        }
      }
      if (script.end() != null) {
        throw script.end();
      }
      return Optional.empty();
    }

    @Override
    public void take(Taking taking) {
      taken.add(taking);
      sampler = new Sampler(taking.framesPerSecond());
    }

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
