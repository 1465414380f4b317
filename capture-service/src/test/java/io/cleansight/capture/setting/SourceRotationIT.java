package io.cleansight.capture.setting;

import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.capture.Broker;
import io.cleansight.capture.KeyCommandsRun;
import io.cleansight.capture.Sample;
import io.cleansight.contracts.CameraStream;
import io.cleansight.contracts.Topics;
import io.cleansight.contracts.codec.Decoded;
import io.cleansight.event.CameraSource;
import io.cleansight.messaging.codec.EventRecords;
import io.cleansight.sourcekey.SourceKeyset;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.support.SendResult;

/** Keys are exchanged and nobody enters an address again, over a real broker. */
class SourceRotationIT {
  private static final String ADDRESS = "rtsp://user:sesame@10.1.2.3/";

  @TempDir static Path folder;
  private static Broker broker;

  private final SourceKeyset old = SourceKeyset.generate();
  private final SourceKeyset keys = old.rotated();

  @BeforeAll
  static void start() throws Exception {
    broker = Broker.start(folder.resolve("kafka"), Map.of(), Topics.CAMERA_SOURCES);
  }

  @AfterAll
  static void stop() throws Exception {
    broker.close();
  }

  @BeforeEach
  void forget() {
    latest()
        .keySet()
        .forEach(camera -> broker.template().send(Topics.CAMERA_SOURCES, camera, null).join());
  }

  @Test
  void everySourceIsEncryptedForTheNewKeyByCommandAndTheOldOneCanGo() {
    say("line-1", Optional.of(old.publicKey().encrypt(ADDRESS + 1, "line-1")));
    say("line-1/substream", Optional.of(old.publicKey().encrypt(ADDRESS + "small", "line-1")));
    say("line-2", Optional.of(keys.publicKey().encrypt(ADDRESS + 2, "line-2")));
    say("line-3", Optional.of(old.publicKey().encrypt(ADDRESS + 3, "line-3")));
    say("line-3", Optional.empty());
    say("line-4", Optional.of(SourceKeyset.generate().publicKey().encrypt(ADDRESS, "line-4")));
    var run = KeyCommandsRun.of(keys.secret(), broker.address(), "reencrypt");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.printed())
        .contains("2 sources encrypted anew", "1 were before", "1 cannot be read: line-4")
        .doesNotContain("sesame");
    assertThat(addresses(keys.primaryOnly()))
        .containsEntry("line-1", Optional.of(ADDRESS + 1))
        .containsEntry("line-1/substream", Optional.of(ADDRESS + "small"))
        .containsEntry("line-2", Optional.of(ADDRESS + 2))
        .containsEntry("line-4", Optional.empty())
        .doesNotContainKey("line-3");
    say("line-4", Optional.empty());
    assertThat(KeyCommandsRun.of(keys.secret(), broker.address(), "reencrypt").printed())
        .contains("0 sources encrypted anew", "3 were before");
  }

  @Test
  void whatPeopleSetWhileItRunsWins() {
    say("line-1", Optional.of(old.publicKey().encrypt(ADDRESS + "old", "line-1")));
    say("line-2", Optional.of(old.publicKey().encrypt(ADDRESS + 2, "line-2")));
    var between = new AtomicBoolean(true);
    var kafka =
        new KafkaTemplate<>(broker.template().getProducerFactory()) {
          @Override
          public CompletableFuture<SendResult<String, Object>> send(
              ProducerRecord<String, Object> record) {
            if (between.getAndSet(false)) {
              say("line-1", Optional.of(old.publicKey().encrypt(ADDRESS + "new", "line-1")));
              say("line-2", Optional.empty());
            }
            return super.send(record);
          }
        };
    new SourceRotation(keys, kafka, broker.consumers(), new EventRecords("test"), Clock.systemUTC())
        .run();
    assertThat(addresses(keys.primaryOnly()))
        .containsEntry("line-1", Optional.of(ADDRESS + "new"))
        .doesNotContainKey("line-2");
  }

  private static CameraSource source(String key, String encrypted) {
    CameraStream stream = CameraStream.ofKey(key);
    return new CameraSource(stream.cameraId(), encrypted, stream.stream());
  }

  private void say(String key, Optional<String> encrypted) {
    broker
        .template()
        .send(
            encrypted
                .map(
                    it ->
                        new EventRecords("test")
                            .of(
                                Topics.CAMERA_SOURCES,
                                UUID.randomUUID(),
                                Sample.EPOCH,
                                source(key, it),
                                null))
                .orElseGet(() -> new ProducerRecord<>(Topics.CAMERA_SOURCES, key, null)))
        .join();
  }

  private static Map<String, Optional<String>> addresses(SourceKeyset keys) {
    var addresses = new HashMap<String, Optional<String>>();
    latest()
        .forEach(
            (key, source) ->
                addresses.put(key, keys.decrypt(source.getEncrypted(), source.getCameraId())));
    return addresses;
  }

  private static Map<String, CameraSource> latest() {
    var latest = new HashMap<String, CameraSource>();
    for (var record : broker.records(Topics.CAMERA_SOURCES)) {
      if (record.value() instanceof Decoded.Event<SpecificRecord>(CameraSource source)) {
        latest.put(record.key(), source);
      } else {
        latest.remove(record.key());
      }
    }
    return latest;
  }
}
