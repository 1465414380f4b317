package io.cleansight.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.contracts.codec.Decoded;
import io.cleansight.contracts.codec.EventCodec;
import io.cleansight.contracts.codec.Framing;
import io.cleansight.contracts.codec.ReleasedSchemas;
import io.cleansight.contracts.example.ExampleEvents;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.compiler.specific.SpecificCompiler;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.message.RawMessageEncoder;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Who was built with the classes of the first release, compiled here from its schemas, reads what
 * is written now and what will be, and the other way round.
 */
class OldConsumerTest {
  private static final String EVOLVED = "told_since";
  private static final GenericData PLAIN = new GenericData();

  @TempDir private static Path folder;
  private static URLClassLoader old;

  @BeforeAll
  static void compileTheFirstRelease() throws IOException {
    Path sources = Files.createDirectory(folder.resolve("sources"));
    for (PublicTopic told : PublicTopic.all()) {
      var compiler = new SpecificCompiler(first(told));
      compiler.setStringType(GenericData.StringType.String);
      compiler.compileToDestination(null, sources.toFile());
    }
    Path classes = Files.createDirectory(folder.resolve("classes"));
    var arguments = new ArrayList<String>();
    arguments.addAll(List.of("-nowarn", "-proc:none", "-d", classes.toString()));
    arguments.addAll(List.of("-cp", System.getProperty("java.class.path")));
    try (Stream<Path> files = Files.walk(sources)) {
      files.map(Path::toString).filter(it -> it.endsWith(".java")).forEach(arguments::add);
    }
    var said = new ByteArrayOutputStream();
    int failed =
        Objects.requireNonNull(ToolProvider.getSystemJavaCompiler())
            .run(null, said, said, arguments.toArray(String[]::new));
    assertThat(failed).as("%s", said).isZero();
    // Its own Avro makes its own classes; of the test's it knows nothing.
    old =
        new URLClassLoader(
            Stream.concat(
                    Stream.of(classes),
                    Stream.of(System.getProperty("java.class.path").split(":"))
                        .filter(it -> it.endsWith(".jar"))
                        .map(Path::of))
                .map(OldConsumerTest::url)
                .toArray(URL[]::new),
            ClassLoader.getPlatformClassLoader());
  }

  @AfterAll
  static void close() throws IOException {
    old.close();
  }

  static List<PublicTopic> topics() {
    return PublicTopic.all();
  }

  @ParameterizedTest
  @MethodSource("topics")
  void anOldConsumerReadsWhatIsWrittenNow(PublicTopic told) throws Exception {
    SpecificRecord event = event(told);
    byte[] bytes = EventCodec.encode(told.topic().name(), event);
    assertThat(readByTheOld(told, event.getSchema(), bytes)).isEqualTo(plain(told, bytes));
  }

  @ParameterizedTest
  @MethodSource("topics")
  void anOldConsumerReadsWhatWillBeWritten(PublicTopic told) throws Exception {
    byte[] now = EventCodec.encode(told.topic().name(), event(told));
    GenericRecord event = later(plain(told, now));
    byte[] bytes =
        array(new BinaryMessageEncoder<GenericRecord>(PLAIN, event.getSchema()).encode(event));
    assertThat(readByTheOld(told, event.getSchema(), bytes)).isEqualTo(plain(told, now));
  }

  @ParameterizedTest
  @MethodSource("topics")
  void whatTheFirstReleaseWroteIsRead(PublicTopic told) throws Exception {
    String topic = told.topic().name();
    GenericRecord now = plain(told, EventCodec.encode(topic, event(told)));
    GenericRecord then = as(now, first(told));
    byte[] bytes = array(new BinaryMessageEncoder<GenericRecord>(PLAIN, first(told)).encode(then));
    assertIsRead(told, EventCodec.decode(topic, bytes));
  }

