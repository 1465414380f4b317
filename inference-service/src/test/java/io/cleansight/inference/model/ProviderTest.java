package io.cleansight.inference.model;

import static org.assertj.core.api.Assertions.assertThat;

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
        Model.Lane lane = model.lane();
        var decoder = new JpegDecoder()) {
      decoder.open(GoldenModelTest.someJpeg(), 64, 48, 1);
      lane.put(0, decoder, Crop.WHOLE);
      assertThat(lane.look(1).getFirst()).extracting(Sighting::label).containsExactly("no_hairnet");
    }
  }
}
