package io.cleansight.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Methods and files are short, packages small: the goals of infra/figures are met. */
class FiguresTest {
  @Test
  @Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void goalsAreMet() throws IOException, InterruptedException {
    Process figures =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "infra/figures/Figures.java",
                ".")
            .directory(Launched.HOME.toFile())
            .redirectErrorStream(true)
            .start();
    String printed = new String(figures.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(figures.waitFor()).as(printed).isZero();
  }
}
