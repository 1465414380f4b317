package io.cleansight.simulator;

import io.cleansight.contracts.vocabulary.ZoneType;
import io.cleansight.event.Box;
import io.cleansight.event.Camera;
import io.cleansight.event.Corner;
import io.cleansight.event.Zone;
import io.cleansight.simulator.Figure.Rectangle;
import io.cleansight.simulator.Visitor.Doing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jcip.annotations.NotThreadSafe;
import org.jspecify.annotations.Nullable;

/**
 * A drawn kitchen. People come through the door on the left, wash, sanitise, work and leave on the
 * right; some do not wear a hairnet, do not wash, or not for long enough. Everything follows from
 * the seed, so that what should be found is known exactly. Written {@code scene:SEED}, with {@code
 * ?minutes=M} and {@code &fps=F} where wanted.
 *
 * @param minutes length; null: without end
 * @param framesPerSecond pictures per second of the scene's own time
 */
public record Scene(long seed, @Nullable Double minutes, double framesPerSecond) {
  public static final int WIDTH = 960;
  public static final int HEIGHT = 540;

  private static final String SCHEME = "scene:";
  private static final Pattern WRITTEN =
      Pattern.compile(
          "scene:(\\d{1,9})?(?:\\?(minutes|fps)=([0-9.]{1,8})(?:&(minutes|fps)=([0-9.]{1,8}))?)?");
  private static final double LONGEST_MINUTES = 24 * 60;
  private static final double MOST_FPS = 60;
  private static final double USUAL_FPS = 10;
  private static final double SHIFT_SECONDS = 600;

  /** Share of the picture's width at which the work area begins. */
  private static final double WORK_AREA_LEFT = 0.625;

  /** A head is something to be seen if at least so much of it is. */
  private static final double VISIBLE = 0.5;

  public Scene {
    if (!(framesPerSecond >= 0.1 && framesPerSecond <= MOST_FPS)) {
      throw new IllegalArgumentException("scene: fps must be 0.1 to 60, not " + framesPerSecond);
    }
    if (minutes != null && !(minutes >= 0.5 && minutes <= LONGEST_MINUTES)) {
      throw new IllegalArgumentException("scene: minutes must be 0.5 to 1440, not " + minutes);
    }
  }

  /**
   * A head in a picture, as it truly is.
   *
   * @param visitor number within its shift
   * @param box cut at the picture's edges
   * @param visible share of the head that nothing covers
   */
  public record Head(int visitor, boolean bare, Box box, double visible) {}

  /**
   * What should be found of one visit.
   *
   * @param begins when the head is first to be seen, since the scene began
   * @param entersWork when the visitor steps into the work area
   * @param washed how long at the basin, zero if not
   */
  public record Visit(
      int visitor,
      boolean bare,
      Duration begins,
      Duration ends,
      Duration entersWork,
      Duration washed,
      Duration sanitised) {}

  /** Whether somebody wrote a scene, right or wrong. */
  public static boolean isWritten(String text) {
    return text.startsWith(SCHEME);
  }

