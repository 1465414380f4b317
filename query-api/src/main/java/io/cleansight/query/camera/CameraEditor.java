package io.cleansight.query.camera;

import static org.springframework.http.HttpStatus.CONFLICT;
import static org.springframework.http.HttpStatus.NOT_FOUND;

import io.cleansight.contracts.Topics;
import io.cleansight.contracts.vocabulary.AuditAction;
import io.cleansight.event.Camera;
import io.cleansight.query.access.Caller;
import io.cleansight.query.audit.Audit;
import io.cleansight.query.command.CommandPublisher.Sent;
import io.cleansight.query.setting.Setting;
import io.cleansight.query.setting.SettingWriter;
import io.cleansight.query.web.IfMatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;

/** Has changes of cameras decided upon what is set, audited and written. */
@Component
class CameraEditor {
  private final CameraReader cameras;
  private final CameraSources sources;
  private final SettingWriter writer;
  private final Audit audit;

  CameraEditor(CameraReader cameras, CameraSources sources, SettingWriter writer, Audit audit) {
    this.cameras = cameras;
    this.sources = sources;
    this.writer = writer;
    this.audit = audit;
  }

  /**
   * What somebody wants set.
   *
   * @param command sent again, it is not done again
   */
  record Wanted(Caller by, String id, UUID command, CameraBody body) {}

  /** A camera as it is before a change. */
  record Present(boolean exists, long version, CameraReader.Streams streams) {
    /**
     * @param now what the topic says of it; it may have forgotten, or the record not know yet
     */
    static Present of(Optional<Setting> now, CameraReader.Kept kept) {
      if (now.isEmpty()) {
        return new Present(kept.exists(), kept.version(), kept.streams());
      }
      return now.get().event() instanceof Camera set
          ? new Present(
              true,
              now.get().version(),
              new CameraReader.Streams(set.getHasSource(), set.getHasSubstream()))
          : new Present(kept.spoken(), 0, CameraReader.Streams.NONE);
    }
  }

  /** What is to be known of a camera before it is changed. */
  private interface Condition {
    void check(Present before);
  }

  /** Sets one that is not there yet; 409 if it is. */
  Optional<Sent> create(Wanted wanted) throws InterruptedException {
    return set(
        wanted,
        before -> {
          if (before.exists()) {
            throw new ResponseStatusException(
                CONFLICT, "camera " + wanted.id() + " is there already");
          }
        });
  }

  /** Replaces what is set of one, unless somebody else has meanwhile. */
  Optional<Sent> replace(Wanted wanted, IfMatch seen) throws InterruptedException {
    return set(
        wanted,
        before -> {
          if (!before.exists()) {
            throw new ResponseStatusException(
                NOT_FOUND, "no camera " + wanted.id() + "; If-None-Match: * makes one");
          }
          seen.mustBe(before.version(), "camera " + wanted.id());
        });
  }

  private Optional<Sent> set(Wanted wanted, Condition condition) throws InterruptedException {
    String id = wanted.id();
    CameraBody body = wanted.body();
    CameraSources.Wish wish = sources.wish(id, body.source(), body.substream());
    Set<String> lines = cameras.lines(id);
    var _ =
        body.event(id, CameraReader.Streams.NONE, lines); // what is wrong by itself is said first
    return writer.writeCamera(
        id,
        now -> {
          if (now.filter(it -> it.isOf(wanted.command())).isPresent()) {
            return List.of();
          }
          Present before = Present.of(now, cameras.kept(id));
          condition.check(before);
          CameraSources.Changes streams = wish.of(before.streams());
          var sent = new ArrayList<>(sources.records(streams));
          sent.add(
              writer.set(Topics.CAMERAS, wanted.command(), body.event(id, streams.after(), lines)));
          return sent;
        },
        () -> audit.note(wanted.by(), AuditAction.CAMERA_SET, id, id));
  }

  /** Lets go of what is set of one, unless somebody else has changed it meanwhile. */
  void withdraw(Caller by, String id, IfMatch seen) throws InterruptedException {
    writer.writeCamera(
        id,
        now -> {
          long version = Present.of(now, cameras.kept(id)).version();
          if (version == 0) {
            throw new ResponseStatusException(NOT_FOUND, "camera " + id + " is not set");
          }
          seen.mustBe(version, "camera " + id);
          List<ProducerRecord<String, Object>> sent = new ArrayList<>(sources.removal(id));
          sent.add(SettingWriter.withdraw(Topics.CAMERAS, id));
          return sent;
        },
        () -> audit.note(by, AuditAction.CAMERA_WITHDRAWN, id, id));
  }
}
