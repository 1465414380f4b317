package io.cleansight.inference.detect;

import ai.onnxruntime.OrtException;
import io.cleansight.event.Frame;
import io.cleansight.inference.detect.InferenceProperties.On;
import io.cleansight.inference.detect.InferenceProperties.Pipeline;
import io.cleansight.inference.model.BadImageException;
import io.cleansight.inference.model.Crop;
import io.cleansight.inference.model.Embedder;
import io.cleansight.inference.model.JpegDecoder;
import io.cleansight.inference.model.Model;
import io.cleansight.inference.model.Sighting;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Looks at a group of frames through the models of a pipeline. For one thread at a time. */
final class Eye implements AutoCloseable {
  private static final String PERSON = "person";

  /** A hairnet may stand out from the box around a person by so much of its size. */
  private static final double MARGIN = 0.1;

  /** IoU above which two heads, seen in the crops of two people, are one. */
  private static final double SAME_HEAD = 0.45;

  private final Map<String, Model> models;
  private final Map<String, Model.Lane> lanes = new HashMap<>();
  private final Map<String, Embedder.Lane> looks = new HashMap<>();
  private final List<JpegDecoder> decoders;

  Eye(Map<String, Model> models, Map<String, Embedder> embedders, int batch) throws OrtException {
    this.models = Map.copyOf(models);
    this.decoders = IntStream.range(0, batch).mapToObj(_ -> new JpegDecoder()).toList();
    for (var model : models.entrySet()) {
      lanes.put(model.getKey(), model.getValue().lane());
    }
    embedders.forEach((where, embedder) -> looks.put(where, embedder.lane()));
  }

  /** What came of a frame's picture. */
  sealed interface Look {
    record Saw(List<Sighting> sightings) implements Look {}

    record Refused(String reason) implements Look {}
  }

  /**
   * One look per frame, in order.
   *
   * @param frames at most as many as the engine's batch
   */
  List<Look> look(Pipeline pipeline, List<Frame> frames) throws OrtException {
    var results = new ArrayList<Look>();
    var whole = new ArrayList<View>();
    for (int i = 0; i < frames.size(); i++) {
      JpegDecoder decoder = decoders.get(i);
      try {
        open(decoder, frames.get(i), pipeline);
        whole.add(new View(decoder, Crop.WHOLE, i));
        results.add(new Look.Saw(new ArrayList<>()));
      } catch (BadImageException e) {
        results.add(new Look.Refused(String.valueOf(e.getMessage())));
      }
    }
    String person = pipeline.person();
    List<Seen> people = person == null ? List.of() : look(person, whole);
    people = people.stream().filter(seen -> seen.what.label().equals(PERSON)).toList();
    Embedder.Lane appearance = looks.get(String.valueOf(pipeline.appearance()));
    people = known(people, appearance);
    people.forEach(seen -> add(results, seen));
    boolean perPerson = pipeline.on() == On.PERSON;
    List<View> views = perPerson ? views(people) : whole;
    List<Seen> heads = look(pipeline.head(), views);
    heads = perPerson ? once(heads) : heads;
    (person == null ? known(heads, appearance) : heads).forEach(seen -> add(results, seen));
    for (String items : pipeline.items()) {
      look(items, whole).forEach(seen -> add(results, seen));
    }
    return results;
  }

  @Override
  public void close() {
    lanes.values().forEach(Model.Lane::close);
    decoders.forEach(JpegDecoder::close);
  }

  /** A part of a frame that a model is to look at. */
  private record View(JpegDecoder decoder, Crop crop, int frame) {}

  /** Something seen in a frame, in its fractions. */
  private record Seen(int frame, Sighting what) {}

  private void open(JpegDecoder decoder, Frame frame, Pipeline pipeline) throws BadImageException {
    var jpeg = new byte[frame.getJpeg().remaining()];
    frame.getJpeg().duplicate().get(jpeg);
    int width = frame.getWidth();
    int height = frame.getHeight();
    double smallest =
        pipeline.on() == On.PERSON || pipeline.appearance() != null
            ? 1
            : pipeline.models().stream()
                .mapToDouble(where -> model(where).share(width, height))
                .max()
                .orElse(1);
    decoder.open(jpeg, width, height, smallest);
  }

  private List<Seen> look(String where, List<View> views) throws OrtException {
    Model.Lane lane = lane(where);
    int most = model(where).batch();
    var seen = new ArrayList<Seen>();
    for (int from = 0; from < views.size(); from += most) {
      var group = new ArrayList<View>();
      for (var view : views.subList(from, Math.min(from + most, views.size()))) {
        lane.put(group.size(), view.decoder, view.crop);
        group.add(view);
      }
      List<List<Sighting>> found = lane.look(group.size());
      for (int i = 0; i < group.size(); i++) {
        View view = group.get(i);
        found.get(i).forEach(what -> seen.add(new Seen(view.frame, what.within(view.crop))));
      }
    }
    return seen;
  }

  private List<View> views(List<Seen> people) {
    return people.stream()
        .map(person -> new View(decoders.get(person.frame), around(person.what), person.frame))
        .toList();
  }

  private static Crop around(Sighting person) {
    double x = MARGIN * (person.right() - person.left());
    double y = MARGIN * (person.bottom() - person.top());
    return new Crop(
        Math.max(0, person.left() - x),
        Math.max(0, person.top() - y),
        Math.min(1, person.right() + x),
        Math.min(1, person.bottom() + y));
  }

  private static List<Seen> once(List<Seen> heads) {
    var kept = new ArrayList<Seen>();
    heads.stream()
        .sorted(Comparator.comparingDouble((Seen seen) -> -seen.what.score()))
        .filter(
            seen ->
                kept.stream()
                    .noneMatch(
                        better ->
                            better.frame == seen.frame
                                && better.what.overlap(seen.what) > SAME_HEAD))
        .forEachOrdered(kept::add);
    return kept;
  }

  /** The same, with how each looks. */
  private List<Seen> known(List<Seen> seen, Embedder.@Nullable Lane appearance)
      throws OrtException {
    if (appearance == null) {
      return seen;
    }
    var known = new ArrayList<Seen>();
    for (var one : seen) {
      Sighting it = one.what;
      var crop = new Crop(it.left(), it.top(), it.right(), it.bottom());
      List<Float> look = appearance.look(decoders.get(one.frame), crop);
      known.add(new Seen(one.frame, it.looking(look)));
    }
    return known;
  }

  private static void add(List<Look> results, Seen seen) {
    if (results.get(seen.frame) instanceof Look.Saw(var sightings)) {
      sightings.add(seen.what);
    }
  }

  private Model model(String where) {
    Model found = models.get(where);
    if (found == null) {
      throw new IllegalStateException("no model " + where);
    }
    return found;
  }

  private Model.Lane lane(String where) {
    Model.Lane found = lanes.get(where);
    if (found == null) {
      throw new IllegalStateException("no lane of " + where);
    }
    return found;
  }
}
