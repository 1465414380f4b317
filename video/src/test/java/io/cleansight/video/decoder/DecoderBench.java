package io.cleansight.video.decoder;

import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_QUIET;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;

import io.cleansight.video.Fragment;
import io.cleansight.video.Hardware;
import io.cleansight.video.JpegEncoder;
import io.cleansight.video.Opening;
import io.cleansight.video.Rules;
import io.cleansight.video.Source;
import io.cleansight.video.Taking;
import io.cleansight.video.Video;
import io.cleansight.video.VideoException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What it costs to take pictures of a file, in CPU of this process and its decoders from some
 * pictures after the start on: beside FFmpeg alone, with few pictures taken, with many sources, and
 * with fragments.
 */
final class DecoderBench {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Pictures of each source before it is measured, while Java warms up. */
  private static final int WARM = 200;

  private static final int MEASURED = 1000;

  /** Pictures per second of each source, where they are many. */
  private static final int PACE = 2;

  private static final int PACED = 24;
  private static final double SELDOM = 0.5;
  private static final double TICKS_PER_SECOND = 100; // of Linux, wherever it runs
  private static final Pattern SHARE = Pattern.compile("(?m)^Pss:\\s+(\\d+) kB");

  /** Opens a few at a time: all at once they would be late on a machine with few cores. */
  private static final Semaphore OPENING = new Semaphore(2);

  private final Source source;
  private final PrintStream out;
  private final Decoders decoders;

  /**
   * @param perPicture CPU milliseconds
   * @param perSecond CPU milliseconds per second of video
   * @param megabytes of a decoder
   */
  private record Cost(double perPicture, double perSecond, double megabytes) {}

  /** Of one source: how many pictures it gave while it was measured, and of how long a video. */
  private record Played(AtomicLong pictures, AtomicLong nanos) {}

  private DecoderBench(Source source, PrintStream out, Decoders decoders) {
    this.source = source;
    this.out = out;
    this.decoders = decoders;
  }

  public static void main(String[] args) throws Exception {
    av_log_set_level(AV_LOG_QUIET);
    int many = Integer.parseInt(args[1]);
    int rounds = Integer.parseInt(args[2]);
    try (var decoders = new Decoders(Rules.OWN_MACHINE, 1L << 30, 0)) {
      new DecoderBench(Source.parse(args[0]), System.out, decoders).measure(many, rounds);
    }
  }

  private void measure(int many, int rounds) throws Exception {
    var bare = new double[rounds];
    var contained = new double[rounds];
    var kept = new double[rounds];
    var full = new double[rounds];
    var seldom = new double[rounds];
    double megabytes = 0;
    for (int i = 0; i < rounds; i++) { // in turn, so that what else runs here disturbs all alike
      bare[i] = play(BareLoop::new, 1, false, Taking.ALL, null).perPicture();
      Cost alone = play(decoders, 1, false, Taking.ALL, null);
      contained[i] = alone.perPicture();
      full[i] = alone.perSecond();
      megabytes = alone.megabytes();
      kept[i] = play(decoders, 1, false, Taking.ALL, _ -> {}).perPicture();
      seldom[i] = play(decoders, 1, false, new Taking(SELDOM, 85, null), null).perSecond();
      out.printf(
          "round %d: %.2f %.2f %.2f; %.2f %.2f%n",
          i + 1, bare[i], contained[i], kept[i], full[i], seldom[i]);
    }
    say("CPU ms a picture: contained, FFmpeg alone", least(contained), least(bare), 1.15);
    say("CPU ms a second at 0.5 frames/s, at all", least(seldom), least(full), 0.15);
    say("CPU ms a picture: with fragments, without", least(kept), least(contained), 1.03);
    Cost one = play(decoders, 1, true, Taking.ALL, null);
    Cost all = play(decoders, many, true, Taking.ALL, null);
    say(
        "CPU ms a picture at %d frames/s each: %d sources, 1".formatted(PACE, many),
        all.perPicture(),
        one.perPicture(),
        1.0);
    // What the caches and cores of the machine make of many, whoever decodes.
    Cost bareOne = play(BareLoop::new, 1, true, Taking.ALL, null);
    Cost bareAll = play(BareLoop::new, many, true, Taking.ALL, null);
    say(
        "the same of FFmpeg alone: %d sources, 1".formatted(many),
        bareAll.perPicture(),
        bareOne.perPicture(),
        1.0);
    out.printf("memory: a decoder %.0f MB, of %d each %.0f MB%n", megabytes, many, all.megabytes());
  }

