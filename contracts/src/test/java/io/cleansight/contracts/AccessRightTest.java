package io.cleansight.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AccessRightTest {
  @Test
  void everyTopicHasSomebodyWhoWritesAndSomebodyWhoReadsIt() {
    assertThat(Topics.all())
        .allSatisfy(
            topic -> {
              assertThat(topic.access().writers()).as("writers of %s", topic.name()).isNotEmpty();
              assertThat(topic.access().readers()).as("readers of %s", topic.name()).isNotEmpty();
            });
  }

  @Test
  void nobodyWritesByPrefixOrBurysInAnothersName() {
    assertThat(AccessRight.all())
        .filteredOn(
            it ->
                it.name().startsWith(AccessRight.TOPICS)
                    && it.operations().contains(AccessRight.Operation.WRITE))
        .isNotEmpty()
        .noneMatch(AccessRight::prefixed);
  }

  @Test
  void groupsAreThoseOfTheServices() {
    assertThat(ConsumerGroups.PREFIXES)
        .containsExactlyInAnyOrderElementsOf(
            java.util.Arrays.stream(ServiceName.values()).map(ServiceName::prefix).toList());
  }
}
