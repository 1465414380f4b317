package io.cleansight.alert.evaluation;

import io.cleansight.contracts.Topics;
import io.cleansight.contracts.codec.Decoded;
import io.cleansight.event.Camera;
import io.cleansight.event.Silence;
import io.cleansight.rule.Rule;
import io.cleansight.rule.SilenceWindow;
import io.cleansight.rule.Site;
import io.cleansight.rule.body.SilenceWindowReader;
import io.cleansight.rule.condition.BadRuleException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.state.ValueAndTimestamp;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads how the site is set: another {@link Site} whenever a topic has said something. */
final class SiteReader implements Supplier<Site> {
  private static final Logger log = LoggerFactory.getLogger(SiteReader.class);

  private final CompactedTopicView<List<Rule>> rules;
  private final CompactedTopicView<Cameras> cameras;
  private final CompactedTopicView<List<SilenceWindow>> silences;
  private final SettingsVersions revisions;
  private @Nullable Site site;
  private long readRevision;

  /**
   * @param labels of every camera that has some
   * @param gone withdrawn or switched off
   */
  private record Cameras(Map<String, Set<String>> labels, Set<String> gone) {}

  SiteReader(ProcessingContext context, SettingsVersions revisions) {
    this.revisions = revisions;
    rules =
        new CompactedTopicView<>(
            Topics.ALERT_RULES,
            store(context, EvaluationTopology.RULES),
            revisions.rules(),
            Rulebook::read);
    cameras =
        new CompactedTopicView<>(
            Topics.CAMERAS,
            store(context, EvaluationTopology.CAMERAS),
            revisions.cameras(),
            (words, _) -> cameras(words));
    silences =
        new CompactedTopicView<>(
            Topics.SILENCES,
            store(context, EvaluationTopology.SILENCES),
            revisions.silences(),
            (words, _) -> silences(words));
  }

  @Override
  public Site get() {
    long current = revisions.sum();
    Site known = site;
    if (known == null || current != readRevision) {
      Cameras seen = cameras.now();
      known = new Site(rules.now(), seen.labels(), seen.gone(), silences.now());
      site = known;
      readRevision = current;
    }
    return known;
  }

  private static ReadOnlyKeyValueStore<String, ValueAndTimestamp<byte[]>> store(
      ProcessingContext context, String name) {
    return context.getStateStore(name);
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
          } else if (CompactedTopicView.isWithdrawn(word)) {
            gone.add(id);
          }
        });
    return new Cameras(labels, gone);
  }

  private static List<SilenceWindow> silences(Map<String, Decoded<SpecificRecord>> words) {
    var silences = new ArrayList<SilenceWindow>();
    words.forEach(
        (id, word) -> {
          try {
            if (word instanceof Decoded.Event<SpecificRecord>(Silence silence)) {
              silences.add(SilenceWindowReader.read(silence));
            } else if (word instanceof Decoded.Unreadable<SpecificRecord> unreadable
                && !CompactedTopicView.isWithdrawn(word)) {
              log.error("refused: silence {} cannot be read: {}", id, unreadable.reason());
            }
          } catch (BadRuleException e) {
            log.error("refused: silence {}: {}", id, e.getMessage());
          }
        });
    return List.copyOf(silences);
  }
}
