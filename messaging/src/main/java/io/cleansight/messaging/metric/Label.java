package io.cleansight.messaging.metric;

import io.cleansight.contracts.vocabulary.Term;
import java.util.List;
import java.util.stream.Stream;

/**
 * What tells the series of a metric apart. There are never more series than a site has cameras,
 * channels or topics: nothing that people or frames make up becomes a value.
 *
 * @param values all that it may have; empty: as many as {@code bound} says
 * @param bound what limits an open label, for the reference
 */
public record Label(String name, List<String> values, String bound) {
  /** Stands for a value that is not among those declared. */
  static final String OTHER = "other";

  static final Label CAMERA = open("camera", "ids of the cameras");
  static final Label TOPIC = open("topic", "names of topics");
  static final Label CHANNEL =
      open("channel", "names of the channels that are set up, or `unknown`");

  public Label {
    values = List.copyOf(values);
  }

  static Label open(String name, String bound) {
    return new Label(name, List.of(), bound);
  }

  static Label of(String name, String... values) {
    return new Label(name, List.of(values), "");
  }

  static <T extends Enum<T> & Term> Label words(String name, Class<T> concept) {
    return new Label(name, List.copyOf(Term.words(concept)), "");
  }

  static Label names(String name, Class<? extends Enum<?>> concept) {
    return new Label(name, Stream.of(concept.getEnumConstants()).map(Enum::name).toList(), "");
  }

  String value(String given) {
    return values.isEmpty() || values.contains(given) ? given : OTHER;
  }
}
