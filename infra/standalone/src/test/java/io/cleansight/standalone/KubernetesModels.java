package io.cleansight.standalone;

import com.google.gson.annotations.SerializedName;
import io.kubernetes.client.custom.IntOrString;
import io.kubernetes.client.custom.Quantity;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1Ingress;
import io.kubernetes.client.openapi.models.V1Job;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1ObjectMeta;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Secret;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1ServiceAccount;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import io.kubernetes.client.openapi.models.V2HorizontalPodAutoscaler;
import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/**
 * Kubernetes' own kinds, by the models that its Java client has of the API's OpenAPI: a field that
 * they do not have, one of another type, and one that is missing are faults, as they are to a
 * server that is asked to be strict.
 */
final class KubernetesModels {
  static final Map<String, Class<?>> KINDS =
      Map.ofEntries(
          Map.entry("v1/ConfigMap", V1ConfigMap.class),
          Map.entry("v1/Secret", V1Secret.class),
          Map.entry("v1/Service", V1Service.class),
          Map.entry("v1/ServiceAccount", V1ServiceAccount.class),
          Map.entry("apps/v1/Deployment", V1Deployment.class),
          Map.entry("apps/v1/StatefulSet", V1StatefulSet.class),
          Map.entry("batch/v1/Job", V1Job.class),
          Map.entry("policy/v1/PodDisruptionBudget", V1PodDisruptionBudget.class),
          Map.entry("networking.k8s.io/v1/NetworkPolicy", V1NetworkPolicy.class),
          Map.entry("networking.k8s.io/v1/Ingress", V1Ingress.class),
          Map.entry("autoscaling/v2/HorizontalPodAutoscaler", V2HorizontalPodAutoscaler.class));

  private static final Pattern QUANTITY =
      Pattern.compile("[0-9]+(\\.[0-9]+)?(m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei)?");

  /** What stands for a value in YAML, by the type of a model's field. */
  private static final Map<Class<?>, Set<Class<?>>> SCALARS =
      Map.of(
          String.class, Set.of(String.class),
          byte[].class, Set.of(String.class),
          OffsetDateTime.class, Set.of(String.class),
          Boolean.class, Set.of(Boolean.class),
          Integer.class, Set.of(Integer.class),
          Long.class, Set.of(Integer.class, Long.class),
          Double.class, Set.of(Integer.class, Double.class),
          IntOrString.class, Set.of(Integer.class, String.class));

  private final BiConsumer<String, String> faults;

  /**
   * @param faults takes the place of a fault, and what it is
   */
  KubernetesModels(BiConsumer<String, String> faults) {
    this.faults = faults;
  }

  void check(Class<?> model, Object object) {
    check("", model, object);
  }

  void checkMetadata(Object metadata) {
    check(".metadata", V1ObjectMeta.class, metadata);
  }

  private void check(String path, Type type, Object value) {
    switch (type) {
      case ParameterizedType generic when generic.getRawType() == List.class ->
          checkList(path, generic.getActualTypeArguments()[0], value);
      case ParameterizedType generic -> checkMap(path, generic.getActualTypeArguments()[1], value);
      case Class<?> scalar when SCALARS.containsKey(scalar) ->
          require(
              path,
              SCALARS.getOrDefault(scalar, Set.of()).contains(value.getClass()),
              "is no " + scalar.getSimpleName() + " but " + value);
      case Class<?> quantity when quantity == Quantity.class ->
          require(path, QUANTITY.matcher(value.toString()).matches(), "is no quantity: " + value);
      case Class<?> model -> checkModel(path, model, value);
      default -> faults.accept(path, "has a type that is not known: " + type);
    }
  }

  private void checkList(String path, Type item, Object value) {
    if (value instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        present(path + "[" + i + "]", item, list.get(i));
      }
    } else {
      faults.accept(path, "is no list but " + value);
    }
  }

  private void checkMap(String path, Type item, Object value) {
    if (value instanceof Map<?, ?> map) {
      map.forEach((key, its) -> present(path + "." + key, item, its));
    } else {
      faults.accept(path, "is no map but " + value);
    }
  }

  private void checkModel(String path, Class<?> model, Object value) {
    if (value instanceof Map<?, ?> map) {
      map.forEach(
          (key, its) ->
              field(model, key)
                  .ifPresentOrElse(
                      it -> present(path + "." + key, it.getGenericType(), its),
                      () -> faults.accept(path + "." + key, "is no field")));
      required(model).stream()
          .filter(it -> !map.containsKey(it))
          .forEach(it -> faults.accept(path + "." + it, "is missing"));
    } else {
      faults.accept(path, "is no " + model.getSimpleName() + " but " + value);
    }
  }

  private void present(String path, Type type, Object value) {
    if (value == null) {
      faults.accept(path, "is empty");
    } else {
      check(path, type, value);
    }
  }

  private void require(String path, boolean met, String otherwise) {
    if (!met) {
      faults.accept(path, otherwise);
    }
  }

  private static Optional<Field> field(Class<?> model, Object name) {
    return Arrays.stream(model.getDeclaredFields())
        .filter(
            it ->
                it.isAnnotationPresent(SerializedName.class)
                    && it.getAnnotation(SerializedName.class).value().equals(name))
        .findFirst();
  }

  private static Set<?> required(Class<?> model) {
    try {
      return (Set<?>) model.getField("openapiRequiredFields").get(null);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("a model without its required fields: " + model, e);
    }
  }
}
