package io.cleansight.video.ffmpeg;

import io.cleansight.video.Fragment;
import io.cleansight.video.Notice;
import io.cleansight.video.VideoException;
import io.cleansight.video.VideoException.Fault;
import io.cleansight.video.fragment.Keeper;
import io.cleansight.video.fragment.Remuxer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import net.jcip.annotations.ThreadSafe;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a camera's main stream while the pictures come from its substream: reads it on a thread of
 * its own, without decoding, and opens it again when it is lost. Its times are those of the other:
 * its first packet is as far from the beginning as it came after it.
 */
@ThreadSafe
final class MainStream implements Keeper {
  /** Fragments that wait to be handed over; the next one is dropped. */
  private static final int WAITING = 4;

  private final Opener opener;
  private final Duration patience;
  private final Consumer<Fragment> receiver;
  private final BlockingQueue<Fragment> made = new ArrayBlockingQueue<>(WAITING);
  private final ConcurrentLinkedQueue<Notice> notices = new ConcurrentLinkedQueue<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final long began = System.nanoTime();
  private final Thread thread;
  private volatile @Nullable Deadline waiting;
  private boolean lost;

  /** Opens the main stream, which is then read within the deadline. */
  @FunctionalInterface
  interface Opener {
    Reader open(Deadline deadline) throws VideoException;
  }

  MainStream(Opener opener, Duration patience, Consumer<Fragment> receiver) {
    this.opener = opener;
    this.patience = patience;
    this.receiver = receiver;
    this.thread = Thread.ofPlatform().daemon().name("main-stream").start(this::run);
  }

  @Override
  public boolean keepsSource() {
    return true;
  }

  @Override
  public void deliver() {
    for (Fragment next = made.poll(); next != null; next = made.poll()) {
      receiver.accept(next);
    }
  }

  @Override
  public void end() {
    deliver();
  }

  @Override
  public List<Notice> notices() {
    var told = new ArrayList<Notice>();
    for (Notice next = notices.poll(); next != null; next = notices.poll()) {
      told.add(next);
    }
    return told;
  }

  @Override
  public void close() {
    closed.countDown();
    Deadline reading = waiting;
    if (reading != null) {
      reading.in(Duration.ZERO);
    }
    try {
      thread.join(Duration.ofSeconds(2));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (closed.getCount() > 0) {
        read();
        closed.await(patience.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void read() {
    var deadline = new Deadline();
    deadline.in(patience);
    waiting = deadline;
    try (Reader reader = opener.open(deadline)) {
      read(reader, deadline);
    } catch (VideoException e) {
      if (!lost && closed.getCount() > 0) {
        lost = true;
        notices.add(Notice.FRAGMENTS_LOST);
      }
    }
  }

  private void read(Reader reader, Deadline deadline) throws VideoException {
    if (!Remuxer.takes(reader.stream().codecpar()) || reader.hasOtherVideo()) {
      throw new VideoException(Fault.FORMAT);
    }
    Optional<AVPacket> next = reader.next();
    try (var remuxer =
        new Remuxer(reader.format(), reader.number(), offset(next, reader), this::queue)) {
      while (next.isPresent() && closed.getCount() > 0) {
        remuxer.packet(next.get());
        notices.addAll(remuxer.notices());
        deadline.in(patience);
        next = reader.next();
      }
      remuxer.end();
    }
    throw VideoException.ended();
  }

  private Duration offset(Optional<AVPacket> first, Reader reader) {
    var came = Duration.ofNanos(System.nanoTime() - began);
    return first.map(it -> came.minus(reader.at(it))).orElse(came);
  }

  private void queue(Fragment fragment) {
    lost = false;
    if (!made.offer(fragment)) {
      notices.add(Notice.FRAGMENT_DROPPED);
    }
  }
}
