package io.cleansight.messaging.address;

import inet.ipaddr.AddressStringException;
import inet.ipaddr.AddressStringParameters.RangeParameters;
import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import inet.ipaddr.IPAddressStringParameters;
import java.util.Arrays;
import java.util.List;

/** Some networks. */
record Ranges(List<IPAddress> networks) {
  private static final IPAddressStringParameters STRICT =
      new IPAddressStringParameters.Builder()
          .allowEmpty(false)
          .allowAll(false)
          .allowSingleSegment(false)
          .allowMask(false)
          .setRangeOptions(RangeParameters.NO_RANGE)
          .toParams();

  Ranges {
    networks = List.copyOf(networks);
  }

  static Ranges of(String... texts) {
    return new Ranges(Arrays.stream(texts).map(Ranges::network).toList());
  }

  /**
   * @throws IllegalArgumentException naming the text that is no network
   */
  static IPAddress network(String text) {
    try {
      return new IPAddressString(text.strip(), STRICT).toAddress().toPrefixBlock();
    } catch (AddressStringException e) {
      throw new IllegalArgumentException(text + " is no network as 10.1.0.0/16 or fd00:1::/64", e);
    }
  }

  boolean hold(IPAddress address) {
    return networks.stream().anyMatch(it -> it.contains(address));
  }
}
