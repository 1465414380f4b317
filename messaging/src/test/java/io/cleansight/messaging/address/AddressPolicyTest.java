package io.cleansight.messaging.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressPolicyTest {
  private static final List<String> EVERYTHING = List.of("0.0.0.0/0", "::/0");
  private static final AddressPolicy CLUSTER = new AddressPolicy(EVERYTHING, false);
  private static final AddressPolicy LAPTOP = new AddressPolicy(EVERYTHING, true);
  private static final AddressPolicy PUBLIC =
      new AddressPolicy(List.of(AddressPolicy.PUBLIC), true);

  /**
   * Ways to write an address that a filter of texts lets through; whatever is allowed, not these.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.1",
        "127.255.255.254",
        "2130706433",
        "0x7f000001",
        "0x7f.1",
        "017700000001",
        "localhost",
        "localhost.",
        "127.0.0.1.",
        "[::1]",
        "::1",
        "0:0:0:0:0:0:0:1",
        "::ffff:127.0.0.1",
        "::ffff:7f00:1",
        "::127.0.0.1",
        "::ffff:0:127.0.0.1",
        "64:ff9b::127.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b:1::a9fe:a9fe",
        "2002:7f00:1::",
        "2002:a9fe:a9fe::1",
        "2001:0:a9fe:a9fe::1",
        "0.0.0.0",
        "0",
        "0.1.2.3",
        "::",
        "169.254.169.254",
        "2852039166",
        "0xa9fea9fe",
        "169.254.170.2",
        "169.254.1.1",
        "fe80::1",
        "fe80::1%lo",
        "[fe80::a9fe:a9fe]",
        "fd00:ec2::254",
        "fd20:ce::254",
        "100.100.100.200",
        "168.63.129.16",
        "192.0.0.192",
        "224.0.0.1",
        "239.255.255.250",
        "255.255.255.255",
        "ff02::1",
        "user@127.0.0.1",
        "127.0.0.1@cameras",
        "127.0.0.1#cameras",
        "１２７.0.0.1",
        "①②⑦.⓪.⓪.①",
        "127。0。0。1",
        "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ",
        " 127.0.0.1",
        "127.0.0.1\u0000.cameras",
        ""
      })
  void neverOnACluster(String host) {
    assertThatExceptionOfType(ForbiddenAddressException.class)
        .isThrownBy(() -> CLUSTER.addresses(host))
        .withMessage("no address that is allowed");
  }

  /**
   * Others read it as 127.0.0.1; nobody else reads it, as the address is passed on and not the
   * name.
   */
  @Test
  void octalNumbersAreDecimalOnes() throws Exception {
    assertThat(CLUSTER.addresses("0177.0.0.1")).containsExactly(InetAddress.getByName("177.0.0.1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1", "localhost", "169.254.1.1", "fe80::1", "10.1.2.3"})
  void aLaptopOpensItself(String host) throws Exception {
    assertThat(LAPTOP.addresses(host)).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"169.254.169.254", "0.0.0.0", "224.0.0.1", "::127.0.0.1", "2002:7f00:1::"})
  void butNeitherCredentialsNorDisguises(String host) throws Exception {
    assertThat(LAPTOP.allows(InetAddress.getByName(host))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "10.1.2.3, true", "10.1.255.255, true", "10.2.0.1, false", "192.168.1.7, true",
    "192.168.1.8, false", "fd00:1::5, true", "fd00:2::5, false", "8.8.8.8, false"
  })
  void whatIsAllowedIsAllowedAndNothingElse(String host, boolean allowed) throws Exception {
    var cameras =
        new AddressPolicy(List.of("10.1.0.0/16", " 192.168.1.7", "fd00:1::/64", ""), false);
    assertThat(cameras.allows(InetAddress.getByName(host))).isEqualTo(allowed);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "0.0.0.0",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "198.18.0.1",
        "192.0.0.1",
        "192.0.2.1",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fd00::1",
        "ff02::1",
        "2001:db8::1",
        "3fff::1",
        "::ffff:10.0.0.1",
        "64:ff9b::a00:1",
        "2002:a00:1::",
        "5f00::1"
      })
  void theseAreNotPublic(String address) throws Exception {
    assertThat(PUBLIC.allows(InetAddress.getByName(address))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"8.8.8.8", "1.1.1.1", "100.128.0.1", "2606:4700:4700::1111"})
  void theseAre(String address) throws Exception {
    assertThat(PUBLIC.allows(InetAddress.getByName(address))).isTrue();
  }

  @Test
  void ofSeveralAddressesOnlyThoseThatAreAllowedAreOpened() throws Exception {
    InetAddress camera = InetAddress.getByName("10.1.0.1");
    InetAddress metadata = InetAddress.getByName("169.254.169.254");
    var policy =
        new AddressPolicy(EVERYTHING, false, _ -> new InetAddress[] {metadata, camera, metadata});
    assertThat(policy.addresses("camera")).containsExactly(camera);
  }

  @Test
  void whatDoesNotExistIsToldNoOtherwise() {
    var policy =
        new AddressPolicy(
            EVERYTHING,
            false,
            host -> {
              throw new UnknownHostException(host + " is told to nobody");
            });
    assertThatExceptionOfType(ForbiddenAddressException.class)
        .isThrownBy(() -> policy.addresses("secret-name"))
        .withMessage("no address that is allowed")
        .withNoCause();
  }

  @Test
  void nothingIsAllowedUnlessItIsSaid() throws Exception {
    assertThat(new AddressPolicy(List.of(), true).allows(InetAddress.getByName("10.1.2.3")))
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "10.0.0.0/33", "10.0.0.0-5", "10.*.0.0", "everything", "10", "10/8"})
  void whatIsNoNetworkIsNamed(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new AddressPolicy(List.of(text), true))
        .withMessageContaining(text + " is no network");
  }
}
