package io.cleansight.video.decoder;

import io.cleansight.video.VideoException;
import io.cleansight.video.VideoException.Fault;
import io.cleansight.video.decoder.Wire.Message;
import io.cleansight.video.decoder.Wire.Word;
import io.cleansight.video.process.ContainedProcess;
import java.io.IOException;
import java.time.Duration;

/**
 * A decoder's process that has loaded what every source needs, and has been told of none yet.
 *
 * @param wire over which it is spoken with
 */
record ReadyDecoder(ContainedProcess process, Wire wire) {
  /** For a process to start, on a machine that is busy. */
  static final Duration START = Duration.ofSeconds(15);

  /**
   * Waits until a process is ready; kills it if it is not in time.
   *
   * @throws VideoException {@link Fault#STALLED} if it is late, {@link Fault#DECODER_LOST} if it
   *     ends or says anything else
   */
  static ReadyDecoder await(ContainedProcess process) throws VideoException {
    var decoder = new ReadyDecoder(process, new Wire(process.answers(), process.requests()));
    decoder.awaitReady();
    return decoder;
  }

  /**
   * Lets it do once what it does with a source, so that its first one is opened as fast as a
   * second; kills it if it cannot.
   *
   * @throws VideoException as {@link #await} does
   */
  void rehearse() throws VideoException {
    try {
      wire.send(Word.REHEARSE);
    } catch (IOException ended) {
      process.kill();
      throw new VideoException(Fault.DECODER_LOST);
    }
    awaitReady();
  }

  private void awaitReady() throws VideoException {
    try (var deadline = process.within(START)) {
      try {
        Message answer = wire.receive();
        if (answer.word() != Word.READY) {
          throw new IOException(answer.word() + " instead of " + Word.READY);
        }
      } catch (IOException broken) {
        process.kill();
        throw new VideoException(deadline.isOver() ? Fault.STALLED : Fault.DECODER_LOST);
      }
    }
  }
}
