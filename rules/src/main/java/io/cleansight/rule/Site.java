package io.cleansight.rule;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import net.jcip.annotations.NotThreadSafe;

/**
 * How a site is set at a moment: its rules, its cameras, its silences and maintenance windows. For
 * one thread, as it remembers which rules concern a camera.
 */
@NotThreadSafe
public final class Site {
  public static final Site EMPTY = new Site(List.of(), Map.of(), Set.of(), List.of());

  private final List<Rule> rules;
  private final Map<String, Set<String>> labels;
  private final Set<String> gone;
  private final List<SilenceWindow> silences;
  private final List<SilenceWindow> maintenance;
  private final Map<String, List<Rule>> byCamera = new HashMap<>();

  /**
   * @param labels of each camera that has some
   * @param gone cameras that were withdrawn or switched off
   */
  public Site(
      List<Rule> rules,
      Map<String, Set<String>> labels,
      Set<String> gone,
      List<SilenceWindow> silences) {
    this.rules = List.copyOf(rules);
    this.labels = Map.copyOf(labels);
    this.gone = Set.copyOf(gone);
    this.silences = silences.stream().filter(it -> !it.maintenance()).toList();
    this.maintenance = silences.stream().filter(SilenceWindow::maintenance).toList();
  }

  /** The rules that concern a camera, under maintenance or not. */
  public List<Rule> rulesOf(String camera) {
    return byCamera.computeIfAbsent(
        camera,
        it -> {
          Set<String> itsLabels = labelsOf(it);
          return rules.stream().filter(rule -> rule.concerns(it, itsLabels)).toList();
        });
  }

  public Optional<Rule> rule(UUID id) {
    return rules.stream().filter(it -> it.id().equals(id)).findFirst();
  }

  boolean isGone(String camera) {
    return gone.contains(camera);
  }

  /** Whether the rule may raise no alert about the camera at that time. */
  boolean isUnderMaintenance(UUID rule, String camera, Instant at) {
    return covering(maintenance, rule, camera, at).isPresent();
  }

  /** The silence that covers an alert of that rule about that camera. */
  Optional<SilenceWindow> silence(UUID rule, String camera, Instant at) {
    return covering(silences, rule, camera, at);
  }

  /** One of the silences that cover an alert about all these cameras, if each is covered. */
  Optional<SilenceWindow> silence(UUID rule, List<String> cameras, Instant at) {
    Optional<SilenceWindow> soonest = Optional.empty();
    for (String camera : cameras) {
      Optional<SilenceWindow> its = silence(rule, camera, at);
      if (its.isEmpty()) {
        return its;
      }
      if (soonest.isEmpty() || its.get().until(at).isBefore(soonest.get().until(at))) {
        soonest = its;
      }
    }
    return soonest;
  }

  private Optional<SilenceWindow> covering(
      List<SilenceWindow> silences, UUID rule, String camera, Instant at) {
    if (silences.isEmpty()) {
      return Optional.empty();
    }
    Set<String> itsLabels = labelsOf(camera);
    return silences.stream().filter(it -> it.covers(rule, camera, itsLabels, at)).findFirst();
  }

  private Set<String> labelsOf(String camera) {
    return labels.getOrDefault(camera, Set.of());
  }
}
