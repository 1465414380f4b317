package io.cleansight.inference.decode;

import java.nio.Buffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/** A model's answers for one picture of a batch. The arrays are overwritten by the next one. */
public final class Outputs {
  private final Map<String, float[]> values = new LinkedHashMap<>();

  /** Takes the answers for that picture out of a batch's buffers. */
  public void take(Map<String, Buffer> buffers, int picture, int batch) {
    buffers.forEach(
        (name, buffer) -> {
          int length = buffer.capacity() / batch;
          float[] array = values.computeIfAbsent(name, _ -> new float[length]);
          switch (buffer) {
            case FloatBuffer floats -> floats.get(picture * length, array, 0, length);
            case LongBuffer longs -> {
              for (int i = 0; i < length; i++) {
                array[i] = longs.get(picture * length + i);
              }
            }
            default -> throw new IllegalStateException("neither floats nor longs: " + name);
          }
        });
  }

  float[] of(String name) {
    float[] found = values.get(name);
    if (found == null) {
      throw new IllegalStateException("no output " + name + " in " + values.keySet());
    }
    return found;
  }
}
