package io.cleansight.inference;

import io.cleansight.inference.onnx.RefusedModelException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** A model that is refused at the start is said in one line, without a stack. */
final class RefusedModelAnalyzer extends AbstractFailureAnalyzer<RefusedModelException> {

  @Override
  protected FailureAnalysis analyze(Throwable root, RefusedModelException refusal) {
    return new FailureAnalysis(
        "model refused: " + refusal.getMessage(),
        "set inference.model or inference.pipelines to another directory, or mend its model.yaml",
        refusal);
  }
}
