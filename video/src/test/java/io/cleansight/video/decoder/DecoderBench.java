package io.cleansight.video.decoder;

import io.cleansight.video.JpegEncoder;
import io.cleansight.video.Rules;
import io.cleansight.video.Source;
import io.cleansight.video.Video;
import io.cleansight.video.VideoException;
import io.cleansight.video.ffmpeg.InProcessOpener;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Decodes a file here and in processes of their own, in turn and in one run, and prints what the
 * second costs beside the first: time to the first picture, CPU per picture, memory per camera.
 */
final class DecoderBench {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int STARTS = 7;
  private static final int MOST = 700; // pictures of a camera that is not paced
  private static final int FRAMES_PER_SECOND = 5;
  private static final Duration PACED = Duration.ofSeconds(12);
  private static final double TICKS_PER_SECOND = 100; // of Linux, wherever it runs
  private static final Pattern PRIVATE = Pattern.compile("(?m)^Pss:\\s+(\\d+) kB");

  private final Source source;
  private final PrintStream out;

  /**
   * @param cpuMillis per picture
   * @param perSecond pictures per second, of all cameras
   */
  private record Speed(double cpuMillis, double perSecond, double megabytes) {}

  private DecoderBench(Source source, PrintStream out) {
    this.source = source;
    this.out = out;
  }

  public static void main(String[] args) throws Exception {
    try (var decoders = new Decoders(Rules.OWN_MACHINE, 1L << 30)) {
      new DecoderBench(Source.parse(args[0]), System.out).measure(decoders);
    }
  }

  private void measure(Decoders decoders) throws Exception {
    Video.Opener here = new InProcessOpener(Rules.OWN_MACHINE);
    play(here, 1, false, decoders); // what is loaded once
    double startHere = start(here);
    double startThere = start(decoders);
    out.printf("first picture after: here %.0f ms, contained %.0f ms%n", startHere, startThere);
    for (boolean paced : new boolean[] {false, true}) {
      for (int cameras : new int[] {1, 4}) {
        Speed inside = play(here, cameras, paced, decoders);
        Speed outside = play(decoders, cameras, paced, decoders);
        out.printf(
            "%d camera(s), %s: CPU per picture here %.2f ms, contained %.2f ms, ratio %.2f;"
                + " pictures/s %.0f and %.0f; memory of decoders %.0f MB each%n",
            cameras,
            paced ? FRAMES_PER_SECOND + " frames/s" : "as fast as it goes",
            inside.cpuMillis(),
            outside.cpuMillis(),
            outside.cpuMillis() / inside.cpuMillis(),
            inside.perSecond(),
            outside.perSecond(),
            outside.megabytes() / cameras);
      }
    }
  }

  private double start(Video.Opener opener) throws VideoException {
    var times = new ArrayList<Double>();
    for (int i = 0; i < STARTS; i++) {
      long began = System.nanoTime();
      try (var video = opener.open(source, PATIENCE);
          var encoder = new JpegEncoder()) {
        encoder.encode(video.next().orElseThrow());
        times.add((System.nanoTime() - began) / 1e6);
      }
    }
    return times.stream().sorted().skip(STARTS / 2).findFirst().orElseThrow();
  }

  /** From the first picture of all cameras on; each on a thread of its own, as in the service. */
  private Speed play(Video.Opener opener, int cameras, boolean paced, Decoders decoders)
      throws Exception {
    while (!decoders.pids().isEmpty()) { // of the round before
      ProcessHandle.of(decoders.pids().iterator().next()).ifPresent(it -> it.onExit().join());
      Thread.onSpinWait();
    }
    var ready = new CountDownLatch(cameras);
    var go = new CountDownLatch(1);
    var done = new CountDownLatch(cameras);
    var leave = new CountDownLatch(1);
    var pictures = new AtomicLong();
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < cameras; i++) {
      threads.add(
          Thread.ofPlatform().start(() -> camera(opener, paced, pictures, ready, go, done, leave)));
    }
    ready.await();
    double cpu = cpu(decoders);
    long began = System.nanoTime();
    go.countDown();
    done.await();
    double seconds = (System.nanoTime() - began) / 1e9;
    double used = cpu(decoders) - cpu;
    double memory = memory(decoders);
    leave.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    return new Speed(used * 1000 / pictures.get(), pictures.get() / seconds, memory);
  }

  private void camera(
      Video.Opener opener,
      boolean paced,
      AtomicLong pictures,
      CountDownLatch ready,
      CountDownLatch go,
      CountDownLatch done,
      CountDownLatch leave) {
    try (var video = opener.open(source, PATIENCE);
        var encoder = new JpegEncoder()) {
      encoder.encode(video.next().orElseThrow());
      ready.countDown();
      go.await();
      long began = System.nanoTime();
      long number = 0;
      for (var next = video.next(); next.isPresent(); next = video.next()) {
        encoder.encode(next.get());
        pictures.incrementAndGet();
        number++;
        long due = began + number * 1_000_000_000L / FRAMES_PER_SECOND;
        if (paced && leave.await(due - System.nanoTime(), TimeUnit.NANOSECONDS)) {
          break;
        }
        if (paced ? due - began > PACED.toNanos() : number == MOST) {
          break;
        }
      }
      done.countDown();
      leave.await();
    } catch (VideoException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
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
      Matcher pss =
          PRIVATE.matcher(Files.readString(Path.of("/proc", Long.toString(pid), "smaps_rollup")));
      kilobytes += pss.find() ? Long.parseLong(pss.group(1)) : 0;
    }
    return kilobytes / 1024;
  }
}
