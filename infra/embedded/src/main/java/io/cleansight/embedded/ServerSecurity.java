package io.cleansight.embedded;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a server asks of who comes to it.
 *
 * @param passwords by login; without any nobody is asked for one
 * @param tls certificate and key with which it speaks TLS, and nothing else; null: plain text
 */
public record ServerSecurity(Map<String, String> passwords, Certificates.@Nullable Certified tls) {
  /** For tests that have others to deal with. */
  public static final ServerSecurity NONE = new ServerSecurity(Map.of(), null);

  public ServerSecurity {
    passwords = Map.copyOf(passwords);
  }

  public static ServerSecurity passwords(Map<String, String> passwords) {
    return new ServerSecurity(passwords, null);
  }

  /** Without the passwords. */
  @Override
  public String toString() {
    return "logins " + passwords.keySet() + (tls == null ? ", plain text" : ", TLS");
  }
}
