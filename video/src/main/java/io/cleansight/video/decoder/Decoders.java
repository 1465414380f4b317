package io.cleansight.video.decoder;

import io.cleansight.video.Opening;
import io.cleansight.video.Rules;
import io.cleansight.video.Source;
import io.cleansight.video.Video;
import io.cleansight.video.VideoException;
import io.cleansight.video.drawn.DrawnVideo;
import io.cleansight.video.process.ContainedProcesses;
import java.time.Duration;
import java.util.Set;

/**
 * Opens each source in a process of its own. Scenes are drawn here: nobody else's bytes are read
 * for them.
 */
public final class Decoders implements Video.Opener, AutoCloseable {
  private static final long HEAP = 64 << 20;

  private final Rules rules;
  private final AbsentHosts absent;
  private final ContainedProcesses processes;
  private final DecoderStarts starts;

  /**
   * @param memory most bytes of address space that a decoder may have; Java takes about half a
   *     gigabyte of it without using it
   * @param standby processes that have started before a source needs them, of about 50 MB each
   */
  public Decoders(Rules rules, long memory, int standby) {
    this(rules, memory, standby, DecoderMain.class);
  }

  /** With another program in place of the decoder. */
  Decoders(Rules rules, long memory, int standby, Class<?> program) {
    this.rules = rules;
    this.absent = new AbsentHosts(rules);
    this.processes = new ContainedProcesses(program, memory, HEAP);
    this.starts = new DecoderStarts(processes, standby);
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
      return starts.open(decoder -> ContainedVideo.open(decoder, opening, rules));
    } catch (VideoException e) {
      absent.heard(opening.pictures(), e.fault());
      throw e;
    }
  }

  /** Waits until those that wait for a source have started for the first time, or so long. */
  public void awaitStandby(Duration patience) throws InterruptedException {
    starts.awaitFilled(patience);
  }

  /** Kills what still runs. */
  @Override
  public void close() {
    starts.close();
    processes.close();
  }

  /** Process ids of those that run. */
  Set<Long> pids() {
    return processes.pids();
  }

  /** How many processes wait for a source. */
  int waiting() {
    return starts.size();
  }
}
