package io.cleansight.alert.evaluation;

import io.cleansight.contracts.Topics;
import io.cleansight.event.Camera;
import io.cleansight.event.Silence;
import io.cleansight.messaging.Decoded;
import io.cleansight.rule.BadRuleException;
import io.cleansight.rule.Quiet;
import io.cleansight.rule.Rule;
import io.cleansight.rule.Site;
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

  private final Settings<List<Rule>> rules;
  private final Settings<Cameras> cameras;
  private final Settings<List<Quiet>> quiets;
  private final Revisions revisions;
  private @Nullable Site site;
  private long readRevision;

  /**
   * @param labels of every camera that has some
   * @param gone withdrawn or switched off
   */
  private record Cameras(Map<String, Set<String>> labels, Set<String> gone) {}

  SiteReader(ProcessingContext context, Revisions revisions) {
    this.revisions = revisions;
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

  @Override
  public Site get() {
    long current = revisions.sum();
    Site known = site;
    if (known == null || current != readRevision) {
      Cameras seen = cameras.now();
      known = new Site(rules.now(), seen.labels(), seen.gone(), quiets.now());
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
