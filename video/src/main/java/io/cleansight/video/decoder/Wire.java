package io.cleansight.video.decoder;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * Between a decoder's process and ours: a request, an answer. Each is its length, what it is, and
 * what belongs to that. Whoever reads believes no length.
 */
final class Wire {
  /**
   * Of a picture as JPEG; one that is larger than a record of Kafka is dropped later, and counted.
   */
  static final int LONGEST = 16 << 20;

  private final DataInputStream in;
  private final DataOutputStream out;

  /** What may be said. */
  enum Word {
    /** Request: with a source and the rules for it. */
    OPEN('o'),
    /** Request: to take something else; it has no answer. */
    TAKE('t'),
    /** Request: for the next picture. */
    NEXT('n'),
    /**
     * Request: to do once what it does with a source, without one; the answer is {@link #READY}.
     */
    REHEARSE('r'),
    /** Unasked, once: it has started, and takes requests. */
    READY('R'),
    OPENED('O'),
    /** Not an answer yet: the source goes on, but no picture is due. */
    YET('Y'),
    /** Not an answer yet: what happened to the video. */
    NOTICE('i'),
    /** Not an answer yet: a piece of the video as it came. */
    FRAGMENT('G'),
    PICTURE('P'),
    END('E'),
    FAULT('F');

    private final char code;

    Word(char code) {
      this.code = code;
    }

    private static Word of(byte code) throws IOException {
      for (Word word : values()) {
        if (word.code == code) {
          return word;
        }
      }
      throw new IOException("no word has the code " + code);
    }
  }

  /** What belongs to a word. */
  @FunctionalInterface
  interface Body {
    void write(DataOutputStream out) throws IOException;
  }

  /**
   * @param body what belongs to the word
   */
  record Message(Word word, DataInputStream body) {}

  Wire(InputStream in, OutputStream out) {
    this.in = new DataInputStream(new BufferedInputStream(in, 64 << 10));
    this.out = new DataOutputStream(new BufferedOutputStream(out, 64 << 10));
  }

  /**
   * A constant by its name.
   *
   * @throws IOException if there is none
   */
  static <T extends Enum<T>> T constant(Class<T> type, DataInputStream body) throws IOException {
    String name = body.readUTF();
    return Arrays.stream(type.getEnumConstants())
        .filter(it -> it.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IOException("there is no such " + type.getSimpleName()));
  }

  void send(Word word) throws IOException {
    send(word, _ -> {});
  }

  void send(Word word, Body body) throws IOException {
    var bytes = new ByteArrayOutputStream();
    bytes.write(word.code);
    try (var data = new DataOutputStream(bytes)) {
      body.write(data);
    }
    out.writeInt(bytes.size());
    bytes.writeTo(out);
    out.flush();
  }

  /**
   * The next message.
   *
   * @throws IOException if there is none, or what comes is no message
   */
  Message receive() throws IOException {
    int length = in.readInt();
    if (length < 1 || length > LONGEST) {
      throw new IOException("a message of " + length + " bytes");
    }
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("ended within a message");
    }
    return new Message(
        Word.of(bytes[0]), new DataInputStream(new ByteArrayInputStream(bytes, 1, length - 1)));
  }
}
