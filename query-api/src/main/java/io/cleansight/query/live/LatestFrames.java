package io.cleansight.query.live;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.cleansight.contracts.Topics;
import io.cleansight.event.Activity;
import io.cleansight.event.Frame;
import io.cleansight.messaging.read.RecordLookup;
import io.cleansight.messaging.read.RecordLookups;
import io.cleansight.query.faces.Blur;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import net.jcip.annotations.ThreadSafe;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * Where each camera's newest judged frame lies, of the {@link #MOST} cameras that spoke last. A
 * picture is read when it is asked for, one at a time.
 */
@Component
@ThreadSafe
public class LatestFrames implements DisposableBean {
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final int MOST = 10_000;

  private final Cache<String, Activity> latest = Caffeine.newBuilder().maximumSize(MOST).build();
  private final RecordLookup frames;

  LatestFrames(RecordLookups lookups) {
    this.frames = lookups.open("preview-frames");
  }

  void add(Activity judged) {
    latest.put(judged.getCameraId(), judged);
  }

  /**
   * The camera's newest judged frame, JPEG; empty if it showed none, or none that is still kept.
   *
   * @param blurred whether heads are to be hidden
   */
  public Optional<byte[]> picture(String cameraId, boolean blurred) {
    Activity judged = latest.getIfPresent(cameraId);
    return judged == null
        ? Optional.empty()
        : read(judged).map(it -> blurred ? Blur.over(it, LiveFrame.heads(judged)) : it);
  }

  /** Which model judged each camera's newest frame. */
  public Map<String, String> models() {
    var models = new TreeMap<String, String>();
    latest.asMap().forEach((camera, judged) -> models.put(camera, judged.getModel()));
    return models;
  }

  private synchronized Optional<byte[]> read(Activity judged) {
    return frames
        .find(Topics.FRAMES, judged.getFramePartition(), judged.getFrameOffset(), PATIENCE)
        .map(frame -> LiveFrame.picture((Frame) frame));
  }

  @Override
  public synchronized void destroy() {
    frames.close();
  }
}
