package io.cleansight.messaging.instance;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Map;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.bootstrap.ConfigurableBootstrapContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Decides the {@link InstanceId} before any setting is bound, so that settings can name it as
 * {@code cleansight.instance-id}: as {@code INSTANCE_ID} says, else the host's name and the lowest
 * number that is free on it.
 */
final class InstanceIdPostProcessor implements EnvironmentPostProcessor {
  private static final String BEAN = "instanceId";
  private static final String FOLDER = "cleansight-instances";

  private final ConfigurableBootstrapContext bootstrap;

  InstanceIdPostProcessor(ConfigurableBootstrapContext bootstrap) {
    this.bootstrap = bootstrap;
  }

  @Override
  public void postProcessEnvironment(
      ConfigurableEnvironment environment, SpringApplication application) {
    String set = environment.getProperty(InstanceId.PROPERTY, "").strip();
    var id =
        set.isEmpty()
            ? new InstanceId(
                free(environment.getRequiredProperty("spring.application.name")), false)
            : new InstanceId(set, true);
    environment
        .getPropertySources()
        .addFirst(new MapPropertySource(BEAN, Map.of(InstanceId.PROPERTY, id.value())));
    bootstrap.addCloseListener(
        event -> event.getApplicationContext().getBeanFactory().registerSingleton(BEAN, id));
  }

  private static String free(String service) {
    try {
      String host = InetAddress.getLocalHost().getHostName().replaceAll("[^A-Za-z0-9._-]", "_");
      Path folder = Path.of(System.getProperty("java.io.tmpdir"), FOLDER);
      return host + "-" + InstanceSlot.take(folder, service);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("this host has no name; set INSTANCE_ID", e);
    } catch (IOException e) {
      throw new IllegalStateException(
          "no name could be taken for this instance; set INSTANCE_ID: " + e.getMessage(), e);
    }
  }
}
