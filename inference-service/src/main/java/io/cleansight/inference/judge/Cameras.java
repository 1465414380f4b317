package io.cleansight.inference.judge;

import io.cleansight.inference.zone.Room;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The cameras of one task: at hand as they are, and written through to the task's stores, so that
 * nothing is decoded once the task runs. For the task's thread.
 */
final class Cameras {
  private final KeyValueStore<String, CameraState> stateStore;
  private final KeyValueStore<String, CameraSettings> settingsStore;
  private final Map<String, CameraState> states = new HashMap<>();
  private final Map<String, CameraSettings> settings = new HashMap<>();

  /** As the store has them: what is known of a camera after a crash. */
  private final Map<String, CameraState> kept = new HashMap<>();

  private Cameras(
      KeyValueStore<String, CameraState> stateStore,
      KeyValueStore<String, CameraSettings> settingsStore) {
    this.stateStore = stateStore;
    this.settingsStore = settingsStore;
  }

  /** All that the stores hold, which must be restored by then. */
  static Cameras load(
      KeyValueStore<String, CameraState> stateStore,
      KeyValueStore<String, CameraSettings> settingsStore) {
    var cameras = new Cameras(stateStore, settingsStore);
    try (var all = stateStore.all()) {
      all.forEachRemaining(it -> cameras.kept.put(it.key, it.value));
    }
    cameras.states.putAll(cameras.kept);
    try (var all = settingsStore.all()) {
      all.forEachRemaining(it -> cameras.settings.put(it.key, it.value));
    }
    return cameras;
  }

  /** Ids of those of which something is known. */
  Set<String> known() {
    return Set.copyOf(states.keySet());
  }

  CameraState state(String camera) {
    return states.getOrDefault(camera, CameraState.NEW);
  }

  /**
   * @param live whether frames that were judged will not come again
   */
  void put(String camera, CameraState next, boolean live) {
    states.put(camera, next);
    if (next.mustBeKept(kept.get(camera), live)) {
      kept.put(camera, next);
      stateStore.put(camera, next);
    }
  }

  CameraSettings settings(String camera) {
    return settings.getOrDefault(camera, CameraSettings.NONE);
  }

  void set(String camera, CameraSettings next) {
    Room before = settings(camera).room();
    settings.put(camera, next);
    settingsStore.put(camera, next);
    changeRoom(camera, before, next.room());
  }

  /** The camera has no settings any more. */
  void withdrawSettings(String camera) {
    CameraSettings before = settings(camera);
    settings.remove(camera);
    settingsStore.delete(camera);
    changeRoom(camera, before.room(), Room.UNKNOWN);
  }

  private void changeRoom(String camera, Room before, Room now) {
    CameraState state = states.get(camera);
    if (state != null && !before.equals(now)) {
      put(camera, state.unobserved(), false);
    }
  }
}
