package io.cleansight.inference.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.cleansight.inference.detection.Box;
import io.cleansight.inference.detection.Detection;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BodiesTest {
  private static final Detection LEFT = person(0.1);
  private static final Detection RIGHT = person(0.25);

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
    Box stood = people.get(1).box();
    assertThat(stood.height()).isGreaterThan(0.3);
    assertThat(stood.centreX()).isBetween(0.70, 0.75);
  }

  @Test
  void whereNoModelSeesPeopleTheHeadIsThePerson() {
    Detection head = head("hairnet", 0.5);
    assertThat(Bodies.of(List.of(head), false))
        .containsExactly(new Observation(head.box(), 0.9, false, List.of(head)));
  }

  @Test
  void facesAreEveryHeadHoweverUnsureAndEveryPersonWithoutOne() {
    Detection worn = head("hairnet", 0.14);
    Detection unsure = new Detection("no_hairnet", 0.05, new Box(0.8, 0.1, 0.05, 0.08));
    Detection glove = new Detection("gloves", 0.9, new Box(0.6, 0.6, 0.05, 0.05));
    assertThat(Bodies.faces(List.of(LEFT, person(0.5), worn, unsure, glove)))
        .containsExactly(worn.box(), unsure.box(), person(0.5).box());
    assertThat(Bodies.faces(List.of(glove))).isEmpty();
  }

  @Test
  void aTorsoTakenForAHeadIsNobody() {
    // As the default model saw it in one frame of a clip of visitors.
    var head = new Detection("no_hairnet", 0.82, new Box(0.585, 0.007, 0.071, 0.147));
    var torso = new Detection("no_hairnet", 0.57, new Box(0.534, 0.164, 0.153, 0.293));
    assertThat(Bodies.of(List.of(head, torso), false)).hasSize(1);
  }

  @Test
  void whoStandsInFrontOfAnotherIsSomebody() {
    var behind = new Detection("hairnet", 0.9, new Box(0.5, 0.2, 0.04, 0.07));
    var inFront = new Detection("no_hairnet", 0.8, new Box(0.5, 0.3, 0.05, 0.09));
    assertThat(Bodies.of(List.of(behind, inFront), false)).hasSize(2);
  }

  @Test
  void aHandBelongsToWhoIsNearest() {
    var hand = new Detection("handwashing", 0.7, new Box(0.30, 0.4, 0.03, 0.03));
    List<Observation> people = Bodies.of(List.of(LEFT, RIGHT, hand), true);
    assertThat(people.get(0).best("handwashing")).isEmpty();
    assertThat(people.get(1).best("handwashing")).isPresent();
  }

  @Test
  void aFrameHasPeopleIfAModelSeesOne() {
    assertThat(Bodies.hasPeople(List.of(head("hairnet", 0.1), LEFT))).isTrue();
    assertThat(Bodies.hasPeople(List.of(head("hairnet", 0.1)))).isFalse();
    assertThat(Bodies.hasPeople(List.of())).isFalse();
  }

  @Test
  void peopleAreInTheOrderOfTheirScores() {
    var faint = new Detection("person", 0.5, new Box(0.1, 0.2, 0.12, 0.5));
    assertThat(Bodies.of(List.of(faint, RIGHT), true))
        .extracting(Observation::score)
        .containsExactly(0.9, 0.5);
  }

  @Test
  void whatLooksLikeATorsoIsOneWithinBoundsOnly() {
    // A head of 0.0625 by 0.125; a torso of 2.5 times the area, centred below it.
    var head = new Detection("no_hairnet", 0.75, new Box(0.5, 0.125, 0.0625, 0.125));
    assertThat(heads(head, torso(0.75, 0.125, 0.15625, 0.1875))).isEqualTo(1);
    // Surer than its head.
    assertThat(heads(head, torso(0.76, 0.125, 0.15625, 0.1875))).isEqualTo(2);
    // Not large enough.
    assertThat(heads(head, torso(0.75, 0.125, 0.15, 0.1875))).isEqualTo(2);
    // Half a head below, and a little less; three heads, and a little more.
    assertThat(heads(head, torso(0.75, 0.125, 0.15625, 0.1250))).isEqualTo(1);
    assertThat(heads(head, torso(0.75, 0.125, 0.15625, 0.1240))).isEqualTo(2);
    assertThat(heads(head, torso(0.75, 0.125, 0.15625, 0.4375))).isEqualTo(1);
    assertThat(heads(head, torso(0.75, 0.125, 0.15625, 0.4385))).isEqualTo(2);
  }

  @Test
  void aTorsoIsUnderItsHead() {
    var head = new Detection("no_hairnet", 0.75, new Box(0.5, 0.125, 0.0625, 0.125));
    for (double side : new double[] {-1, 1}) {
      // Half of its width to the side, and a little more.
      assertThat(heads(head, torso(0.75, 0.125, 0.15625, 0.1875, side * 0.0625))).isEqualTo(1);
      assertThat(heads(head, torso(0.75, 0.125, 0.15625, 0.1875, side * 0.0635))).isEqualTo(2);
    }
  }

  @Test
  void aHeadMayStandOutFromItsPersonALittle() {
    var person = new Detection("person", 0.9, new Box(0.25, 0.25, 0.25, 0.5));
    // A tenth of its width to either side, a tenth of its height above, half of it and a tenth
    // down.
    assertThat(belongs(person, 0.23, 0.3)).isTrue();
    assertThat(belongs(person, 0.22, 0.3)).isFalse();
    assertThat(belongs(person, 0.52, 0.3)).isTrue();
    assertThat(belongs(person, 0.53, 0.3)).isFalse();
    assertThat(belongs(person, 0.4, 0.21)).isTrue();
    assertThat(belongs(person, 0.4, 0.19)).isFalse();
    assertThat(belongs(person, 0.4, 0.49)).isTrue();
    assertThat(belongs(person, 0.4, 0.51)).isFalse();
  }

  @Test
  void eachPersonHasOneHead() {
    List<Observation> people =
        Bodies.of(List.of(LEFT, head("hairnet", 0.12), head("no_hairnet", 0.16)), true);
    assertThat(people).hasSize(2);
    assertThat(people.getFirst().detections()).hasSize(1);
  }

  @Test
  void aHeadThatFitsTwoBelongsToTheNearer() {
    // Both hold it; the head is in the middle of the second, and at the height of its top.
    var wide = new Detection("person", 0.9, new Box(0.0, 0.2, 0.5, 0.5));
    var narrow = new Detection("person", 0.8, new Box(0.3, 0.2, 0.2, 0.5));
    List<Observation> people = Bodies.of(List.of(wide, narrow, head("hairnet", 0.38)), true);
    assertThat(people.get(0).detections()).isEmpty();
    assertThat(people.get(1).detections()).hasSize(1);
    var above = new Detection("person", 0.9, new Box(0.3, 0.05, 0.2, 0.5));
    people = Bodies.of(List.of(above, narrow, head("hairnet", 0.38)), true);
    assertThat(people.get(0).detections()).isEmpty();
    assertThat(people.get(1).detections()).hasSize(1);
  }

  @Test
  void whoStandsForAHeadIsAboutSevenHeadsTallAndInsideThePicture() {
    Box standing = standing(new Box(0.5, 0.1, 0.04, 0.1));
    assertThat(standing.width()).isEqualTo(0.04 * 2.6);
    assertThat(standing.centreX()).isEqualTo(0.52, offset(1e-12));
    assertThat(standing.y()).isEqualTo(0.1);
    assertThat(standing.height()).isEqualTo(0.1 * 6.6);
    Box left = standing(new Box(0, 0.5, 0.04, 0.1));
    assertThat(left.x()).isZero();
    assertThat(left.height()).isEqualTo(0.5);
    Box right = standing(new Box(0.96, 0.5, 0.04, 0.1));
    assertThat(right.x() + right.width()).isEqualTo(1, offset(1e-12));
    Box close = standing(new Box(0.1, 0, 0.5, 0.5));
    assertThat(close.width()).isEqualTo(1);
  }

  @Test
  void aHandIsWithinReachOfItsHead() {
    var head = new Detection("hairnet", 0.9, new Box(0.5, 0.25, 0.0625, 0.0625));
    assertThat(handOf(head, 0.5 + 4.9 * 0.0625)).isPresent();
    assertThat(handOf(head, 0.5 + 5 * 0.0625)).isEmpty();
  }

  @Test
  void aHandOfAHeadIsTheNearest() {
    var left = new Detection("hairnet", 0.9, new Box(0.25, 0.25, 0.0625, 0.0625));
    var right = new Detection("hairnet", 0.8, new Box(0.5, 0.25, 0.0625, 0.0625));
    var hand = new Detection("handwashing", 0.7, new Box(0.4, 0.25, 0.0625, 0.0625));
    List<Observation> people = Bodies.of(List.of(left, right, hand), false);
    assertThat(people.get(0).best("handwashing")).isEmpty();
    assertThat(people.get(1).best("handwashing")).isPresent();
    var below = new Detection("handwashing", 0.7, new Box(0.35, 0.45, 0.0625, 0.0625));
    assertThat(Bodies.of(List.of(left, right, below), false).get(0).best("handwashing"))
        .isPresent();
  }

  @Test
  void howAPersonOrAHeadLooksIsTold() {
    var person = new Detection("person", 0.9, LEFT.box(), List.of(1f, 0f));
    assertThat(Bodies.of(List.of(person), true).getFirst().appearance()).containsExactly(1f, 0f);
    var head = new Detection("hairnet", 0.9, LEFT.box(), List.of(0f, 1f));
    assertThat(Bodies.of(List.of(head), false).getFirst().appearance()).containsExactly(0f, 1f);
  }

  @Test
  void aHandOutsideEverybodyIsNobodys() {
    var hand = new Detection("handwashing", 0.7, new Box(0.8, 0.4, 0.03, 0.03));
    assertThat(Bodies.of(List.of(LEFT, RIGHT, hand), true))
        .allMatch(person -> person.detections().isEmpty());
  }

  private static int heads(Detection... heads) {
    return Bodies.of(List.of(heads), false).size();
  }

  /** Below a head whose centre is at 0.53125, 0.1875. */
  private static Detection torso(
      double score, double width, double height, double y, double... side) {
    double centre = 0.53125 + (side.length == 0 ? 0 : side[0]);
    // Its centre is half of its height below y.
    return new Detection(
        "no_hairnet", score, new Box(centre - width / 2, y + 0.125 - height / 2, width, height));
  }

  private static boolean belongs(Detection person, double x, double y) {
    var head = new Detection("hairnet", 0.8, new Box(x - 0.01, y - 0.01, 0.02, 0.02));
    return Bodies.of(List.of(person, head), true).size() == 1;
  }

  private static Box standing(Box head) {
    return Bodies.of(List.of(new Detection("hairnet", 0.9, head)), true).getFirst().box();
  }

  private static Optional<Detection> handOf(Detection head, double x) {
    var hand = new Detection("handwashing", 0.7, new Box(x, 0.25, 0.0625, 0.0625));
    return Bodies.of(List.of(head, hand), false).getFirst().best("handwashing");
  }

  private static Detection person(double x) {
    return new Detection("person", 0.9, new Box(x, 0.2, 0.12, 0.5));
  }

  private static Detection head(String label, double x) {
    return new Detection(label, 0.9, new Box(x, 0.2, 0.04, 0.07));
  }
}
