package io.cleansight.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a Kubernetes API server that is asked to be strict has against objects. */
final class StrictServer {
  private StrictServer() {}

  static void takes(List<Map<String, Object>> objects) {
    objects.forEach(
        it -> assertThat(faults(it)).as("%s %s", it.get("kind"), it.get("metadata")).isEmpty());
  }

  /** Place and kind of every fault. */
  static List<String> faults(Map<String, Object> object) {
    var faults = new ArrayList<String>();
    var models = new KubernetesModels((path, what) -> faults.add(path + " " + what));
    Class<?> model =
        KubernetesModels.KINDS.get(object.get("apiVersion") + "/" + object.get("kind"));
    if (model == null) {
      models.checkMetadata(Chart.at(object, "metadata"));
      new CustomResources((path, what) -> faults.add(path + " " + what)).check(object);
    } else {
      models.check(model, object);
    }
    return List.copyOf(faults);
  }
}
