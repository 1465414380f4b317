package io.cleansight.inference.judge;

import io.cleansight.inference.zone.Room;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jcip.annotations.NotThreadSafe;

/**
 * The cameras of one task: at hand as they are, so that nothing is decoded once the task runs, and
 * what of it must be stored.
 */
@NotThreadSafe
final class Cameras {
  private final Map<String, CameraState> states;
  private final Map<String, CameraSettings> settings;

  /** As the store has them: what is known of a camera after a crash. */
  private final Map<String, CameraState> kept;

  /** As they are stored. */
  Cameras(Map<String, CameraState> states, Map<String, CameraSettings> settings) {
    this.states = new HashMap<>(states);
    this.settings = new HashMap<>(settings);
    this.kept = new HashMap<>(states);
  }

  CameraState state(String camera) {
    return states.getOrDefault(camera, CameraState.NEW);
  }

  /**
   * Sets the state of a camera, which need not always be stored.
   *
   * @param live whether frames that were judged will not come again
   */
  Optional<JudgeAction> put(String camera, CameraState next, boolean live) {
    states.put(camera, next);
    if (!next.mustBeKept(kept.get(camera), live)) {
      return Optional.empty();
    }
    kept.put(camera, next);
    return Optional.of(new JudgeAction.StoreState(camera, next));
  }

  CameraSettings settings(String camera) {
    return settings.getOrDefault(camera, CameraSettings.NONE);
  }

  List<JudgeAction> set(String camera, CameraSettings next) {
    Room before = settings(camera).room();
    settings.put(camera, next);
    return changed(new JudgeAction.StoreSettings(camera, next), camera, before);
  }

  /** The camera has no settings any more. */
  List<JudgeAction> withdrawSettings(String camera) {
    Room before = settings(camera).room();
    settings.remove(camera);
    return changed(new JudgeAction.DeleteSettings(camera), camera, before);
  }

  /** What follows of new settings: in another room nothing was watched so far. */
  private List<JudgeAction> changed(JudgeAction first, String camera, Room before) {
    var actions = new ArrayList<JudgeAction>();
    actions.add(first);
    CameraState state = states.get(camera);
    if (state != null && !before.equals(settings(camera).room())) {
      put(camera, state.unobserved(), false).ifPresent(actions::add);
    }
    return List.copyOf(actions);
  }
}
