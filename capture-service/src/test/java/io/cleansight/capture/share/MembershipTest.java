package io.cleansight.capture.share;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class MembershipTest {
  private final Membership membership = new Membership();

  /** The cameras of somebody who was killed come while those of a partition that moved open. */
  @Test
  void itOpensUntilAllThatItWasGivenIsOpen() {
    var moved = new CompletableFuture<Void>();
    var orphaned = new CompletableFuture<Void>();
    assertThat(membership.isOpening()).isFalse();
    membership.opens(moved);
    membership.opens(orphaned);
    orphaned.complete(null);
    assertThat(membership.isOpening()).isTrue();
    moved.complete(null);
    assertThat(membership.isOpening()).isFalse();
  }
}
