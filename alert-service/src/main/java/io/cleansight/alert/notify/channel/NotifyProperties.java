package io.cleansight.alert.notify.channel;

import io.cleansight.messaging.address.AddressPolicy;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings under {@code alert.notify}. Addresses and secrets are here and not in rules, which
 * travel through topics and pages.
 *
 * @param endpoints webhooks and robots, by the names that rules use
 * @param mailFrom sender of e-mail; e-mail is on where {@code spring.mail.host} is set
 * @param perMinute how many messages one recipient gets within a minute at most; what is more
 *     waits, and goes out as one
 * @param pause before the second attempt at a notification; about doubled for each further one
 * @param longestPause between two attempts
 * @param deadline after which a notification that was not delivered is given up
 * @param parallel how many messages of one channel are on their way at once
 * @param timeout for connecting, and for the answer
 * @param longestAttempt after which an attempt has failed, whatever the other side does
 * @param breakerPause for how long nothing is attempted through a channel that only fails
 * @param pages address of the pages as people reach them, as {@code
 *     https://cleansight.example.com}: e-mail and robots then lead to the violations of an alert;
 *     empty: they lead nowhere
 * @param allowed networks in which endpoints may lie, as 10.1.0.0/16; {@code public}: the Internet
 */
@Validated
@ConfigurationProperties("alert.notify")
public record NotifyProperties(
    @DefaultValue List<@Valid Endpoint> endpoints,
    @DefaultValue("cleansight@localhost") String mailFrom,
    @DefaultValue("30") @Min(1) @Max(10_000) int perMinute,
    @DefaultValue("1s") @DurationMin(millis = 1) Duration pause,
    @DefaultValue("5m") @DurationMin(millis = 1) Duration longestPause,
    @DefaultValue("24h") @DurationMin(seconds = 1) @DurationMax(days = 6) Duration deadline,
    @DefaultValue("8") @Min(1) @Max(1_000) int parallel,
    @DefaultValue("5s") Duration timeout,
    @DefaultValue("30s") @DurationMin(millis = 1) Duration longestAttempt,
    @DefaultValue("30s") @DurationMin(millis = 1) Duration breakerPause,
    @DefaultValue("") String pages,
    @DefaultValue("public") List<String> allowed) {

  public NotifyProperties {
    allowed = AddressPolicy.checked("alert.notify.allowed", allowed);
    pages = new PageLinks(pages).pages();
  }

  public PageLinks links() {
    return new PageLinks(pages);
  }

  /** How an endpoint is spoken to. */
  public enum Kind {
    WEBHOOK,
    DINGTALK,
    WECOM,
    FEISHU
  }

  /**
   * @param secret signs what is sent; robots of WeCom have it in their address
   */
  public record Endpoint(
      @NotNull @Pattern(regexp = "[a-z0-9][a-z0-9-]{0,62}") String name,
      @NotNull Kind kind,
      @NotNull URI url,
      @Nullable String secret) {
    public Endpoint {
      if (url != null && (url.getHost() == null || !url.getScheme().matches("https?"))) {
        throw new IllegalArgumentException(
            "alert.notify.endpoints: the url of " + name + " must be http or https with a host");
      }
      if (url != null && url.getUserInfo() != null) {
        throw new IllegalArgumentException(
            "alert.notify.endpoints: the url of " + name + " must not hold a login");
      }
    }

    /** Without the address, whose query is a secret for some. */
    @Override
    public String toString() {
      return name + " (" + kind + ")";
    }
  }
}
