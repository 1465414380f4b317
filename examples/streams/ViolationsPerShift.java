import io.cleansight.contracts.Topics;
import io.cleansight.event.Violation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.Materialized;

/**
 * Counts violations per shift and camera, each exactly once, also when it is killed in between:
 * {@code java -cp 'inference-service/target/lib/*' examples/streams/ViolationsPerShift.java
 * 127.0.0.1:PORT FOLDER [TIME_ZONE]}. It keeps its state in the folder, and makes topics of its
 * own, whose names begin with violations-per-shift.
 */
class ViolationsPerShift {
  private static final List<String> SHIFTS = List.of("early", "late", "night");
  private static final int FIRST_HOUR = 6;

  void main(String[] args) {
    // Avro makes objects of the classes of no other package.
    System.setProperty("org.apache.avro.SERIALIZABLE_PACKAGES", "io.cleansight.event");
    // What Kafka's client has to say is left out.
    System.setProperty("slf4j.provider", "org.slf4j.helpers.NOP_FallbackServiceProvider");
    System.setProperty("slf4j.internal.verbosity", "WARN");
    ZoneId zone = args.length > 2 ? ZoneId.of(args[2]) : ZoneId.systemDefault();
    var builder = new StreamsBuilder();
    builder.stream(Topics.VIOLATIONS, Consumed.with(Serdes.String(), Serdes.ByteArray()))
        .mapValues(ViolationsPerShift::decoded)
        .filter((_, violation) -> violation.getState().equals("opened")) // it closes later
        .map(
            (camera, it) -> new KeyValue<>(shift(it.getOpenedAt().atZone(zone)) + " " + camera, ""))
        .groupByKey(Grouped.with(Serdes.String(), Serdes.String()))
        .count(Materialized.with(Serdes.String(), Serdes.Long()))
        .toStream()
        .foreach((shiftAndCamera, count) -> System.out.println(shiftAndCamera + " " + count));
    var streams = new KafkaStreams(builder.build(), settings(args[0], args[1]));
    Runtime.getRuntime().addShutdownHook(new Thread(streams::close));
    streams.start();
  }

  private static Properties settings(String bootstrapServers, String folder) {
    var settings = new Properties();
    settings.put("bootstrap.servers", bootstrapServers);
    settings.put("application.id", "violations-per-shift");
    settings.put("state.dir", folder);
    settings.put("processing.guarantee", "exactly_once_v2"); // reads what is committed, too
    settings.put("auto.offset.reset", "earliest");
    return settings;
  }

  private static Violation decoded(byte[] value) {
    try {
      return Violation.getDecoder().decode(value);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // rather stop than count wrong
    }
  }

  /** Of three shifts of eight hours; a night belongs to the day on which it began. */
  private static String shift(ZonedDateTime at) {
    ZonedDateTime sinceFirst = at.minusHours(FIRST_HOUR);
    return sinceFirst.toLocalDate() + " " + SHIFTS.get(sinceFirst.getHour() / 8);
  }
}
