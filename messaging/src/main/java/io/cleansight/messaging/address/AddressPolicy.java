package io.cleansight.messaging.address;

import inet.ipaddr.IPAddress;
import inet.ipaddr.ipv4.IPv4Address;
import inet.ipaddr.ipv6.IPv6Address;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/**
 * Which addresses may be opened. A host is resolved here, once, and what comes out is what is to be
 * connected to: a name that points elsewhere the second time gains nothing.
 */
public final class AddressPolicy {
  /** Stands for all of the public Internet where networks are written. */
  public static final String PUBLIC = "public";

  /**
   * What is nobody's camera and nobody's webhook: unspecified, multicast and broadcast, what tells
   * machines of a cloud their credentials, and IPv6 that carries an IPv4 address within (mapped,
   * compatible, translated, 6to4, Teredo), by which any of these could be written otherwise.
   */
  private static final Ranges NEVER =
      Ranges.of(
          "0.0.0.0/8",
          "224.0.0.0/4",
          "255.255.255.255/32",
          "169.254.169.254/32",
          "169.254.170.0/24",
          "100.100.100.200/32",
          "168.63.129.16/32",
          "192.0.0.192/32",
          "fd00:ec2::/32",
          "fd20:ce::254/128",
          "ff00::/8",
          "::/128",
          "::ffff:0:0/96",
          "::ffff:0:0:0/96",
          "64:ff9b::/96",
          "64:ff9b:1::/48",
          "2001::/32",
          "2002::/16");

  /** {@code ::1} is in the last one, with all that is IPv4-compatible. */
  private static final Ranges LOCAL =
      Ranges.of("127.0.0.0/8", "169.254.0.0/16", "fe80::/10", "::/96");

  /** Of the registries of special-purpose addresses (RFC 6890) what is not global. */
  private static final Ranges SPECIAL =
      Ranges.of(
          "10.0.0.0/8",
          "100.64.0.0/10",
          "172.16.0.0/12",
          "192.0.0.0/24",
          "192.0.2.0/24",
          "192.88.99.0/24",
          "192.168.0.0/16",
          "198.18.0.0/15",
          "198.51.100.0/24",
          "203.0.113.0/24",
          "240.0.0.0/4",
          "2001::/23",
          "2001:db8::/32",
          "3fff::/20");

  private static final Ranges GLOBAL = Ranges.of("0.0.0.0/0", "2000::/3");
  private static final Ranges THIS_MACHINE = Ranges.of("127.0.0.0/8", "::1/128");

  private final Ranges allowed;
  private final boolean allowsPublic;
  private final boolean local;
  private final Resolver resolver;

  /** How a host becomes addresses. */
  @FunctionalInterface
  public interface Resolver {
    /** Never empty. */
    InetAddress[] resolve(String host) throws UnknownHostException;
  }

  /**
   * @param allowed networks, as 10.1.0.0/16, or {@link #PUBLIC}; nothing else is opened
   * @param local whether loopback and link-local addresses may be among them
   * @throws IllegalArgumentException naming what is no network
   */
  public AddressPolicy(List<String> allowed, boolean local) {
    this(allowed, local, InetAddress::getAllByName);
  }

  /** As the other, for names of one's own. */
  public AddressPolicy(List<String> allowed, boolean local, Resolver resolver) {
    List<String> texts = allowed.stream().map(String::strip).filter(it -> !it.isEmpty()).toList();
    this.allowed =
        new Ranges(texts.stream().filter(it -> !it.equals(PUBLIC)).map(Ranges::network).toList());
    this.allowsPublic = texts.contains(PUBLIC);
    this.local = local;
    this.resolver = resolver;
  }

  /**
   * The networks of a setting.
   *
   * @throws IllegalArgumentException naming the setting and what is no network
   */
  public static List<String> checked(String setting, List<String> allowed) {
    try {
      var _ = new AddressPolicy(allowed, false);
      return List.copyOf(allowed);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(setting + ": " + e.getMessage(), e);
    }
  }

  /**
   * The addresses of the host that may be opened, at least one.
   *
   * @param host a name, or an address in any way of writing it
   * @throws ForbiddenAddressException if it has none, or there is no such host
   */
  public List<InetAddress> addresses(String host) throws ForbiddenAddressException {
    InetAddress[] all;
    try {
      all = resolver.resolve(host);
    } catch (UnknownHostException unknown) {
      throw new ForbiddenAddressException();
    }
    List<InetAddress> open = Arrays.stream(all).filter(this::allows).toList();
    if (open.isEmpty()) {
      throw new ForbiddenAddressException();
    }
    return open;
  }

  /** Whether it may be opened. */
  public boolean allows(InetAddress address) {
    IPAddress ip =
        switch (address) {
          case Inet4Address v4 -> new IPv4Address(v4);
          case Inet6Address v6 -> new IPv6Address(v6.getAddress());
          default -> throw new IllegalArgumentException("neither IPv4 nor IPv6: " + address);
        };
    if (NEVER.hold(ip)) {
      return false;
    }
    if (LOCAL.hold(ip) && !(local && isOwn(ip))) {
      return false;
    }
    return allowed.hold(ip) || (allowsPublic && isPublic(ip));
  }

  /** This machine or its link; of {@code ::/96} nothing but {@code ::1}. */
  private static boolean isOwn(IPAddress ip) {
    return THIS_MACHINE.hold(ip) || ip.isLinkLocal();
  }

  private static boolean isPublic(IPAddress ip) {
    return GLOBAL.hold(ip) && !LOCAL.hold(ip) && !SPECIAL.hold(ip);
  }
}
