package io.cleansight.video.decoder;

import io.cleansight.video.Glance;
import io.cleansight.video.Picture;
import io.cleansight.video.Picture.Elsewhere;
import io.cleansight.video.Picture.Encoded;
import io.cleansight.video.Rules;
import io.cleansight.video.Source;
import io.cleansight.video.Video;
import io.cleansight.video.VideoException;
import io.cleansight.video.VideoException.Fault;
import io.cleansight.video.decoder.Wire.Body;
import io.cleansight.video.decoder.Wire.Message;
import io.cleansight.video.decoder.Wire.Word;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A video that is opened, decoded and encoded in a process of its own. Whatever that process does,
 * dying, hanging, saying what makes no sense, is a {@link VideoException} here, in time.
 */
final class ContainedVideo implements Video {
  /** Beyond the patience of the other side, which says what was wrong. */
  private static final Duration GRACE = Duration.ofSeconds(2);

  /** For a process to start, on a machine that is busy. */
  private static final Duration START = Duration.ofSeconds(15);

  private static final int SMALLEST_JPEG = 4;

  private final DecoderProcess process;
  private final Wire wire;
  private final Rules rules;
  private final Duration patience;
  private @Nullable Duration duration;

  private ContainedVideo(DecoderProcess process, Rules rules, Duration patience) {
    this.process = process;
    this.wire = process.wire();
    this.rules = rules;
    this.patience = patience;
  }

  static Video open(DecoderProcess process, Source source, Duration patience, Rules rules)
      throws VideoException {
    var video = new ContainedVideo(process, rules, patience);
    try {
      video.open(source);
      return video;
    } catch (VideoException e) {
      video.close();
      throw e;
    }
  }

  @Override
  public Optional<Picture> next() throws VideoException {
    return ask(
        Word.NEXT,
        _ -> {},
        patience,
        answer ->
            switch (answer.word()) {
              case END -> Optional.empty();
              case PICTURE -> Optional.of(picture(answer));
              default -> throw new IOException(answer.word() + " is no picture");
            });
  }

  @Override
  public Optional<Duration> duration() {
    return Optional.ofNullable(duration);
  }

  @Override
  public void close() {
    process.close();
  }

  private void open(Source source) throws VideoException {
    long nanos =
        ask(
            Word.OPEN,
            out -> {
              out.writeBoolean(source instanceof Source.VideoFile);
              out.writeUTF(address(source));
              out.writeLong(patience.toNanos());
              write(rules, out);
            },
            patience.plus(START),
            answer -> expect(Word.OPENED, answer).body().readLong());
    duration = nanos > 0 ? Duration.ofNanos(nanos) : null;
  }

  private static void write(Rules rules, DataOutputStream out) throws IOException {
    out.writeInt(rules.allowed().size());
    for (String network : rules.allowed()) {
      out.writeUTF(network);
    }
    out.writeBoolean(rules.local());
    out.writeUTF(rules.ca() == null ? "" : rules.ca().toAbsolutePath().toString());
    out.writeLong(rules.largestPicture());
  }

  private static String address(Source source) {
    return switch (source) {
      case Source.VideoFile(var path) -> path.toAbsolutePath().toString();
      case Source.Stream(var uri) -> uri.toString();
      case Source.Drawn drawn -> throw new IllegalArgumentException(drawn + " is drawn here");
    };
  }

  private Picture picture(Message answer) throws IOException {
    int width = answer.body().readInt();
    int height = answer.body().readInt();
    long nanos = answer.body().readLong();
    if (width < 1 || height < 1 || (long) width * height > rules.largestPicture() || nanos < 0) {
      throw new IOException("a picture of " + width + " x " + height + " at " + nanos);
    }
    return new Picture(width, height, Duration.ofNanos(nanos), new Elsewhere(this::encode));
  }

  private Encoded encode() throws VideoException {
    return ask(Word.ENCODE, _ -> {}, patience, answer -> encoded(expect(Word.JPEG, answer).body()));
  }

  private static Encoded encoded(DataInputStream body) throws IOException {
    byte[] glance = body.readNBytes(Glance.COLUMNS * Glance.ROWS);
    byte[] jpeg = body.readAllBytes();
    boolean begins =
        jpeg.length >= SMALLEST_JPEG && jpeg[0] == (byte) 0xff && jpeg[1] == (byte) 0xd8;
    if (glance.length < Glance.COLUMNS * Glance.ROWS || !begins) {
      throw new IOException("no JPEG");
    }
    return new Encoded(jpeg, Glance.of(glance));
  }

  private static Message expect(Word word, Message answer) throws IOException {
    if (answer.word() != word) {
      throw new IOException(answer.word() + " instead of " + word);
    }
    return answer;
  }

  /** What an answer means. */
  @FunctionalInterface
  private interface Reading<T> {
    T of(Message answer) throws IOException;
  }

  private <T> T ask(Word word, Body body, Duration howLong, Reading<T> reading)
      throws VideoException {
    try (var deadline = process.within(howLong.plus(GRACE))) {
      try {
        wire.send(word, body);
        Message answer = wire.receive();
        if (answer.word() == Word.FAULT) {
          throw new VideoException(fault(answer));
        }
        return reading.of(answer);
      } catch (IOException broken) {
        process.kill();
        throw new VideoException(deadline.isOver() ? Fault.STALLED : Fault.DECODER_LOST);
      }
    }
  }

  private static Fault fault(Message answer) throws IOException {
    String name = answer.body().readUTF();
    return Arrays.stream(Fault.values())
        .filter(it -> it.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IOException("there is no such fault"));
  }
}
