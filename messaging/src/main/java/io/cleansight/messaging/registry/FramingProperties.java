package io.cleansight.messaging.registry;

import io.cleansight.messaging.address.CaFile;
import io.cleansight.messaging.address.HttpAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.env.Environment;

/**
 * Settings under {@code cleansight.framing}, the same for every service of a site.
 *
 * @param publicTopics what is written before the events of public topics: avro, the single-object
 *     encoding, or confluent, an id of the registry; both are read wherever a registry is set
 * @param registry the schema registry
 */
@ConfigurationProperties("cleansight.framing")
record FramingProperties(@DefaultValue("avro") Kind publicTopics, @DefaultValue Registry registry) {
  private static final String PREFIX = "cleansight.framing";

  /** How an event is framed. */
  enum Kind {
    AVRO,
    CONFLUENT
  }

  /**
   * A registry with Confluent's interface.
   *
   * @param url its address, as http://registry:8080/apis/ccompat/v7 of Apicurio's; empty: none
   * @param username for HTTP basic authentication; empty: none is sent
   * @param password of that user
   * @param caFile PEM of whom an https address's certificate may be signed by, beside whom the JVM
   *     trusts; null: nobody else
   */
  record Registry(
      @DefaultValue("") String url,
      @DefaultValue("") String username,
      @DefaultValue("") String password,
      @Nullable Path caFile) {
    /**
     * @throws IllegalArgumentException if it cannot be an address or a file, or a password would go
     *     over the wire as it is
     */
    Registry {
      url = url.strip();
      if (!url.isEmpty() && !HttpAddress.isValid(url)) {
        throw new IllegalArgumentException(
            "cleansight.framing.registry.url must be like http://registry:8080/apis/ccompat/v7");
      }
      if (!username.isEmpty() && inTheClear(url)) {
        throw new IllegalArgumentException(
            "cleansight.framing.registry.username: a password is not sent in the clear, its url"
                + " must be https");
      }
      caFile = CaFile.named("cleansight.framing.registry.ca-file", caFile);
    }

    /** But for this machine's loopback. */
    private static boolean inTheClear(String url) {
      return url.startsWith("http:")
          && !Set.of("127.0.0.1", "localhost", "[::1]").contains(URI.create(url).getHost());
    }

    boolean isSet() {
      return !url.isEmpty();
    }

    @Override
    public String toString() {
      return "Registry[url=" + url + "]"; // the password goes nowhere
    }
  }

  /**
   * @throws IllegalArgumentException if ids are to be written and nobody knows them
   */
  FramingProperties {
    if (publicTopics == Kind.CONFLUENT && !registry.isSet()) {
      throw new IllegalArgumentException(
          "cleansight.framing.public-topics is confluent: cleansight.framing.registry.url must say"
              + " where its registry is");
    }
  }

  /** Before there are beans. */
  static FramingProperties of(Environment environment) {
    return Binder.get(environment).bindOrCreate(PREFIX, FramingProperties.class);
  }
}
