package io.cleansight.bridge.mqtt;

import io.cleansight.messaging.instance.InstanceId;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Where a broker is named. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnExpression("!'${bridge.mqtt.url:}'.isBlank()")
class MqttConfiguration {

  @Bean
  MqttSession mqttSession(MqttProperties settings, InstanceId instance) {
    return new MqttSession(settings, instance);
  }

  @Bean
  MqttListener mqttListener(MqttSession session, MqttProperties settings) {
    return new MqttListener(session, new CameraMessages(settings));
  }
}