  /**
   * Reads what a person wrote.
   *
   * @throws IllegalArgumentException saying what is wrong with it
   */
  public static Scene parse(String text) {
    Matcher matcher = WRITTEN.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "a scene is written scene:SEED?minutes=10&fps=5, not " + text);
    }
    Double minutes = null;
    double fps = USUAL_FPS;
    for (int group = 2; group <= 4 && matcher.group(group) != null; group += 2) {
      double value = number(matcher.group(group + 1));
      if (matcher.group(group).equals("fps")) {
        fps = value;
      } else {
        minutes = value;
      }
    }
    String seed = matcher.group(1);
    return new Scene(seed == null ? 1 : Long.parseLong(seed), minutes, fps);
  }

  /** Whether it has an end. */
  public boolean ends() {
    return minutes != null;
  }

  public Optional<Duration> length() {
    return Optional.ofNullable(minutes).map(m -> Duration.ofMillis(Math.round(m * 60_000)));
  }

  /** A way through the scene, picture by picture. */
  public Reel reel() {
    return new Reel();
  }

  /** Everything that should be found, in order of arrival. */
  public List<Visit> truth() {
    if (minutes == null) {
      throw new IllegalStateException("a scene without end has no complete truth");
    }
    return shift(0).stream().map(this::visit).toList();
  }

  /** The zones of this room, for a head that stands in them. */
  public Camera settings(String cameraId) {
    return Camera.newBuilder()
        .setCameraId(cameraId)
        .setName("Drawn kitchen " + seed)
        .setEnabled(true)
        .setZones(
            List.of(
                zone(ZoneType.ENTRANCE, 0, 0, 0.16, 0.55, 0),
                zone(ZoneType.HANDWASH, 0.262, 0.02, 0.378, 0.215, 3000),
                zone(ZoneType.SANITIZE, 0.425, 0.02, 0.525, 0.215, 3000),
                zone(ZoneType.WORK_AREA, WORK_AREA_LEFT, 0, 1, 0.62, 1000)))
        .build();
  }

  private static Zone zone(
      ZoneType type, double left, double top, double right, double bottom, long dwell) {
    return Zone.newBuilder()
        .setZoneId(type.word())
        .setType(type.word())
        .setCorners(
            List.of(
                new Corner(left, top),
                new Corner(right, top),
                new Corner(right, bottom),
                new Corner(left, bottom)))
        .setMinimumDwellMillis(dwell)
        .build();
  }

  /** Pictures in order; each may also be drawn by itself. */
  @NotThreadSafe
  public final class Reel {
    private final Painter painter = new Painter(seed, WIDTH, HEIGHT);
    private long shiftNumber = -1;
    private List<Visitor> visitors = List.of();

    private Reel() {}

    /** When that picture is taken, since the scene began. */
    public Duration at(long number) {
      return Duration.ofNanos(Math.round(number * 1e9 / framesPerSecond));
    }

    /** Whether the scene has such a picture. */
    public boolean has(long number) {
      return length().map(length -> at(number).compareTo(length) < 0).orElse(true);
    }

    /** Draws; 0xRRGGBB row by row, drawn over by the next call. */
    public int[] paint(long number) {
      return painter.paint(figures(number), seconds(number), number);
    }

    /** The heads of that picture that are to be seen or partly so, farthest first. */
    public List<Head> heads(long number) {
      List<Figure> figures = figures(number);
      var heads = new ArrayList<Head>();
      for (int i = 0; i < figures.size(); i++) {
        head(figures.get(i), figures.subList(i + 1, figures.size())).ifPresent(heads::add);
      }
      return List.copyOf(heads);
    }

    private List<Figure> figures(long number) {
      double second = seconds(number);
      long wanted = ends() ? 0 : (long) (second / SHIFT_SECONDS);
      if (wanted != shiftNumber) {
        visitors = shift(wanted);
        shiftNumber = wanted;
      }
      double within = second - wanted * SHIFT_SECONDS;
      return visitors.stream()
          .filter(visitor -> visitor.isThere(within))
          .map(visitor -> Figure.of(visitor, within, WIDTH, HEIGHT))
          .sorted(Comparator.comparingDouble(Figure::depth))
          .toList();
    }

    private double seconds(long number) {
      return number / framesPerSecond;
    }
  }

  private List<Visitor> shift(long number) {
    double seconds = minutes == null ? SHIFT_SECONDS : minutes * 60;
    return Cast.of(new SplittableRandom(seed * 1_000_003 + number), seconds);
  }

  private Visit visit(Visitor visitor) {
    double begins = Double.NaN;
    double ends = Double.NaN;
    double work = Double.NaN;
    for (double second = visitor.arrives(); second < visitor.leaves(); second += 0.1) {
      Rectangle head = Figure.of(visitor, second, WIDTH, HEIGHT).head();
      double middle = head.x() + head.width() / 2;
      if (middle >= 0 && middle < WIDTH) {
        begins = Double.isNaN(begins) ? second : begins;
        ends = second;
      }
      if (Double.isNaN(work) && middle >= WORK_AREA_LEFT * WIDTH) {
        work = second;
      }
    }
    return new Visit(
        visitor.number(),
        visitor.looks().bare(),
        duration(begins),
        duration(ends),
        duration(work),
        duration(visitor.seconds(Doing.WASHING)),
        duration(visitor.seconds(Doing.SANITISING)));
  }

  private static Optional<Head> head(Figure figure, List<Figure> nearer) {
    Rectangle whole = figure.head();
    double visible = Visibility.of(figure, nearer);
    if (visible == 0) {
      return Optional.empty();
    }
    double left = Math.max(0, whole.x());
    double top = Math.max(0, whole.y());
    double right = Math.min(WIDTH, whole.x() + whole.width());
    double bottom = Math.min(HEIGHT, whole.y() + whole.height());
    return Optional.of(
        new Head(
            figure.visitor().number(),
            figure.visitor().looks().bare(),
            new Box(left / WIDTH, top / HEIGHT, (right - left) / WIDTH, (bottom - top) / HEIGHT),
            visible));
  }

  /** Whether a head is to be seen well enough to be asked for. */
  public static boolean isVisible(Head head) {
    return head.visible() >= VISIBLE;
  }

  private static double number(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("scene: not a number: " + text, e);
    }
  }

  private static Duration duration(double seconds) {
    return Duration.ofMillis(Math.round(seconds * 1000));
  }
}
