package io.cleansight.embedded;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A certificate that nobody issued but itself, for one name.
 *
 * @param pem whoever believes that file believes the servers
 */
public record TestCertificate(Path keys, Path pem) {
  private static final String PASSWORD = "changeit";

  /** Made by the JDK's keytool. */
  public static TestCertificate make(Path folder, String name)
      throws IOException, InterruptedException {
    var made = new TestCertificate(folder.resolve("keys.p12"), folder.resolve("issuer.pem"));
    keytool(
        made.keys,
        "-genkeypair -alias server -keyalg EC -dname CN=" + name + " -ext san=dns:" + name);
    keytool(made.keys, "-exportcert -rfc -alias server -file " + made.pem);
    return made;
  }

  /** What a server with that certificate speaks with. */
  public SSLContext context() throws IOException, GeneralSecurityException {
    var store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keys)) {
      store.load(in, PASSWORD.toCharArray());
    }
    var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(store, PASSWORD.toCharArray());
    var context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  /** An HTTPS server on this machine that says the same to everybody. */
  public Server server(String contentType, byte[] body)
      throws IOException, GeneralSecurityException {
    var server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context()));
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            exchange.getResponseHeaders().add("Content-Type", contentType);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
          }
        });
    server.start();
    return new Server(server);
  }

  /** A running server. */
  public record Server(HttpsServer server) implements AutoCloseable {
    public int port() {
      return server.getAddress().getPort();
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }

  private static void keytool(Path keys, String command) throws IOException, InterruptedException {
    var line = new ArrayList<String>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    line.addAll(List.of(command.split(" ")));
    line.addAll(List.of("-keystore", keys.toString(), "-storepass", PASSWORD, "-noprompt"));
    Process process =
        new ProcessBuilder(line)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new IOException("keytool made no certificate");
    }
  }
}
