package io.cleansight.query.sql;

import static java.time.ZoneOffset.UTC;

import io.cleansight.query.access.Caller;
import io.cleansight.query.web.Cursor;
import io.cleansight.query.web.PageRequest;
import io.cleansight.query.web.TimeRange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A query whose conditions depend on what was asked for. Fragments are constants of the program;
 * values only ever become parameters.
 */
public final class Sql {
  /** The cameras of a grouped alert in alert_history, for {@link #namesOnlySeenBy}. */
  public static final String ALERT_MEMBERS = "details->'members'";

  private final String select;
  private final List<String> conditions = new ArrayList<>();
  private final Map<String, Object> parameters = new LinkedHashMap<>();
  private String ending = "";

  private Sql(String select) {
    this.select = select;
  }

  /**
   * @param select everything before WHERE
   */
  public static Sql select(String select) {
    return new Sql(select);
  }

  /** A value of which the statement makes use. */
  public Sql with(String parameter, Object value) {
    parameters.put(parameter, value);
    return this;
  }

  /** Adds {@code column = value}, unless there is no value. */
  public Sql where(String column, @Nullable Object value) {
    if (value != null) {
      conditions.add(column + " = :" + column);
      parameters.put(column, value);
    }
    return this;
  }

  /** Adds a condition, if it is wanted. */
  public Sql where(boolean wanted, String condition) {
    if (wanted) {
      conditions.add(condition);
    }
    return this;
  }

  /** Adds that the camera is one that the caller may see. */
  public Sql seenBy(Caller caller) {
    List<String> seen = caller.seen();
    if (seen != null) {
      conditions.add("camera_id IN (:seen)");
      parameters.put("seen", seen);
    }
    return this;
  }

  /**
   * Adds that every camera in a list, as JSON, is one that the caller may see: what is also about
   * others says too much of them.
   *
   * @param list an expression; NULL is an empty list
   */
  public Sql namesOnlySeenBy(Caller caller, String list) {
    List<String> seen = caller.seen();
    if (seen != null) {
      conditions.add(
          "NOT EXISTS (SELECT FROM jsonb_array_elements_text(%s) AS named WHERE named NOT IN (:seen))"
              .formatted(list));
      parameters.put("seen", seen);
    }
    return this;
  }

  /** Adds that {@code column} lies in the range. */
  public Sql within(String column, TimeRange range) {
    conditions.add(column + " >= :from AND " + column + " < :to");
    parameters.put("from", range.from().atOffset(UTC));
    parameters.put("to", range.to().atOffset(UTC));
    return this;
  }

  /** Newest first by {@code (timestamp, id)}, the wanted part. */
  public Sql newestFirst(PageRequest page) {
    Cursor after = page.after();
    if (after != null) {
      conditions.add("(timestamp, id) < (:afterAt, :afterId)");
      parameters.put("afterAt", after.at().atOffset(UTC));
      parameters.put("afterId", after.id());
    }
    return ordered("timestamp DESC, id DESC", page);
  }

  /**
   * Newest first by {@code time}, and among equals by those columns upwards, the wanted part.
   *
   * @param columns of text
   */
  public Sql newestFirst(PageRequest page, String time, List<String> columns) {
    String keys = String.join(", ", columns);
    Cursor after = page.after();
    if (after != null) {
      var names = new ArrayList<String>();
      for (String part : after.parts(columns.size())) {
        String name = "after" + names.size();
        names.add(":" + name);
        parameters.put(name, part);
      }
      conditions.add(
          "%1$s <= :afterAt AND (%1$s < :afterAt OR (%2$s) > (%3$s))"
              .formatted(time, keys, String.join(", ", names)));
      parameters.put("afterAt", after.at().atOffset(UTC));
    }
    return ordered("%s DESC, %s".formatted(time, keys), page);
  }

  private Sql ordered(String order, PageRequest page) {
    parameters.put("limit", page.limit());
    parameters.put("offset", page.offset());
    ending = " ORDER BY " + order + " LIMIT :limit OFFSET :offset";
    return this;
  }

  /** Adds what follows the conditions. */
  public Sql ending(String sql) {
    ending = " " + sql;
    return this;
  }

  /** The statement with its parameters. */
  public JdbcClient.StatementSpec on(JdbcClient jdbc) {
    String where = conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
    return jdbc.sql(select + where + ending).params(parameters);
  }
}
