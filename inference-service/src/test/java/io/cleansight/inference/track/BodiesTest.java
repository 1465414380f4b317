package io.cleansight.inference.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  /** All of it exact in binary: the head is 1/16 wide and 1/8 tall, at (17/32, 3/16). */
  @ParameterizedTest
  @CsvSource({
    // width, centre x, centre y, score, people
    "0.15625, 0.53125, 0.2500, 0.8, 1",
    "0.15625, 0.53125, 0.2490, 0.8, 2",
    "0.15625, 0.53125, 0.5625, 0.8, 1",
    "0.15625, 0.53125, 0.5630, 0.8, 2",
    "0.15000, 0.53125, 0.2500, 0.8, 2",
    "0.15625, 0.609375, 0.250, 0.8, 1",
    "0.15625, 0.610000, 0.250, 0.8, 2",
    "0.15625, 0.453125, 0.250, 0.8, 1",
    "0.15625, 0.452000, 0.250, 0.8, 2",
    "0.15625, 0.53125, 0.2500, 0.9, 1",
    "0.15625, 0.53125, 0.2500, 0.91, 2"
  })
  void aTorsoIsLargeAndRightUnderASurerHead(
      double width, double centreX, double centreY, double score, int people) {
    var head = new Trait("no_hairnet", 0.9, new Region(0.5, 0.125, 0.0625, 0.125));
    var region = new Region(centreX - width / 2, centreY - 0.0625, width, 0.125);
    assertThat(Bodies.of(List.of(head, new Trait("hairnet", score, region)), false))
        .hasSize(people);
  }

  /** The person is from 0.25 to 0.5 across and from 0.25 to 0.75 down. */
  @ParameterizedTest
  @CsvSource({
    "0.230, 0.30, 1",
    "0.220, 0.30, 2",
    "0.520, 0.30, 1",
    "0.530, 0.30, 2",
    "0.375, 0.21, 1",
    "0.375, 0.19, 2",
    "0.375, 0.49, 1",
    "0.375, 0.51, 2"
  })
  void aHeadIsInTheUpperHalfOfItsPersonOrALittleBesideIt(double x, double y, int people) {
    var person = new Trait("person", 0.9, new Region(0.25, 0.25, 0.25, 0.5));
    var head = new Trait("hairnet", 0.9, new Region(x - 0.02, y - 0.02, 0.04, 0.04));
    assertThat(Bodies.of(List.of(person, head), true)).hasSize(people);
  }

  /** In widths and heights of the persons: the middle of one, and the top of the other. */
  @ParameterizedTest
  @CsvSource({
    // one's x and y, the other's; which has the head at (0.5, 0.3)
    "0.400, 0.28, 0.44, 0.28, 0",
    "0.440, 0.28, 0.40, 0.28, 1",
    "0.400, 0.28, 0.40, 0.20, 0",
    "0.400, 0.20, 0.40, 0.28, 1",
    "0.420, 0.20, 0.46, 0.28, 0",
    "0.410, 0.20, 0.42, 0.28, 1"
  })
  void ofTwoWhoMayWearAHeadItIsWhoseMiddleAndTopAreNearer(
      double x, double y, double otherX, double otherY, int owner) {
    var one = new Trait("person", 0.9, new Region(x, y, 0.2, 0.5));
    var other = new Trait("person", 0.8, new Region(otherX, otherY, 0.2, 0.5));
    var head = new Trait("hairnet", 0.9, new Region(0.48, 0.27, 0.04, 0.06));
    List<Observation> people = Bodies.of(List.of(one, other, head), true);
    assertThat(people.get(owner).traits()).containsExactly(head);
    assertThat(people.get(1 - owner).traits()).isEmpty();
  }

  @Test
  void ofTwoAroundAHandItIsWhoseMiddleIsNearer() {
    var left = new Trait("person", 0.9, new Region(0.2, 0.2, 0.4, 0.6));
    var right = new Trait("person", 0.8, new Region(0.3, 0.3, 0.4, 0.6));
    Trait upper = item(0.44, 0.42, 0.02, 0.02);
    Trait lower = item(0.46, 0.58, 0.02, 0.02);
    List<Observation> people = Bodies.of(List.of(left, right, upper, lower), true);
    assertThat(people.get(0).traits()).containsExactly(upper);
    assertThat(people.get(1).traits()).containsExactly(lower);
  }

  @Test
  void aPersonHasOneHead() {
    List<Observation> people =
        Bodies.of(List.of(LEFT, head("hairnet", 0.14), head("no_hairnet", 0.12)), true);
    assertThat(people).hasSize(2);
    assertThat(people.get(0).traits()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    // head's x, y, width, height; person's x, width, height
    "0.50, 0.20, 0.04, 0.07, 0.468, 0.104, 0.462",
    "0.00, 0.20, 0.04, 0.07, 0.000, 0.104, 0.462",
    "0.96, 0.20, 0.04, 0.07, 0.896, 0.104, 0.462",
    "0.20, 0.70, 0.50, 0.10, 0.000, 1.000, 0.300"
  })
  void whoIsOverlookedStandsUnderTheirHeadInTheFrame(
      double headX,
      double y,
      double headWidth,
      double headHeight,
      double x,
      double width,
      double height) {
    var head = new Trait("hairnet", 0.9, new Region(headX, y, headWidth, headHeight));
    Region stood = Bodies.of(List.of(head), true).getFirst().region();
    assertThat(stood.x()).isEqualTo(x, within(1e-9));
    assertThat(stood.y()).isEqualTo(y);
    assertThat(stood.width()).isEqualTo(width, within(1e-9));
    assertThat(stood.height()).isEqualTo(height, within(1e-9));
  }

  @Test
  void aHandIsWithinAnArmOfItsHead() {
    Trait head = head("hairnet", 0.2);
    Trait within = item(0.2 + 4.9 * 0.04, 0.2, 0.04, 0.07);
    assertThat(Bodies.of(List.of(head, within), false).getFirst().traits()).hasSize(2);
    Trait beyond = item(0.2 + 5.1 * 0.04, 0.2, 0.04, 0.07);
    assertThat(Bodies.of(List.of(head, beyond), false).getFirst().traits()).hasSize(1);
    Trait justBeyond = new Trait("handwashing", 0.7, new Region(0.5, 0.25, 0.25, 0.25));
    var large = new Trait("hairnet", 0.9, new Region(-0.75, 0.25, 0.25, 0.25));
    assertThat(Bodies.of(List.of(large, justBeyond), false).getFirst().traits()).hasSize(1);
  }

  @Test
  void aHandOutsideEveryPersonIsNobodys() {
    List<Observation> people = Bodies.of(List.of(LEFT, RIGHT, item(0.8, 0.4, 0.03, 0.03)), true);
    assertThat(people).allMatch(person -> person.traits().isEmpty());
  }

  @Test
  void onlyAPersonSaysThatAModelSeesPeople() {
    assertThat(Bodies.hasPeople(List.of(head("hairnet", 0.2), LEFT))).isTrue();
    assertThat(Bodies.hasPeople(List.of(head("hairnet", 0.2)))).isFalse();
  }

  private static Trait item(double x, double y, double width, double height) {
    return new Trait("handwashing", 0.7, new Region(x, y, width, height));
  }

  private static Trait person(double x) {
    return new Trait("person", 0.9, new Region(x, 0.2, 0.12, 0.5));
  }

  private static Trait head(String label, double x) {
    return new Trait(label, 0.9, new Region(x, 0.2, 0.04, 0.07));
  }
}
