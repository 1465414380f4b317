package io.cleansight.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class JsonTopicTest {
  @Test
  void eachIsKeptAsWhatItSaysAgainAndWrittenByTheBridgeAlone() {
    assertThat(JsonTopic.all())
        .allSatisfy(
            it -> {
              assertThat(it.topic().config()).isEqualTo(it.source().config());
              assertThat(it.topic().spread()).isEqualTo(it.source().spread());
              assertThat(it.topic().access().writers()).containsExactly(ServiceName.BRIDGE);
              assertThat(it.topic().access().readers()).isEmpty();
              assertThat(it.source().access().mayRead(ServiceName.BRIDGE)).isTrue();
              assertThat(it.source().access().deadLetterWriters())
                  .doesNotContain(ServiceName.BRIDGE);
            });
  }

  @Test
  void whatIsPublicIsSaidAgainButForPicturesAndDetections() {
    Set<String> open =
        PublicTopic.all().stream().map(it -> it.topic().name()).collect(Collectors.toSet());
    open.removeAll(Set.of(Topics.FRAMES, Topics.DETECTIONS, Topics.EVIDENCE));
    assertThat(JsonTopic.all().stream().map(it -> it.source().name()).collect(Collectors.toSet()))
        .isEqualTo(open);
    assertThat(JsonTopic.all().stream().map(JsonTopic::name)).doesNotHaveDuplicates();
  }

  @Test
  void theBridgeMayReadWriteAndMakeThatAlone() {
    assertThat(AccessRight.of(ServiceName.BRIDGE))
        .filteredOn(it -> it.operations().contains(AccessRight.Operation.WRITE))
        .filteredOn(it -> it.resource() == AccessRight.Resource.TOPIC)
        .hasSameSizeAs(JsonTopic.all())
        .allMatch(it -> it.name().startsWith(JsonTopic.PREFIX));
    assertThat(AccessRight.all())
        .filteredOn(it -> it.name().startsWith(JsonTopic.PREFIX))
        .allMatch(it -> it.service() == ServiceName.BRIDGE);
  }
}
