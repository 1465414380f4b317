package io.cleansight.alert.notify;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;

/**
 * Finds only addresses of the public Internet. It is asked when a connection is made, and what it
 * answers is what is connected to: a name that points elsewhere the second time gains nothing.
 */
final class PublicAddresses implements DnsResolver {
  private static final DnsResolver SYSTEM = SystemDefaultDnsResolver.INSTANCE;

  @Override
  public InetAddress[] resolve(String host) throws UnknownHostException {
    InetAddress[] all = SYSTEM.resolve(host);
    InetAddress[] open =
        Arrays.stream(all).filter(PublicAddresses::isPublic).toArray(InetAddress[]::new);
    if (open.length == 0) {
      throw new UnknownHostException(
          host
              + " has no public address; private ones are refused unless private-addresses is set");
    }
    return open;
  }

  @Override
  public String resolveCanonicalHostname(String host) throws UnknownHostException {
    return SYSTEM.resolveCanonicalHostname(host);
  }

  static boolean isPublic(InetAddress address) {
    if (address.isAnyLocalAddress()
        || address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()) {
      return false;
    }
    byte[] bytes = address.getAddress();
    return address instanceof Inet4Address ? isPublic4(bytes) : isPublic6(bytes);
  }

  /** Beyond what Java knows: "this" network, carrier-grade NAT, benchmarks, reserved. */
  private static boolean isPublic4(byte[] bytes) {
    int first = bytes[0] & 0xff;
    int second = bytes[1] & 0xff;
    boolean sharedNat = first == 100 && second >= 64 && second < 128;
    boolean benchmark = first == 198 && (second == 18 || second == 19);
    boolean protocol = first == 192 && second == 0 && bytes[2] == 0;
    return first != 0 && first < 240 && !sharedNat && !benchmark && !protocol;
  }

  /** Not unique local addresses, nor those that carry an IPv4 address within (NAT64, 6to4). */
  private static boolean isPublic6(byte[] bytes) {
    boolean uniqueLocal = (bytes[0] & 0xfe) == 0xfc;
    boolean nat64 = bytes[0] == 0 && (bytes[1] & 0xff) == 0x64;
    boolean sixToFour = bytes[0] == 0x20 && bytes[1] == 0x02;
    return !uniqueLocal && !nat64 && !sixToFour;
  }
}
