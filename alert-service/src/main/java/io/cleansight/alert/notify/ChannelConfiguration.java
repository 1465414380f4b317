package io.cleansight.alert.notify;

import java.util.ArrayList;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.mail.javamail.JavaMailSender;

/** The channels that are set. */
@Configuration(proxyBeanMethods = false)
class ChannelConfiguration {
  @Bean
  Courier courier(NotifyProperties properties) {
    return new Courier(properties.timeout(), properties.privateAddresses());
  }

  @Bean
  Channels channels(
      NotifyProperties properties,
      LogChannel log,
      ObjectProvider<JavaMailSender> mail,
      @Value("${spring.mail.host:}") String mailHost,
      Courier courier) {
    var channels = new ArrayList<Channel>(List.of(log));
    if (!mailHost.isBlank()) {
      mail.ifAvailable(sender -> channels.add(new EmailChannel(sender, properties.mailFrom())));
    }
    for (var endpoint : properties.endpoints()) {
      channels.add(
          switch (endpoint.kind()) {
            case WEBHOOK -> new WebhookChannel(endpoint, courier);
            case DINGTALK, WECOM, FEISHU -> new RobotChannel(endpoint, courier);
          });
    }
    return new Channels(channels);
  }
}
