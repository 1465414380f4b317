package io.cleansight.persistence.clip;

import io.cleansight.video.clip.ClipMaker;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ClipConfiguration {
  /** To put one together and, where that is wanted, to hide heads in it; of a minute of video. */
  static final Duration TO_MAKE = Duration.ofMinutes(4);

  @Bean
  ClipMaker clipMaker(ClipProperties properties) {
    return new ClipMaker(
        Math.toIntExact(properties.largest().toBytes()), properties.memory().toBytes(), TO_MAKE);
  }
}
