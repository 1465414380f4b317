package io.cleansight.alert.evaluation;

import io.cleansight.contracts.Topics;
import io.cleansight.event.Camera;
import io.cleansight.event.Silence;
import io.cleansight.messaging.Decoded;
import io.cleansight.rule.BadRuleException;
import io.cleansight.rule.Quiet;
import io.cleansight.rule.Rule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.state.ValueAndTimestamp;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How the site is set at this moment: rules, cameras, silences. For one thread. */
final class Site {
  private static final Logger log = LoggerFactory.getLogger(Site.class);

  private final Settings<List<Rule>> rules;
  private final Settings<Cameras> cameras;
  private final Settings<List<Quiet>> quiets;

  /**
   * @param labels of every camera that has some
   * @param gone withdrawn or switched off
   */
  private record Cameras(Map<String, Set<String>> labels, Set<String> gone) {}

  Site(ProcessingContext context, Revisions revisions) {
    rules =
        new Settings<>(
            Topics.ALERT_RULES,
            store(context, EvaluationTopology.RULES),
            revisions.rules(),
            Rulebook::read);
    cameras =
        new Settings<>(
            Topics.CAMERAS,
            store(context, EvaluationTopology.CAMERAS),
            revisions.cameras(),
            (words, _) -> cameras(words));
    quiets =
        new Settings<>(
            Topics.SILENCES,
            store(context, EvaluationTopology.SILENCES),
            revisions.silences(),
            (words, _) -> quiets(words));
  }

  private static ReadOnlyKeyValueStore<String, ValueAndTimestamp<byte[]>> store(
      ProcessingContext context, String name) {
    return context.getStateStore(name);
  }

  /** The rules that watch that camera at that time; none that is under maintenance. */
  List<Rule> rulesOf(String camera, Instant at) {
    Set<String> labels = labelsOf(camera);
    List<Quiet> maintenance = quiets.now().stream().filter(Quiet::maintenance).toList();
    return rules.now().stream()
        .filter(rule -> rule.concerns(camera, labels))
        .filter(
            rule -> maintenance.stream().noneMatch(it -> it.covers(rule.id(), camera, labels, at)))
        .toList();
  }

  Optional<Rule> rule(UUID id) {
    return rules.now().stream().filter(rule -> rule.id().equals(id)).findFirst();
  }

  /** The silence that covers an alert of that rule about that camera. */
  Optional<UUID> silence(UUID rule, String camera, Instant at) {
    Set<String> labels = labelsOf(camera);
    return quiets.now().stream()
        .filter(it -> !it.maintenance() && it.covers(rule, camera, labels, at))
        .map(Quiet::id)
        .findFirst();
  }

  boolean isGone(String camera) {
    return cameras.now().gone().contains(camera);
  }

  private Set<String> labelsOf(String camera) {
    return cameras.now().labels().getOrDefault(camera, Set.of());
  }

  private static Cameras cameras(Map<String, Decoded<SpecificRecord>> words) {
    var labels = new HashMap<String, Set<String>>();
    var gone = new HashSet<String>();
    words.forEach(
        (id, word) -> {
          if (word instanceof Decoded.Event<SpecificRecord>(Camera camera)) {
            labels.put(id, Set.copyOf(camera.getLabels()));
            if (!camera.getEnabled()) {
              gone.add(id);
            }
          } else if (Settings.isWithdrawn(word)) {
            gone.add(id);
          }
        });
    return new Cameras(labels, gone);
  }

  private static List<Quiet> quiets(Map<String, Decoded<SpecificRecord>> words) {
    var quiets = new ArrayList<Quiet>();
    words.forEach(
        (id, word) -> {
          try {
            if (word instanceof Decoded.Event<SpecificRecord>(Silence silence)) {
              quiets.add(Quiet.of(silence));
            } else if (word instanceof Decoded.Unreadable<SpecificRecord> unreadable
                && !Settings.isWithdrawn(word)) {
              log.error("refused: silence {} cannot be read: {}", id, unreadable.reason());
            }
          } catch (BadRuleException e) {
            log.error("refused: silence {}: {}", id, e.getMessage());
          }
        });
    return List.copyOf(quiets);
  }
}