  private void say(String what, double one, double other, double goal) {
    out.printf("%s: %.2f, %.2f; ratio %.3f (goal %.2f)%n", what, one, other, one / other, goal);
  }

  /** What else runs on the machine only adds. */
  private static double least(double[] values) {
    return Arrays.stream(values).min().orElseThrow();
  }

  private Cost play(
      Video.Opener opener,
      int cameras,
      boolean paced,
      Taking taking,
      @Nullable Consumer<Fragment> fragments)
      throws Exception {
    while (!decoders.pids().isEmpty()) { // of the round before
      decoders.pids().stream()
          .findFirst()
          .flatMap(ProcessHandle::of)
          .ifPresent(it -> it.onExit().join());
      Thread.onSpinWait();
    }
    var opening = new Opening(source, PATIENCE, taking, null, fragments, Hardware.NONE);
    var round = new Round(cameras);
    var played = new Played(new AtomicLong(), new AtomicLong());
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < cameras; i++) {
      threads.add(Thread.ofPlatform().start(() -> camera(opener, opening, played, round, paced)));
    }
    round.ready().await();
    double cpu = cpu(decoders);
    round.go().countDown();
    round.done().await();
    double millis = (cpu(decoders) - cpu) * 1000;
    double memory = memory(decoders);
    round.leave().countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    double seconds = played.nanos().get() / 1e9;
    return new Cost(millis / played.pictures().get(), millis / seconds, memory / cameras);
  }

  /** When all sources are warm, when they are measured, have been, and may be closed. */
  private record Round(
      CountDownLatch ready, CountDownLatch go, CountDownLatch done, CountDownLatch leave) {
    Round(int cameras) {
      this(
          new CountDownLatch(cameras),
          new CountDownLatch(1),
          new CountDownLatch(cameras),
          new CountDownLatch(1));
    }
  }

  private static void camera(
      Video.Opener opener, Opening opening, Played played, Round round, boolean paced) {
    boolean seldom = opening.taking().framesPerSecond() != null;
    OPENING.acquireUninterruptibly();
    try (var video = opener.open(opening);
        var encoder = new JpegEncoder()) {
      Duration began = play(video, encoder, seldom ? WARM / 25 : WARM, new AtomicLong(), null);
      OPENING.release();
      round.ready().countDown();
      round.go().await();
      Duration ended =
          play(
              video,
              encoder,
              paced ? PACED : MEASURED,
              played.pictures(),
              paced ? round.leave() : null);
      played.nanos().addAndGet(ended.minus(began).toNanos());
      round.done().countDown();
      round.leave().await();
    } catch (VideoException e) {
      System.err.println("a source was lost, nothing can be said: " + e.getMessage());
      System.exit(1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Takes so many pictures, if there are; says when the last one was.
   *
   * @param pacing waited for between them, for a moment; null: as fast as it goes
   */
  private static Duration play(
      Video video,
      JpegEncoder encoder,
      int most,
      AtomicLong pictures,
      @Nullable CountDownLatch pacing)
      throws VideoException, InterruptedException {
    Duration last = Duration.ZERO;
    long began = System.nanoTime();
    for (int i = 0; i < most; i++) {
      var next = video.next();
      if (next.isEmpty()) {
        return last;
      }
      encoder.encode(next.get());
      pictures.incrementAndGet();
      last = next.get().mediaTime();
      if (pacing != null) {
        long due = began + (i + 1) * 1_000_000_000L / PACE;
        boolean _ = pacing.await(due - System.nanoTime(), TimeUnit.NANOSECONDS);
      }
    }
    return last;
  }

  /** Seconds that this process and the decoders have used. */
  private static double cpu(Decoders decoders) throws IOException {
    double seconds = cpu("self");
    for (long pid : decoders.pids()) {
      seconds += cpu(Long.toString(pid));
    }
    return seconds;
  }

  private static double cpu(String pid) throws IOException {
    String stat = Files.readString(Path.of("/proc", pid, "stat"), StandardCharsets.ISO_8859_1);
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
  }

  /** Of the decoders, their part of what they share. */
  private static double memory(Decoders decoders) throws IOException {
    double kilobytes = 0;
    for (long pid : List.copyOf(decoders.pids())) {
      Matcher share =
          SHARE.matcher(Files.readString(Path.of("/proc", Long.toString(pid), "smaps_rollup")));
      kilobytes += share.find() ? Long.parseLong(share.group(1)) : 0;
    }
    return kilobytes / 1024;
  }
}
