package io.cleansight.query.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitsTest {
  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, 192.0.2.1, true",
    "192.0.2.1, 192.0.2.2, false",
    "2001:db8:1:2::1, 2001:db8:1:2:ffff:ffff:ffff:ffff, true",
    "2001:db8:1:2::1, 2001:db8:1:3::1, false",
    "::1, 0:0:0:0:0:0:0:1, true",
    "fe80::1%eth0, unknown, false"
  })
  void whoHasOneAddressOfANetworkHasThemAll(String one, String other, boolean same) {
    assertThat(Limits.origin(one).equals(Limits.origin(other))).isEqualTo(same);
  }

  @Test
  void whatIsGivenBackDidNotCount() {
    var limits = new Limits();
    assertThat(limits.take("it", 2)).isZero();
    limits.giveBack("it", 2);
    assertThat(limits.take("it", 2)).isZero();
    assertThat(limits.take("it", 2)).isZero();
    assertThat(limits.take("it", 2)).isBetween(1L, 31L);
    assertThat(limits.take("another", 2)).isZero();
  }
}
