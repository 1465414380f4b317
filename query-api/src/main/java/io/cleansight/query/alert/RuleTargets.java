package io.cleansight.query.alert;

import io.cleansight.contracts.Topics;
import io.cleansight.event.AlertRule;
import io.cleansight.query.setting.Settings;
import io.cleansight.rule.condition.BadRuleException;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Refuses rules that could tell nobody, or of nothing: with a channel or a camera that there is
 * not. What a topic holds all the same is as safe as before, since alert-service passes over it.
 */
@Component
class RuleTargets {
  private static final String EMAIL = "email";

  private final Set<String> channels = new TreeSet<>(List.of("log", EMAIL));
  private final KnownCameraReader cameras;
  private final Settings settings;

  /**
   * @param environment names the endpoints of alert-service in query.channels, and where both have
   *     one environment as alert-service has them itself
   */
  RuleTargets(Environment environment, KnownCameraReader cameras, Settings settings) {
    var binder = Binder.get(environment);
    binder
        .bind("query.channels", Bindable.listOf(String.class))
        .ifBound(names -> names.stream().filter(it -> !it.isBlank()).forEach(channels::add));
    binder
        .bind("alert.notify.endpoints", Bindable.listOf(Endpoint.class))
        .ifBound(
            endpoints -> endpoints.stream().map(Endpoint::nameOrNone).forEach(channels::addAll));
    this.cameras = cameras;
    this.settings = settings;
  }

  /** Of an endpoint, all but its name is alert-service's. */
  record Endpoint(@Nullable String name) {
    private List<String> nameOrNone() {
      return name == null ? List.of() : List.of(name);
    }
  }

  /**
   * Nothing, if it can tell somebody.
   *
   * @throws BadRuleException by the field that is wrong
   */
  void check(AlertRule rule) {
    check("notification_channels", rule.getNotificationChannels());
    check("escalation_channels", rule.getEscalationChannels());
    mustReach("recipients", rule.getNotificationChannels(), rule.getRecipients());
    mustReach(
        "escalation_recipients", rule.getEscalationChannels(), rule.getEscalationRecipients());
    mustBeKnown("camera_ids", rule.getCameraIds());
    if (rule.getCameraId() != null) {
      mustBeKnown("camera_id", List.of(rule.getCameraId()));
    }
  }

  private void check(String field, Collection<String> named) {
    for (String channel : named) {
      if (!channels.contains(channel)) {
        throw new BadRuleException(field, "of %s, not %s".formatted(channels, channel));
      }
    }
  }

  private static void mustReach(
      String field, Collection<String> named, Collection<String> recipients) {
    if (named.contains(EMAIL) && recipients.stream().noneMatch(RuleTargets::isAddress)) {
      throw new BadRuleException(
          field, "an e-mail address at least, as email is among its channels");
    }
  }

  /** Roughly: the mail server knows better. */
  private static boolean isAddress(String recipient) {
    return recipient.matches("[^@\\s]+@[^@\\s]+");
  }

  private void mustBeKnown(String field, List<String> named) {
    for (String camera : named) {
      if (!isSet(camera) && !cameras.isKnown(camera)) {
        throw new BadRuleException(field, "cameras that are known, which " + camera + " is not");
      }
    }
  }

  /** The record may not know yet. */
  private boolean isSet(String camera) {
    return settings.find(Topics.CAMERAS, camera).filter(it -> !it.isWithdrawn()).isPresent();
  }
}
