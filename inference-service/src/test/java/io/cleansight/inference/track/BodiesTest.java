package io.cleansight.inference.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.util.List;
import java.util.Optional;
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
  void facesAreEveryHeadHoweverUnsureAndEveryPersonWithoutOne() {
    Trait worn = head("hairnet", 0.14);
    Trait unsure = new Trait("no_hairnet", 0.05, new Region(0.8, 0.1, 0.05, 0.08));
    Trait glove = new Trait("gloves", 0.9, new Region(0.6, 0.6, 0.05, 0.05));
    assertThat(Bodies.faces(List.of(LEFT, person(0.5), worn, unsure, glove)))
        .containsExactly(worn.region(), unsure.region(), person(0.5).region());
    assertThat(Bodies.faces(List.of(glove))).isEmpty();
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

  @Test
  void aFrameHasPeopleIfAModelSeesOne() {
    assertThat(Bodies.hasPeople(List.of(head("hairnet", 0.1), LEFT))).isTrue();
    assertThat(Bodies.hasPeople(List.of(head("hairnet", 0.1)))).isFalse();
    assertThat(Bodies.hasPeople(List.of())).isFalse();
  }

  @Test
  void peopleAreInTheOrderOfTheirScores() {
    var faint = new Trait("person", 0.5, new Region(0.1, 0.2, 0.12, 0.5));
    assertThat(Bodies.of(List.of(faint, RIGHT), true))
        .extracting(Observation::score)
        .containsExactly(0.9, 0.5);
  }

  @Test
  void whatLooksLikeATorsoIsOneWithinBoundsOnly() {
    // A head of 0.0625 by 0.125; a torso of 2.5 times the area, centred below it.
    var head = new Trait("no_hairnet", 0.75, new Region(0.5, 0.125, 0.0625, 0.125));
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
    var head = new Trait("no_hairnet", 0.75, new Region(0.5, 0.125, 0.0625, 0.125));
    for (double side : new double[] {-1, 1}) {
      // Half of its width to the side, and a little more.
      assertThat(heads(head, torso(0.75, 0.125, 0.15625, 0.1875, side * 0.0625))).isEqualTo(1);
      assertThat(heads(head, torso(0.75, 0.125, 0.15625, 0.1875, side * 0.0635))).isEqualTo(2);
    }
  }

  @Test
  void aHeadMayStandOutFromItsPersonALittle() {
    var person = new Trait("person", 0.9, new Region(0.25, 0.25, 0.25, 0.5));
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
    assertThat(people.getFirst().traits()).hasSize(1);
  }

  @Test
  void aHeadThatFitsTwoBelongsToTheNearer() {
    // Both hold it; the head is in the middle of the second, and at the height of its top.
    var wide = new Trait("person", 0.9, new Region(0.0, 0.2, 0.5, 0.5));
    var narrow = new Trait("person", 0.8, new Region(0.3, 0.2, 0.2, 0.5));
    List<Observation> people = Bodies.of(List.of(wide, narrow, head("hairnet", 0.38)), true);
    assertThat(people.get(0).traits()).isEmpty();
    assertThat(people.get(1).traits()).hasSize(1);
    var above = new Trait("person", 0.9, new Region(0.3, 0.05, 0.2, 0.5));
    people = Bodies.of(List.of(above, narrow, head("hairnet", 0.38)), true);
    assertThat(people.get(0).traits()).isEmpty();
    assertThat(people.get(1).traits()).hasSize(1);
  }

  @Test
  void whoStandsForAHeadIsAboutSevenHeadsTallAndInsideThePicture() {
    Region standing = standing(new Region(0.5, 0.1, 0.04, 0.1));
    assertThat(standing.width()).isEqualTo(0.04 * 2.6);
    assertThat(standing.centreX()).isEqualTo(0.52, offset(1e-12));
    assertThat(standing.y()).isEqualTo(0.1);
    assertThat(standing.height()).isEqualTo(0.1 * 6.6);
    Region left = standing(new Region(0, 0.5, 0.04, 0.1));
    assertThat(left.x()).isZero();
    assertThat(left.height()).isEqualTo(0.5);
    Region right = standing(new Region(0.96, 0.5, 0.04, 0.1));
    assertThat(right.x() + right.width()).isEqualTo(1, offset(1e-12));
    Region close = standing(new Region(0.1, 0, 0.5, 0.5));
    assertThat(close.width()).isEqualTo(1);
  }

  @Test
  void aHandIsWithinReachOfItsHead() {
    var head = new Trait("hairnet", 0.9, new Region(0.5, 0.25, 0.0625, 0.0625));
    assertThat(handOf(head, 0.5 + 4.9 * 0.0625)).isPresent();
    assertThat(handOf(head, 0.5 + 5 * 0.0625)).isEmpty();
  }

  @Test
  void aHandOfAHeadIsTheNearest() {
    var left = new Trait("hairnet", 0.9, new Region(0.25, 0.25, 0.0625, 0.0625));
    var right = new Trait("hairnet", 0.8, new Region(0.5, 0.25, 0.0625, 0.0625));
    var hand = new Trait("handwashing", 0.7, new Region(0.4, 0.25, 0.0625, 0.0625));
    List<Observation> people = Bodies.of(List.of(left, right, hand), false);
    assertThat(people.get(0).best("handwashing")).isEmpty();
    assertThat(people.get(1).best("handwashing")).isPresent();
    var below = new Trait("handwashing", 0.7, new Region(0.35, 0.45, 0.0625, 0.0625));
    assertThat(Bodies.of(List.of(left, right, below), false).get(0).best("handwashing"))
        .isPresent();
  }

  @Test
  void howAPersonOrAHeadLooksIsTold() {
    var person = new Trait("person", 0.9, LEFT.region(), List.of(1f, 0f));
    assertThat(Bodies.of(List.of(person), true).getFirst().appearance()).containsExactly(1f, 0f);
    var head = new Trait("hairnet", 0.9, LEFT.region(), List.of(0f, 1f));
    assertThat(Bodies.of(List.of(head), false).getFirst().appearance()).containsExactly(0f, 1f);
  }

  @Test
  void aHandOutsideEverybodyIsNobodys() {
    var hand = new Trait("handwashing", 0.7, new Region(0.8, 0.4, 0.03, 0.03));
    assertThat(Bodies.of(List.of(LEFT, RIGHT, hand), true))
        .allMatch(person -> person.traits().isEmpty());
  }

  private static int heads(Trait... heads) {
    return Bodies.of(List.of(heads), false).size();
  }

  /** Below a head whose centre is at 0.53125, 0.1875. */
  private static Trait torso(double score, double width, double height, double y, double... side) {
    double centre = 0.53125 + (side.length == 0 ? 0 : side[0]);
    // Its centre is half of its height below y.
    return new Trait(
        "no_hairnet", score, new Region(centre - width / 2, y + 0.125 - height / 2, width, height));
  }

  private static boolean belongs(Trait person, double x, double y) {
    var head = new Trait("hairnet", 0.8, new Region(x - 0.01, y - 0.01, 0.02, 0.02));
    return Bodies.of(List.of(person, head), true).size() == 1;
  }

  private static Region standing(Region head) {
    return Bodies.of(List.of(new Trait("hairnet", 0.9, head)), true).getFirst().region();
  }

  private static Optional<Trait> handOf(Trait head, double x) {
    var hand = new Trait("handwashing", 0.7, new Region(x, 0.25, 0.0625, 0.0625));
    return Bodies.of(List.of(head, hand), false).getFirst().best("handwashing");
  }

  private static Trait person(double x) {
    return new Trait("person", 0.9, new Region(x, 0.2, 0.12, 0.5));
  }

  private static Trait head(String label, double x) {
    return new Trait(label, 0.9, new Region(x, 0.2, 0.04, 0.07));
  }
}
