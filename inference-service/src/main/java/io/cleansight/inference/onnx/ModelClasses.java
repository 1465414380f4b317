package io.cleansight.inference.onnx;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A model's classes.
 *
 * @param labels what each means to us, in the model's order
 * @param wanted indices of those that mean something
 */
record ModelClasses(List<String> labels, int[] wanted) {

  /**
   * As the card or the metadata names them.
   *
   * @param count how many the outputs tell of; -1: they do not say
   * @throws IllegalArgumentException if they are not named, or not all of them
   */
  static ModelClasses of(ModelCard card, Map<String, String> metadata, int count) {
    List<String> names = names(card, metadata, count);
    Map<String, String> map = card.labels();
    if (map == null) {
      return new ModelClasses(
          names.stream().map(ModelClasses::label).toList(),
          IntStream.range(0, names.size()).toArray());
    }
    checkNamed(map, names);
    return new ModelClasses(
        names.stream().map(name -> map.getOrDefault(name, name)).toList(),
        IntStream.range(0, names.size()).filter(i -> map.containsKey(names.get(i))).toArray());
  }

  private static void checkNamed(Map<String, String> labels, List<String> names) {
    for (String name : labels.keySet()) {
      if (!names.contains(name)) {
        throw new IllegalArgumentException(
            "model.yaml: labels names %s, which is none of its classes %s"
                .formatted(name, names.size() > 12 ? names.subList(0, 12) + "…" : names));
      }
    }
  }

  private static List<String> names(ModelCard card, Map<String, String> metadata, int count) {
    List<String> names =
        Optional.ofNullable(card.classes())
            .map(said -> said.equals(List.of("coco")) ? Coco.NAMES : said)
            .or(() -> Optional.ofNullable(metadata.get("names")).map(MetadataNames::parse))
            .orElseThrow(() -> unnamed(count));
    if (count >= 0 && names.size() != count) {
      throw new IllegalArgumentException(
          "has %d classes, but %d names: %s; set classes in model.yaml"
              .formatted(count, names.size(), names.size() > 8 ? names.subList(0, 8) : names));
    }
    return names;
  }

  private static IllegalArgumentException unnamed(int count) {
    return new IllegalArgumentException(
        "does not name its %sclasses: set classes in model.yaml%s"
            .formatted(
                count < 0 ? "" : count + " ", count == 80 ? " (classes: coco for COCO's 80)" : ""));
  }

  private static String label(String name) {
    return name.strip().toLowerCase(Locale.ROOT).replace(' ', '_');
  }

  /** A head is with or without: such classes are suppressed across. */
  boolean excludeEachOther() {
    return labels.stream().anyMatch(label -> labels.contains("no_" + label));
  }
}
