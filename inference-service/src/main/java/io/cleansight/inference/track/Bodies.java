package io.cleansight.inference.track;

import io.cleansight.inference.detection.Box;
import io.cleansight.inference.detection.Detection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Puts together what models saw in a frame: which head is on which person, whose hand that is. */
public final class Bodies {
  private static final String PERSON = "person";
  private static final Set<String> COVERED_OR_BARE = Set.of("hairnet", "no_hairnet");

  /** A head is in the upper part of its person. */
  private static final double UPPER = 0.5;

  /** A head may stand out from its person's box by so much of the box. */
  private static final double MARGIN = 0.1;

  /** A person is about so many heads wide and tall. */
  private static final double HEADS_WIDE = 2.6;

  private static final double HEADS_TALL = 6.6;

  /** A torso has so many times the area of its head, and begins within so many of its heights. */
  private static final double TORSO = 2.5;

  private static final double TORSO_REACH = 3;

  /** A hand is at most so many heads away from its head. */
  private static final double ARM = 5;

  private Bodies() {}

  static boolean isHead(String label) {
    return label.equals("head") || isCoveredOrBare(label);
  }

  /** Whether it is a head of which is told what it wears. */
  static boolean isCoveredOrBare(String label) {
    return COVERED_OR_BARE.contains(label);
  }

  /** Whether a frame was looked at by a model that sees people. */
  public static boolean hasPeople(List<Detection> seen) {
    return seen.stream().anyMatch(detection -> detection.label().equals(PERSON));
  }

  /**
   * Where faces may be in a frame: every head, and every person on whom no head was found. Nothing
   * is left out for being unsure.
   */
  public static List<Box> faces(List<Detection> seen) {
    List<Box> heads = seen.stream().filter(it -> isHead(it.label())).map(Detection::box).toList();
    var faces = new ArrayList<>(heads);
    seen.stream()
        .filter(it -> it.label().equals(PERSON))
        .map(Detection::box)
        .filter(person -> heads.stream().noneMatch(head -> wears(person, head)))
        .forEach(faces::add);
    return List.copyOf(faces);
  }

  /**
   * The people of one frame, surest first.
   *
   * @param people whether this camera's models see people; a head without one then stands for a
   *     person whom the model overlooked
   */
  public static List<Observation> of(List<Detection> seen, boolean people) {
    List<Detection> persons = byScore(seen, detection -> detection.label().equals(PERSON));
    Map<Detection, List<Detection>> belongings = new HashMap<>();
    persons.forEach(person -> belongings.put(person, new ArrayList<>()));
    var bodies = new ArrayList<>(persons);
    for (var head : heads(seen)) {
      Optional<Detection> wearer = wearer(head, persons, belongings);
      Detection body = wearer.orElseGet(() -> people ? overlooked(head) : head);
      if (wearer.isEmpty()) {
        bodies.add(body);
      }
      give(belongings, body, head);
    }
    seen.stream()
        .filter(detection -> !isHead(detection.label()) && !detection.label().equals(PERSON))
        .forEach(item -> owner(item, bodies).ifPresent(body -> give(belongings, body, item)));
    return bodies.stream()
        .map(body -> observation(body, people, belongings.getOrDefault(body, List.of())))
        .toList();
  }

  /** Surest first, without torsos that were taken for heads. */
  private static List<Detection> heads(List<Detection> seen) {
    List<Detection> all = byScore(seen, detection -> isHead(detection.label()));
    return all.stream()
        .filter(head -> all.stream().noneMatch(other -> isTorso(head, other)))
        .toList();
  }

  /** Of the people who have no head yet, the one whom it fits best. */
  private static Optional<Detection> wearer(
      Detection head, List<Detection> persons, Map<Detection, List<Detection>> belongings) {
    return persons.stream()
        .filter(person -> belongings.getOrDefault(person, List.of()).isEmpty())
        .filter(person -> wears(person.box(), head.box()))
        .min(Comparator.comparingDouble(person -> offset(person.box(), head.box())));
  }

  /** A person whom the model has not seen under a head. */
  private static Detection overlooked(Detection head) {
    return new Detection(PERSON, head.score(), standing(head.box()));
  }

  private static Observation observation(
      Detection body, boolean people, List<Detection> belongings) {
    return new Observation(body.box(), body.score(), people, belongings, body.appearance());
  }

  private static void give(
      Map<Detection, List<Detection>> belongings, Detection body, Detection item) {
    belongings.computeIfAbsent(body, _ -> new ArrayList<>()).add(item);
  }

  private static List<Detection> byScore(
      List<Detection> seen, java.util.function.Predicate<Detection> which) {
    return seen.stream()
        .filter(which)
        .sorted(Comparator.comparingDouble(Detection::score).reversed())
        .toList();
  }

  /** Whether what was taken for a head is what stands under a surer, much smaller one. */
  private static boolean isTorso(Detection taken, Detection head) {
    Box large = taken.box();
    Box small = head.box();
    double below = (large.centreY() - small.centreY()) / Math.max(1e-9, small.height());
    return head.score() >= taken.score()
        && large.width() * large.height() >= TORSO * small.width() * small.height()
        && Math.abs(large.centreX() - small.centreX()) <= large.width() / 2
        && below >= 0.5
        && below <= TORSO_REACH;
  }

  private static boolean wears(Box person, Box head) {
    var upper =
        new Box(
            person.x() - MARGIN * person.width(),
            person.y() - MARGIN * person.height(),
            person.width() * (1 + 2 * MARGIN),
            person.height() * (UPPER + MARGIN));
    return upper.contains(head.centreX(), head.centreY());
  }

  private static double offset(Box person, Box head) {
    return Math.abs(person.centreX() - head.centreX()) / Math.max(1e-9, person.width())
        + Math.abs(person.y() - head.y()) / Math.max(1e-9, person.height());
  }

  private static Box standing(Box head) {
    double width = Math.min(1, head.width() * HEADS_WIDE);
    double x = Math.clamp(head.centreX() - width / 2, 0, 1 - width);
    double y = Math.clamp(head.y(), 0, 1);
    return new Box(x, y, width, Math.min(1 - y, head.height() * HEADS_TALL));
  }

  private static Optional<Detection> owner(Detection item, List<Detection> bodies) {
    double x = item.box().centreX();
    double y = item.box().centreY();
    return bodies.stream()
        .filter(
            body ->
                isHead(body.label())
                    ? body.box().distance(item.box()) < ARM
                    : body.box().contains(x, y))
        .min(
            Comparator.comparingDouble(
                body -> Math.hypot(body.box().centreX() - x, body.box().centreY() - y)));
  }
}