  @ParameterizedTest
  @MethodSource("topics")
  void whatALaterReleaseWritesIsReadWhereTheRegistryHasIt(PublicTopic told) throws Exception {
    String topic = told.topic().name();
    GenericRecord event = later(plain(told, EventCodec.encode(topic, event(told))));
    byte[] body =
        array(new RawMessageEncoder<GenericRecord>(PLAIN, event.getSchema()).encode(event));
    byte[] bytes = ByteBuffer.allocate(5 + body.length).putInt(1, 9).put(5, body).array();
    assertIsRead(told, new Framing(Map.of(), _ -> event.getSchema()).decode(topic, bytes));
  }

  /**
   * By the class of the first release and an Avro of its own, as its consumer would who was given
   * the schema of the writer.
   */
  private static GenericRecord readByTheOld(PublicTopic told, Schema writer, byte[] bytes)
      throws ReflectiveOperationException, IOException {
    Class<?> type = old.loadClass(told.topic().event().getName());
    assertThat(type).isNotSameAs(told.topic().event());
    Class<?> parser = old.loadClass(Schema.Parser.class.getName());
    Object schema =
        parser
            .getMethod("parse", String.class)
            .invoke(parser.getConstructor().newInstance(), writer.toString());
    Object decoder = type.getMethod("getDecoder").invoke(null);
    decoder
        .getClass()
        .getMethod("addSchema", old.loadClass(Schema.class.getName()))
        .invoke(decoder, schema);
    Object event = decoder.getClass().getMethod("decode", byte[].class).invoke(decoder, bytes);
    assertThat(event).isInstanceOf(type);
    var own = (ByteBuffer) type.getMethod("toByteBuffer").invoke(event);
    return new BinaryMessageDecoder<GenericRecord>(PLAIN, first(told)).decode(array(own));
  }

  /** What both releases have is read as it was written. */
  private static void assertIsRead(PublicTopic told, Decoded<SpecificRecord> read)
      throws IOException {
    assertThat(read).isInstanceOf(Decoded.Event.class);
    SpecificRecord event = ((Decoded.Event<SpecificRecord>) read).value();
    String topic = told.topic().name();
    assertThat(plain(told, EventCodec.encode(topic, event)))
        .isEqualTo(plain(told, EventCodec.encode(topic, event(told))));
  }

  /** Without classes, and as of the first release. */
  private static GenericRecord plain(PublicTopic told, byte[] bytes) throws IOException {
    Schema now = event(told).getSchema();
    var decoder = new BinaryMessageDecoder<GenericRecord>(PLAIN, now);
    return as(decoder.decode(bytes), first(told));
  }

  /** The same event with a field more. */
  private static GenericRecord later(GenericRecord event) throws IOException {
    Schema then = event.getSchema();
    var fields = new ArrayList<Schema.Field>();
    then.getFields().forEach(it -> fields.add(new Schema.Field(it, it.schema())));
    fields.add(new Schema.Field(EVOLVED, Schema.create(Schema.Type.STRING), null, "nothing"));
    Schema evolved =
        Schema.createRecord(then.getName(), then.getDoc(), then.getNamespace(), false, fields);
    assertThat(SchemaCompatibility.checkReaderWriterCompatibility(then, evolved).getType())
        .isEqualTo(SchemaCompatibility.SchemaCompatibilityType.COMPATIBLE);
    GenericRecord later = as(event, evolved);
    later.put(EVOLVED, "something that the old one cannot know");
    return later;
  }

  private static GenericRecord as(GenericRecord event, Schema schema) throws IOException {
    byte[] bytes =
        array(new RawMessageEncoder<GenericRecord>(PLAIN, event.getSchema()).encode(event));
    return new GenericDatumReader<GenericRecord>(event.getSchema(), schema, PLAIN)
        .read(null, org.apache.avro.io.DecoderFactory.get().binaryDecoder(bytes, null));
  }

  private static URL url(Path file) {
    try {
      return file.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static SpecificRecord event(PublicTopic told) {
    return ExampleEvents.of(told.topic().name());
  }

  private static Schema first(PublicTopic told) {
    return ReleasedSchemas.of(told.topic().event()).getFirst();
  }

  private static byte[] array(ByteBuffer buffer) {
    var bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }
}
