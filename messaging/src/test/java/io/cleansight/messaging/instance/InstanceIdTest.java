package io.cleansight.messaging.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

class InstanceIdTest {
  @Configuration(proxyBeanMethods = false)
  static class Nothing {}

  @Test
  void whatIsSetIsTakenAndHoldsOverRestarts() {
    try (var service = start("--INSTANCE_ID=inference-service-0")) {
      assertThat(service.getBean(InstanceId.class))
          .isEqualTo(new InstanceId("inference-service-0", true));
    }
  }

  @Test
  void withoutASettingTwoOnOneHostHaveDifferentNames() {
    try (var one = start();
        var other = start()) {
      InstanceId first = one.getBean(InstanceId.class);
      InstanceId second = other.getBean(InstanceId.class);
      assertThat(first.value()).isNotEqualTo(second.value());
      assertThat(first.stable()).isFalse();
      assertThat(second.stable()).isFalse();
    }
  }

  @Test
  void settingsMayNameIt() {
    try (var service =
        start(
            "--INSTANCE_ID=pod-3",
            "--spring.kafka.producer.transaction-id-prefix=detect-${cleansight.instance-id}-")) {
      assertThat(
              service.getEnvironment().getProperty("spring.kafka.producer.transaction-id-prefix"))
          .isEqualTo("detect-pod-3-");
      assertThat(service.getEnvironment().getProperty("spring.kafka.consumer.client-id"))
          .isEqualTo("idle-pod-3-");
    }
  }

  @Test
  void aNameThatKafkaWouldRefuseStopsTheStart() {
    assertThatThrownBy(() -> start("--INSTANCE_ID=pod 3")).hasMessageContaining("INSTANCE_ID");
    assertThat(new InstanceId("a".repeat(100), true).value()).hasSize(100);
    assertThatThrownBy(() -> new InstanceId("a".repeat(101), true))
        .hasMessageContaining("INSTANCE_ID");
    assertThatThrownBy(() -> new InstanceId("", false)).hasMessageContaining("INSTANCE_ID");
  }

  private static ConfigurableApplicationContext start(String... settings) {
    return new SpringApplicationBuilder(Nothing.class)
        .web(WebApplicationType.NONE)
        .properties(
            "spring.application.name=idle",
            "spring.config.import=classpath:cleansight-messaging.yaml",
            "spring.main.banner-mode=off")
        .run(settings);
  }
}
