package io.cleansight.query.video;

import io.cleansight.contracts.codec.Decoded;
import io.cleansight.query.web.TimeRange;
import io.cleansight.snapshot.Recordings;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;

/** Finds a camera's video, in recordings and else in the topic, and writes it as one file. */
@Component
class Videos {
  private static final Logger log = LoggerFactory.getLogger(Videos.class);

  /** A key frame may lie so long before the time that is asked for. */
  private static final Duration BEFORE = Duration.ofMinutes(1);

  private final RecordingReader recorded;
  private final Recordings recordings;
  private final ConsumerFactory<String, Decoded<SpecificRecord>> consumers;
  private final VideoProperties settings;

  Videos(
      RecordingReader recorded,
      Recordings recordings,
      ConsumerFactory<String, Decoded<SpecificRecord>> consumers,
      VideoProperties settings) {
    this.recorded = recorded;
    this.recordings = recordings;
    this.consumers = consumers;
    this.settings = settings;
  }

  /**
   * What is there of the time; empty: nothing.
   *
   * @throws ResponseStatusException 503 if Kafka does not answer
   */
  Optional<Footage> find(String camera, TimeRange range) {
    var wider = new TimeRange(range.from().minus(BEFORE), range.to());
    var pieces = new ArrayList<>(reachable(recorded.pieces(camera, wider)));
    Optional<Footage> footage = Footage.of(pieces, range);
    if (footage.isPresent() && !footage.get().to().isBefore(range.to())) {
      return footage;
    }
    try (var topic = SegmentReader.open(consumers, camera)) {
      pieces.addAll(topic.liveOf(range.from(), range.to()));
      footage = Footage.of(pieces, range);
      return footage.isPresent() || !recorded.playsFiles(camera)
          ? footage
          : Footage.of(topic.all(settings.scan().toBytes()), range);
    } catch (KafkaException e) {
      throw new ResponseStatusException(
          HttpStatus.SERVICE_UNAVAILABLE, "Kafka does not answer; try again", e);
    }
  }

  private List<Piece> reachable(List<Piece> pieces) {
    List<Piece> here = pieces.stream().filter(it -> isReachable(it.place())).toList();
    if (here.size() < pieces.size()) {
      log.warn("recordings lie in a store that is not configured here");
    }
    return here;
  }

  private boolean isReachable(Piece.Place place) {
    return !(place instanceof Piece.InFile file) || recordings.named(file.store()).isPresent();
  }

  /**
   * Writes the footage as one MP4 whose times begin at zero.
   *
   * @param going asked before each fragment
   * @throws IOException if it is not, if the client is gone, or if something is not there any more
   */
  void write(String camera, Footage footage, OutputStream out, BooleanSupplier going)
      throws IOException {
    var mp4 = new Mp4();
    try (var copy = new VideoCopy(recordings, consumers, camera, footage)) {
      out.write(Mp4.withLength(copy.init(), footage.length()));
      for (int index = 0; index < footage.pieces().size(); index++) {
        if (!going.getAsBoolean()) {
          throw new IOException("an export of " + camera + " took too long, or its caller is gone");
        }
        out.write(mp4.retimed(copy.fragment(index)));
        out.flush();
      }
    } catch (KafkaException e) {
      throw new IOException("Kafka does not answer", e);
    }
  }
}
