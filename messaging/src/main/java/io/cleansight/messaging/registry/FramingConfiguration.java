package io.cleansight.messaging.registry;

import io.cleansight.contracts.codec.Framing;
import java.util.Map;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/** Which framing this process writes, decided before anything of it reads or writes. */
@AutoConfiguration(before = KafkaAutoConfiguration.class)
class FramingConfiguration {

  @Bean
  static BeanFactoryPostProcessor framingOfProcess(Environment environment) {
    return _ -> Framing.use(framing(FramingProperties.of(environment)));
  }

  static Framing framing(FramingProperties settings) {
    if (!settings.registry().isSet()) {
      return new Framing(Map.of(), null);
    }
    var registry = new SchemaRegistry(settings.registry());
    return new Framing(
        settings.publicTopics() == FramingProperties.Kind.CONFLUENT
            ? registry.idsOfPublicTopics()
            : Map.of(),
        registry);
  }
}
