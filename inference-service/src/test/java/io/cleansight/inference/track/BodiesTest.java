package io.cleansight.inference.track;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class BodiesTest {
  private static final Trait LEFT = person(0.1);
  private static final Trait RIGHT = person(0.25);

  @Test
  void eachHeadGoesToThePersonUnderIt() {
    List<Observation> people =
        Bodies.of(List.of(LEFT, RIGHT, head("hairnet", 0.29), head("no_hairnet", 0.14)), true);
    assertThat(people).hasSize(2).allMatch(Observation::body);
    assertThat(people.get(0).best("no_hairnet")).isPresent();
    assertThat(people.get(1).best("hairnet")).isPresent();
  }

  @Test
  void aHeadWithoutAPersonStandsForOne() {
    List<Observation> people = Bodies.of(List.of(LEFT, head("no_hairnet", 0.7)), true);
    assertThat(people).hasSize(2);
    Region stood = people.get(1).region();
    assertThat(stood.height()).isGreaterThan(0.3);
    assertThat(stood.centreX()).isBetween(0.70, 0.75);
  }

  @Test
  void whereNoModelSeesPeopleTheHeadIsThePerson() {
    Trait head = head("hairnet", 0.5);
    assertThat(Bodies.of(List.of(head), false))
        .containsExactly(new Observation(head.region(), 0.9, false, List.of(head)));
  }

  @Test
  void aTorsoTakenForAHeadIsNobody() {
    // As the default model saw it in one frame of a clip of visitors.
    var head = new Trait("no_hairnet", 0.82, new Region(0.585, 0.007, 0.071, 0.147));
    var torso = new Trait("no_hairnet", 0.57, new Region(0.534, 0.164, 0.153, 0.293));
    assertThat(Bodies.of(List.of(head, torso), false)).hasSize(1);
  }

  @Test
  void whoStandsInFrontOfAnotherIsSomebody() {
    var behind = new Trait("hairnet", 0.9, new Region(0.5, 0.2, 0.04, 0.07));
    var inFront = new Trait("no_hairnet", 0.8, new Region(0.5, 0.3, 0.05, 0.09));
    assertThat(Bodies.of(List.of(behind, inFront), false)).hasSize(2);
  }

  @Test
  void aHandBelongsToWhoIsNearest() {
    var hand = new Trait("handwashing", 0.7, new Region(0.30, 0.4, 0.03, 0.03));
    List<Observation> people = Bodies.of(List.of(LEFT, RIGHT, hand), true);
    assertThat(people.get(0).best("handwashing")).isEmpty();
    assertThat(people.get(1).best("handwashing")).isPresent();
  }

  private static Trait person(double x) {
    return new Trait("person", 0.9, new Region(x, 0.2, 0.12, 0.5));
  }

  private static Trait head(String label, double x) {
    return new Trait(label, 0.9, new Region(x, 0.2, 0.04, 0.07));
  }
}
