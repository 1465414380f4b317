package io.cleansight.query.access.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cleansight.embedded.Ports;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Debian's nginx, set up as docs/proxy.md says, with a certificate of its own. */
final class Nginx implements AutoCloseable {
  private static final Path PROGRAM = Path.of("/usr/sbin/nginx");
  private static final Path PAGE = Path.of("../docs/proxy.md");
  private static final char[] PASSWORD = "changeit".toCharArray();
  private static final String ALIAS = "tls";
  private static final int PATIENCE_SECONDS = 20;

  private final Process process;
  private final KeyStore keys;
  private final int port;

  private Nginx(Process process, KeyStore keys, int port) {
    this.process = process;
    this.keys = keys;
    this.port = port;
  }

  /**
   * Starts it.
   *
   * @param behind host and port of the server behind it
   */
  static Nginx start(Path folder, String behind) throws Exception {
    assertThat(Files.exists(PROGRAM)).as("Debian's nginx: apt-get install nginx-light").isTrue();
    Files.createDirectories(folder);
    KeyStore keys = certificate(folder);
    int port = Ports.anyFree();
    var block =
        Pattern.compile("```nginx\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(PAGE));
    assertThat(block.find()).as(PAGE + " shows nginx").isTrue();
    String shown =
        block
            .group(1)
            .replace("listen 443", "listen 127.0.0.1:" + port)
            .replace("query-api:8080", behind)
            .replace("/etc/nginx/", folder + "/");
    Path settings =
        Files.writeString(
            folder.resolve("nginx.conf"),
            """
            daemon off;
            master_process off;
            pid %1$s/nginx.pid;
            events { worker_connections 64; }
            http {
              access_log off;
              client_body_temp_path %1$s/body;
              proxy_temp_path %1$s/proxy;
              fastcgi_temp_path %1$s/fastcgi;
              uwsgi_temp_path %1$s/uwsgi;
              scgi_temp_path %1$s/scgi;
            %2$s
            }
            """
                .formatted(folder, shown));
    var process =
        new ProcessBuilder(PROGRAM.toString(), "-c", settings.toString(), "-e", "stderr")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("nginx.log").toFile())
            .start();
    var nginx = new Nginx(process, keys, port);
    await()
        .alias("nginx listens: " + folder.resolve("nginx.log"))
        .until(() -> process.isAlive() && !Ports.isFree(port));
    return nginx;
  }

  private static KeyStore certificate(Path folder) throws Exception {
    Path file = folder.resolve("tls.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                ALIAS,
                "-keyalg",
                "EC",
                "-dname",
                "CN=cleansight",
                "-ext",
                "san=ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-keystore",
                file.toString(),
                "-storepass",
                new String(PASSWORD))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("keytool.log").toFile())
            .start();
    assertThat(keytool.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(keytool.exitValue()).isZero();
    KeyStore keys = KeyStore.getInstance(file.toFile(), PASSWORD);
    write(folder.resolve("tls.crt"), "CERTIFICATE", keys.getCertificate(ALIAS).getEncoded());
    write(folder.resolve("tls.key"), "PRIVATE KEY", keys.getKey(ALIAS, PASSWORD).getEncoded());
    return keys;
  }

  private static void write(Path file, String kind, byte[] bytes) throws IOException {
    String text = Base64.getMimeEncoder().encodeToString(bytes);
    Files.writeString(
        file, "-----BEGIN %1$s-----%n%2$s%n-----END %1$s-----%n".formatted(kind, text));
  }

  /** For clients that believe its certificate and no other. */
  SSLContext trust() throws GeneralSecurityException, IOException {
    KeyStore known = KeyStore.getInstance("PKCS12");
    known.load(null, null);
    known.setCertificateEntry(ALIAS, keys.getCertificate(ALIAS));
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(known);
    var context = SSLContext.getInstance("TLS");
    context.init(null, factory.getTrustManagers(), null);
    return context;
  }

  /** The address of {@code path}, as a browser would write it. */
  URI at(String scheme, String path) {
    return URI.create(scheme + "://127.0.0.1:" + port + path);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
