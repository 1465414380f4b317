package io.cleansight.query.access;

import java.util.Arrays;
import java.util.List;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;

/** A caller whom we know. */
public final class CallerToken extends AbstractAuthenticationToken {
  private static final long serialVersionUID = 1;

  private final transient Caller caller;
  private final transient Credential credential;

  /**
   * @param credential what they came with
   */
  public CallerToken(Caller caller, Credential credential) {
    super(authorities(caller.role()));
    this.caller = caller;
    this.credential = credential;
    setAuthenticated(true);
  }

  /** From here on this thread's request is that caller's. */
  public static void enter(Caller caller, Credential credential) {
    var context = SecurityContextHolder.createEmptyContext();
    context.setAuthentication(new CallerToken(caller, credential));
    SecurityContextHolder.setContext(context);
  }

  private static List<GrantedAuthority> authorities(Role role) {
    return Arrays.stream(Role.values())
        .filter(role::includes)
        .<GrantedAuthority>map(it -> new SimpleGrantedAuthority(it.name()))
        .toList();
  }

  public Credential credential() {
    return credential;
  }

  @Override
  public Object getCredentials() {
    return "";
  }

  @Override
  public Caller getPrincipal() {
    return caller;
  }
}
