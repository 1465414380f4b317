package io.cleansight.video.decoder;

import io.cleansight.video.Opening;
import io.cleansight.video.Rules;
import io.cleansight.video.Source;
import io.cleansight.video.Video;
import io.cleansight.video.VideoException;
import io.cleansight.video.VideoException.Fault;
import io.cleansight.video.drawn.DrawnVideo;
import io.cleansight.video.process.ContainedProcess;
import io.cleansight.video.process.ContainedProcesses;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens each source in a process of its own. Scenes are drawn here: nobody else's bytes are read
 * for them.
 */
public final class Decoders implements Video.Opener, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Decoders.class);
  private static final long HEAP = 64 << 20;

  /**
   * Processes that start at the same time: starting takes nothing but processor time, and all at
   * once none would be there in time.
   */
  private static final int STARTING = 2 * Runtime.getRuntime().availableProcessors();

  private final Semaphore starting = new Semaphore(STARTING, true);
  private final Rules rules;
  private final AbsentHosts absent;
  private final ContainedProcesses processes;

  /**
   * @param memory most bytes of address space that a decoder may have; Java takes about half a
   *     gigabyte of it without using it
   */
  public Decoders(Rules rules, long memory) {
    this(rules, memory, DecoderMain.class);
  }

  /** With another program in place of the decoder. */
  Decoders(Rules rules, long memory, Class<?> program) {
    this.rules = rules;
    this.absent = new AbsentHosts(rules);
    this.processes = new ContainedProcesses(program, memory, HEAP);
  }

  @Override
  public Video open(Opening opening) throws VideoException {
    return switch (opening.pictures()) {
      case Source.Drawn(var scene) -> new DrawnVideo(scene, opening.taking(), opening.fragments());
      case Source.VideoFile _, Source.Folder _, Source.Device _, Source.Stream _ ->
          contained(opening);
    };
  }

  private Video contained(Opening opening) throws VideoException {
    absent.check(opening.pictures(), opening.patience());
    try {
      return ContainedVideo.open(start(), opening, rules, starting::release);
    } catch (VideoException e) {
      absent.heard(opening.pictures(), e.fault());
      throw e;
    }
  }

  /** Kills what still runs. */
  @Override
  public void close() {
    processes.close();
  }

  /** Process ids of those that run. */
  Set<Long> pids() {
    return processes.pids();
  }

  private ContainedProcess start() throws VideoException {
    try {
      starting.acquire();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new VideoException(Fault.STALLED);
    }
    try {
      return processes.start();
    } catch (IOException e) {
      starting.release();
      log.error("no process can be started for a decoder", e);
      throw new VideoException(Fault.DECODER_LOST);
    }
  }
}
