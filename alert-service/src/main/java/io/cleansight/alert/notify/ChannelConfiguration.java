package io.cleansight.alert.notify;

import io.cleansight.alert.notify.channel.Channel;
import io.cleansight.alert.notify.channel.EmailChannel;
import io.cleansight.alert.notify.channel.LogChannel;
import io.cleansight.alert.notify.channel.NotifyProperties;
import io.cleansight.alert.notify.channel.PageLinks;
import io.cleansight.alert.notify.channel.RobotChannel;
import io.cleansight.alert.notify.channel.WebhookChannel;
import io.cleansight.alert.notify.channel.WebhookClient;
import io.cleansight.messaging.address.AddressPolicy;
import io.cleansight.messaging.address.AddressProperties;
import io.cleansight.messaging.address.Trust;
import java.util.ArrayList;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.mail.javamail.JavaMailSender;

/** The channels that are set. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AddressProperties.class)
class ChannelConfiguration {
  @Bean
  WebhookClient client(NotifyProperties properties, AddressProperties addresses) {
    return new WebhookClient(
        properties.timeout(),
        new AddressPolicy(properties.allowed(), addresses.local()),
        Trust.with(addresses.ca()));
  }

  @Bean
  Channels channels(
      NotifyProperties properties,
      LogChannel log,
      ObjectProvider<JavaMailSender> mail,
      @Value("${spring.mail.host:}") String mailHost,
      WebhookClient client) {
    var channels = new ArrayList<Channel>(List.of(log));
    PageLinks links = properties.links();
    if (!mailHost.isBlank()) {
      mail.ifAvailable(
          sender -> channels.add(new EmailChannel(sender, properties.mailFrom(), links)));
    }
    for (var endpoint : properties.endpoints()) {
      channels.add(
          switch (endpoint.kind()) {
            case WEBHOOK -> new WebhookChannel(endpoint, client);
            case DINGTALK, WECOM, FEISHU -> new RobotChannel(endpoint, client, links);
          });
    }
    return new Channels(channels);
  }
}
