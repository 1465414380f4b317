package io.cleansight.contracts.codec;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/** The schemas of each release, kept as {@code released/VERSION/EVENT.avsc}. */
public final class ReleasedSchemas {
  private static final String FOLDER = "/released/";

  /** A version a line, oldest first: a jar's folders cannot be listed everywhere. */
  private static final String VERSIONS = FOLDER + "versions";

  private ReleasedSchemas() {}

  /** Every released schema of that event, oldest first; an event that is new has none. */
  public static List<Schema> of(Class<? extends SpecificRecord> event) {
    var schemas = new ArrayList<Schema>();
    for (String version : versions()) {
      byte[] text = read(FOLDER + version + "/" + event.getSimpleName() + ".avsc");
      if (text.length > 0) {
        schemas.add(new Schema.Parser().parse(new String(text, StandardCharsets.UTF_8)));
      }
    }
    return schemas;
  }

  /** The released ones, then the current one, if it is no longer the last of them. */
  public static List<Schema> andCurrentOf(Class<? extends SpecificRecord> event) {
    List<Schema> schemas = of(event);
    Schema current = SpecificData.getForClass(event).getSchema(event);
    if (schemas.isEmpty() || !schemas.getLast().equals(current)) {
      schemas.add(current);
    }
    return schemas;
  }

  private static List<String> versions() {
    return new String(read(VERSIONS), StandardCharsets.UTF_8).lines().toList();
  }

  /** Nothing if there is no such file. */
  private static byte[] read(String name) {
    try (InputStream in = ReleasedSchemas.class.getResourceAsStream(name)) {
      return in == null ? new byte[0] : in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("released schemas cannot be read", e);
    }
  }
}
