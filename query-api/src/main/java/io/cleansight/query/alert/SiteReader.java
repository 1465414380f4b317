package io.cleansight.query.alert;

import static java.time.ZoneOffset.UTC;

import io.cleansight.rehearsal.Period;
import io.cleansight.rule.Rule;
import io.cleansight.rule.SilenceWindow;
import io.cleansight.rule.Site;
import io.cleansight.rule.body.SilenceBody;
import io.cleansight.rule.body.SilenceWindowReader;
import io.cleansight.rule.condition.BadRuleException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** How the site is set, as far as a rule that is tried has to know. */
@Repository
class SiteReader {
  private static final Logger log = LoggerFactory.getLogger(SiteReader.class);
  private static final String LABELS =
      "SELECT id, label FROM cameras, jsonb_array_elements_text(labels) AS label";

  /** Also those that are over. */
  private static final String SILENCES =
      """
      SELECT id, created_by, jsonb_build_object(
        'kind', kind, 'comment', comment, 'camera_ids', camera_ids, 'labels', labels, 'rule_ids', rule_ids,
        'starts_at', starts_at, 'ends_at', ends_at, 'schedule', schedule)::text AS body
      FROM silences WHERE starts_at < :to AND ends_at > :from\
      """;

  private final JdbcClient jdbc;
  private final JsonMapper json;

  SiteReader(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  private record Label(String id, String label) {}

  private record Silence(UUID id, String createdBy, String body) {}

  /** That rule alone, with cameras' labels, and the silences that touch the period. */
  Site site(Rule rule, Period period) {
    return new Site(List.of(rule), labels(), Set.of(), silences(period));
  }

  private Map<String, Set<String>> labels() {
    var labels = new HashMap<String, Set<String>>();
    for (Label it : jdbc.sql(LABELS).query(Label.class).list()) {
      labels.computeIfAbsent(it.id(), _ -> new HashSet<>()).add(it.label());
    }
    return labels;
  }

  private List<SilenceWindow> silences(Period period) {
    var silences = new ArrayList<SilenceWindow>();
    List<Silence> written =
        jdbc.sql(SILENCES)
            .param("from", period.from().atOffset(UTC))
            .param("to", period.to().atOffset(UTC))
            .query(Silence.class)
            .list();
    for (Silence it : written) {
      try {
        SilenceBody body = json.readValue(it.body(), SilenceBody.class);
        silences.add(SilenceWindowReader.read(body.event(it.id(), it.createdBy(), period.from())));
      } catch (BadRuleException refused) {
        log.warn("silence {} is left out: {}", it.id(), refused.getMessage());
      }
    }
    return silences;
  }
}
