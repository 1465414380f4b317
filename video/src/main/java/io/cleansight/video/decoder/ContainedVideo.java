package io.cleansight.video.decoder;

import io.cleansight.video.Fragment;
import io.cleansight.video.Notice;
import io.cleansight.video.Opening;
import io.cleansight.video.Picture;
import io.cleansight.video.Rules;
import io.cleansight.video.Taking;
import io.cleansight.video.Video;
import io.cleansight.video.VideoException;
import io.cleansight.video.VideoException.Fault;
import io.cleansight.video.decoder.Wire.Message;
import io.cleansight.video.decoder.Wire.Word;
import io.cleansight.video.process.ContainedProcess;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A video that is opened, decoded and encoded in a process of its own. Whatever that process does,
 * dying, hanging, saying what makes no sense, is a {@link VideoException} here, in time.
 */
final class ContainedVideo implements Video {
  /** Beyond the patience of the other side, which says what was wrong. */
  private static final Duration GRACE = Duration.ofSeconds(2);

  private final ContainedProcess process;
  private final Wire wire;
  private final Rules rules;
  private final Opening opening;
  private final List<Notice> notices = new ArrayList<>();
  private volatile Taking taking;
  private Taking taken;
  private @Nullable Fragment last;
  private @Nullable Duration duration;

  private ContainedVideo(ReadyDecoder decoder, Opening opening, Rules rules) {
    this.process = decoder.process();
    this.wire = decoder.wire();
    this.rules = rules;
    this.opening = opening;
    this.taken = opening.taking();
    this.taking = taken;
  }

  /** Opens a source in that process, which ends with the video, or with what is thrown. */
  static Video open(ReadyDecoder decoder, Opening opening, Rules rules) throws VideoException {
    var video = new ContainedVideo(decoder, opening, rules);
    try {
      video.open();
      return video;
    } catch (VideoException e) {
      video.close();
      throw e;
    }
  }

  @Override
  public Optional<Picture> next() throws VideoException {
    Taking wanted = taking;
    boolean another = !wanted.equals(taken);
    taken = wanted;
    return ask(
        () -> {
          if (another) {
            wire.send(Word.TAKE, out -> Packing.write(wanted, out));
          }
          wire.send(Word.NEXT);
        },
        opening.patience(),
        answer ->
            switch (answer.word()) {
              case END -> Optional.empty();
              case PICTURE -> Optional.of(Packing.picture(answer.body(), rules.largestPicture()));
              default -> throw new IOException(answer.word() + " is no picture");
            });
  }

  @Override
  public void take(Taking wanted) {
    taking = wanted;
  }

  @Override
  public Optional<Duration> duration() {
    return Optional.ofNullable(duration);
  }

  @Override
  public List<Notice> notices() {
    var told = List.copyOf(notices);
    notices.clear();
    return told;
  }

  @Override
  public void close() {
    process.close();
  }

  private void open() throws VideoException {
    long nanos =
        ask(
            () -> wire.send(Word.OPEN, out -> Packing.write(opening, rules, out)),
            opening.patience().plus(ReadyDecoder.START),
            answer -> {
              if (answer.word() != Word.OPENED) {
                throw new IOException(answer.word() + " instead of " + Word.OPENED);
              }
              return answer.body().readLong();
            });
    duration = nanos > 0 ? Duration.ofNanos(nanos) : null;
  }

  /** What is asked. */
  @FunctionalInterface
  private interface Request {
    void send() throws IOException;
  }

  /** What an answer means. */
  @FunctionalInterface
  private interface Reading<T> {
    T of(Message answer) throws IOException;
  }

  /**
   * @param howLong until each message; some come before the answer
   */
  private <T> T ask(Request request, Duration howLong, Reading<T> reading) throws VideoException {
    try {
      Message answer = exchange(request, howLong);
      while (isEarly(answer)) {
        answer = exchange(() -> {}, howLong);
      }
      if (answer.word() == Word.FAULT) {
        throw new VideoException(Wire.constant(Fault.class, answer.body()));
      }
      return reading.of(answer);
    } catch (IOException broken) {
      process.kill();
      boolean late = broken instanceof InterruptedIOException;
      throw new VideoException(late ? Fault.STALLED : Fault.DECODER_LOST);
    }
  }

  private Message exchange(Request request, Duration howLong) throws IOException {
    try (var deadline = process.within(howLong.plus(GRACE))) {
      try {
        request.send();
        return wire.receive();
      } catch (IOException broken) {
        throw deadline.isOver() ? new InterruptedIOException("no answer in time") : broken;
      }
    }
  }

  /** Whether it is no answer yet; takes what it brings. */
  private boolean isEarly(Message message) throws IOException {
    switch (message.word()) {
      case YET -> {}
      case NOTICE -> notices.add(Wire.constant(Notice.class, message.body()));
      case FRAGMENT -> {
        Consumer<Fragment> receiver = opening.fragments();
        if (receiver == null) {
          throw new IOException("a fragment that nobody wants");
        }
        last = Packing.fragment(message.body(), last);
        receiver.accept(last);
      }
      default -> {
        return false;
      }
    }
    return true;
  }
}
