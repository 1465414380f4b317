package io.cleansight.messaging.address;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.apache.hc.client5.http.DnsResolver;

/**
 * The policy for Apache's HTTP client, which asks whenever it connects, after a redirect, too, and
 * connects to what it is answered.
 */
public record PinnedAddresses(AddressPolicy policy) implements DnsResolver {
  @Override
  public InetAddress[] resolve(String host) throws UnknownHostException {
    return policy.addresses(host).toArray(InetAddress[]::new);
  }

  /** Asked for by nothing that this project does; what it would look up is not looked up. */
  @Override
  public String resolveCanonicalHostname(String host) {
    return host;
  }
}
