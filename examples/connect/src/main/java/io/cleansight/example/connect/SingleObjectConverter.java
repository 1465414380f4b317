package io.cleansight.example.connect;

import io.cleansight.contracts.Topics;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.jar.JarFile;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.specific.SpecificData;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.storage.Converter;

/**
 * Values of our topics, in Avro's single-object encoding, as Kafka Connect's structures. An event
 * of any released version is read as the schema of the contracts beside it has it. Reads only.
 */
public class SingleObjectConverter implements Converter {
  private final Map<String, BinaryMessageDecoder<GenericRecord>> decoders =
      new ConcurrentHashMap<>();
  private final ConnectData connect = new ConnectData();

  @Override
  public void configure(Map<String, ?> settings, boolean isKey) {
    if (isKey) {
      throw new DataException("keys of our topics are strings: key.converter=…StringConverter");
    }
  }

  @Override
  public SchemaAndValue toConnectData(String topic, byte[] value) {
    if (value == null) {
      return SchemaAndValue.NULL;
    }
    try {
      GenericRecord event =
          decoders.computeIfAbsent(topic, SingleObjectConverter::decoder).decode(value);
      Schema schema = connect.schema(event.getSchema());
      return new SchemaAndValue(schema, connect.value(schema, event));
    } catch (IOException | RuntimeException e) {
      throw new DataException(topic + " holds what cannot be read", e);
    }
  }

  @Override
  public byte[] fromConnectData(String topic, Schema schema, Object value) {
    throw new DataException("what is written to our topics is described in docs/integrations.md");
  }

  private static BinaryMessageDecoder<GenericRecord> decoder(String topic) {
    Class<?> event = Topics.source(topic).event();
    var decoder =
        new BinaryMessageDecoder<GenericRecord>(
            new GenericData(), SpecificData.get().getSchema(event));
    Path contracts = contracts();
    try (var jar = new JarFile(contracts.toFile())) {
      for (var entry : jar.stream().toList()) {
        if (entry.getName().matches("released/.*/" + event.getSimpleName() + "\\.avsc")) {
          try (InputStream in = jar.getInputStream(entry)) {
            decoder.addSchema(new org.apache.avro.Schema.Parser().parse(in));
          }
        }
      }
    } catch (IOException e) {
      throw new DataException(contracts + " cannot be read", e);
    }
    return decoder;
  }

  private static Path contracts() {
    try {
      return Path.of(Topics.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new DataException("the contracts are in no file", e);
    }
  }
}
