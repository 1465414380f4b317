package io.cleansight.capture.camera;

import io.cleansight.contracts.vocabulary.CameraStatus;
import io.cleansight.contracts.vocabulary.video.CameraReason;
import io.cleansight.video.VideoException;
import io.cleansight.video.VideoException.Fault;
import org.jspecify.annotations.Nullable;

/**
 * How a camera is, and why where it is not well. It begins as {@link #STARTING}, which is offline.
 *
 * <table>
 *   <caption>What follows, and when</caption>
 *   <tr><th>from</th><th>to</th><th>when</th></tr>
 *   <tr><td>offline, stalled</td><td>online</td>
 *       <td>a frame was published that had not been before</td></tr>
 *   <tr><td>offline, stalled</td><td>offline, stalled</td>
 *       <td>it was opened again, in vain; for the same reason or another</td></tr>
 *   <tr><td>online</td><td>blind</td>
 *       <td>the pictures of a live camera have shown nothing for a while</td></tr>
 *   <tr><td>blind</td><td>online</td><td>they show something again</td></tr>
 *   <tr><td>online, blind, waiting</td><td>offline</td>
 *       <td>the source broke off, ended as no stream should, or its decoder was lost</td></tr>
 *   <tr><td>online, blind, waiting</td><td>stalled</td>
 *       <td>its next picture did not come in time</td></tr>
 *   <tr><td>online, offline, stalled</td><td>waiting</td>
 *       <td>too much of a recorded file is published and not judged, for five seconds now</td></tr>
 *   <tr><td>waiting</td><td>online</td>
 *       <td>enough of it was judged, and the next frame published</td></tr>
 *   <tr><td>online, waiting, offline, stalled</td><td>finished</td>
 *       <td>all of a recorded file is judged; or, from the start, another run has followed</td></tr>
 *   <tr><td>any</td><td>off</td>
 *       <td>somebody has switched it off, or set another source; switched on, it begins anew</td></tr>
 *   <tr><td>any</td><td>offline</td>
 *       <td>its settings cannot be read; with others, it begins anew</td></tr>
 * </table>
 *
 * Nothing but off follows finished, and nothing follows off. With no time set before dark pictures
 * count, blind may follow offline and stalled at once.
 */
sealed interface CameraCondition {
  /** Before its source was opened for the first time. */
  CameraCondition STARTING = new Offline(CameraReason.NOT_OPENED);

  /** Not watched: what is to be masked cannot be known. */
  CameraCondition UNREADABLE = new Offline(CameraReason.SETTINGS_UNREADABLE);

  CameraCondition ONLINE = new Online();

  /** Switched off on purpose. */
  CameraCondition OFF = new Off();

  /** All of a recorded file has been played and judged. */
  CameraCondition FINISHED = new Finished(null);

  /** A request to play a file that was played, in whole or in part, before another one. */
  CameraCondition FOLLOWED = new Finished(CameraReason.FOLLOWED);

  /** Its word on the wire. */
  CameraStatus status();

  /** Why it is not well; null where it is. */
  @Nullable CameraReason reason();

  /** Frames are published. */
  record Online() implements CameraCondition {
    @Override
    public CameraStatus status() {
      return CameraStatus.ONLINE;
    }

    @Override
    public @Nullable CameraReason reason() {
      return null;
    }
  }

  /** Frames come, and show nothing. */
  record Blind(CameraReason reason) implements CameraCondition {
    @Override
    public CameraStatus status() {
      return CameraStatus.BLIND;
    }
  }

  /** The source is open, or being opened, and no picture comes in time. */
  record Stalled(CameraReason reason) implements CameraCondition {
    @Override
    public CameraStatus status() {
      return CameraStatus.STALLED;
    }
  }

  /** The source cannot be opened, or was lost; it is opened again after a pause. */
  record Offline(CameraReason reason) implements CameraCondition {
    @Override
    public CameraStatus status() {
      return CameraStatus.OFFLINE;
    }
  }

  /**
   * A recorded file is paused.
   *
   * @param unjudged frames that were published and not yet judged
   */
  record Waiting(int unjudged) implements CameraCondition {
    @Override
    public CameraStatus status() {
      return CameraStatus.WAITING;
    }

    @Override
    public CameraReason reason() {
      return CameraReason.UNJUDGED;
    }
  }

  /** Nothing is left to be played. */
  record Finished(@Nullable CameraReason reason) implements CameraCondition {
    @Override
    public CameraStatus status() {
      return CameraStatus.FINISHED;
    }
  }

  /** Nothing is played, because somebody wants it so. */
  record Off() implements CameraCondition {
    @Override
    public CameraStatus status() {
      return CameraStatus.OFF;
    }

    @Override
    public CameraReason reason() {
      return CameraReason.SWITCHED_OFF;
    }
  }

  /** Its reason in English, never with an address; null where it is well. */
  static @Nullable String words(CameraCondition condition) {
    CameraReason reason = condition.reason();
    return condition instanceof Waiting(int unjudged)
        ? unjudged + " " + CameraReason.UNJUDGED.words()
        : reason == null ? null : reason.words();
  }

  /** After its source was lost. */
  static CameraCondition of(VideoException lost) {
    CameraReason reason = lost.fault().reason();
    return lost.fault() == Fault.STALLED ? new Stalled(reason) : new Offline(reason);
  }
}
