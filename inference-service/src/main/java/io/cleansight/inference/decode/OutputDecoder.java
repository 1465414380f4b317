package io.cleansight.inference.decode;

import io.cleansight.inference.image.InputSpec;
import java.util.List;

/**
 * Decodes the outputs of one kind of model. A new kind is a new class here and a case in {@link
 * DecoderRecognition}.
 */
public interface OutputDecoder {

  /** Proposes boxes in model pixels. */
  void decode(Outputs outputs, Wanted wanted, Proposals into);

  /** Names of the outputs that it reads. */
  List<String> outputs();

  /** How the pictures of such models are prepared where nobody says otherwise. */
  InputSpec input(int width, int height, boolean planar);

  /** Whether the graph itself suppresses all boxes but one of each thing. */
  default boolean suppressed() {
    return false;
  }
}
