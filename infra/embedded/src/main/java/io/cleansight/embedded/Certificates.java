package io.cleansight.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** An authority of a test's own, and what it certifies; everything is a PEM file in one folder. */
public final class Certificates {
  private static final String AUTHORITY = "authority";

  /** Of a store that the test throws away. */
  private static final String STORE_PASSWORD = "of-a-test";

  private static final int LINE = 64;

  private final Path folder;
  private final Path store;

  /** A certificate that servers and clients can use, and its key. */
  public record Certified(Path certificate, Path key) {}

  private Certificates(Path folder) {
    this.folder = folder;
    this.store = folder.resolve("store.p12");
  }

  /**
   * Makes the authority.
   *
   * @param folder made if absent
   */
  public static Certificates in(Path folder) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    var certificates = new Certificates(folder);
    certificates.keytool(
        AUTHORITY, List.of("-ext", "bc:c=ca:true", "-ext", "ku:c=keyCertSign,cRLSign"));
    certificates.write(certificates.authority(), "CERTIFICATE", certificates.encoded(AUTHORITY));
    return certificates;
  }

  /** File of the authority's own certificate. */
  public Path authority() {
    return folder.resolve("ca.crt");
  }

  /** Certifies that name, for use at this machine's loopback. */
  public Certified issue(String name) throws IOException, InterruptedException {
    keytool(
        name,
        List.of(
            "-signer",
            AUTHORITY,
            "-signerkeypass",
            STORE_PASSWORD,
            "-ext",
            "san=ip:127.0.0.1,dns:localhost",
            "-ext",
            "eku=serverAuth,clientAuth"));
    var certified = new Certified(folder.resolve(name + ".crt"), folder.resolve(name + ".key"));
    write(certified.certificate(), "CERTIFICATE", encoded(name));
    write(certified.key(), "PRIVATE KEY", key(name).getEncoded());
    return certified;
  }

  private void keytool(String alias, List<String> more) throws IOException, InterruptedException {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keystore",
                store.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                STORE_PASSWORD,
                "-alias",
                alias,
                "-dname",
                "CN=" + alias,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-validity",
                "2"));
    command.addAll(more);
    run(command);
  }

  private static void run(List<String> command) throws IOException, InterruptedException {
    Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(keytool.getInputStream().readAllBytes(), UTF_8);
    if (keytool.waitFor() != 0) {
      throw new IOException("keytool: " + said);
    }
  }

  private byte[] encoded(String alias) throws IOException {
    try {
      return opened().getCertificate(alias).getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IOException("no certificate of " + alias, e);
    }
  }

  private Key key(String alias) throws IOException {
    try {
      return opened().getKey(alias, STORE_PASSWORD.toCharArray());
    } catch (GeneralSecurityException e) {
      throw new IOException("no key of " + alias, e);
    }
  }

  private KeyStore opened() throws IOException, GeneralSecurityException {
    try (InputStream in = Files.newInputStream(store)) {
      var opened = KeyStore.getInstance("PKCS12");
      opened.load(in, STORE_PASSWORD.toCharArray());
      return opened;
    }
  }

  private void write(Path file, String kind, byte[] der) throws IOException {
    String body = Base64.getMimeEncoder(LINE, "\n".getBytes(UTF_8)).encodeToString(der);
    Files.writeString(
        file, "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(kind, body, kind));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }
}
