package io.cleansight.inference.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.inference.detection.Box;
import io.cleansight.inference.detection.Detection;
import io.cleansight.inference.image.JpegDecoder;
import io.cleansight.inference.image.TestPictures;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Where a provider is not to be had, the CPU does the work. */
class ProviderTest {
  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(Provider.class)
  void everyProviderSeesTheSame(Provider provider) throws Exception {
    Files.copy(Path.of("src/test/resources/models/good.onnx"), folder.resolve("model.onnx"));
    try (Model model = Model.load(folder.toString(), new Model.Use(provider, 1, 0.2));
        InferenceContext context = model.context();
        var decoder = new JpegDecoder()) {
      decoder.open(TestPictures.someJpeg(), 64, 48, 1);
      context.put(0, decoder, Box.WHOLE);
      assertThat(context.detect(1).getFirst())
          .extracting(Detection::label)
          .containsExactly("no_hairnet");
    }
  }
}
