package io.cleansight.video;

import io.cleansight.contracts.vocabulary.Term;

/** What decodes pictures; where it cannot, the processor does. */
public enum Hardware implements Term {
  NONE,
  VAAPI,
  NVDEC
}
